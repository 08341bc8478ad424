import {
  CoreApp,
  type DataQueryRequest,
  dateMath,
  dateTime,
  type DataFrame,
  LoadingState,
  rangeUtil,
  toDataFrame,
} from '@grafana/data';
import { filter, from, map, take } from 'rxjs';
import { Batcher, type SendBatch } from './batch.ts';
import { type Datasource } from './datasource.ts';
import { saySilence } from './silence.ts';

/** Grafana's request; `query` is our part of a target. */
type Request = DataQueryRequest & { targets: Array<DataQueryRequest['targets'][number] & { query: object }> };

const DEFAULT_POINTS = 500;
let nextRequest = 0;

function instant(value: number | string, roundUp: boolean) {
  return (typeof value === 'number' ? dateTime(value) : dateMath.parse(value, roundUp)) ?? dateTime();
}

function toRequest(datasource: Datasource, ...[range, queries]: Parameters<SendBatch>): Request {
  const raw = { from: String(range.from), to: String(range.to) };
  const time = { from: instant(range.from, false), to: instant(range.to, true), raw };
  const points = Math.max(DEFAULT_POINTS, ...queries.map(({ maxDataPoints }) => maxDataPoints ?? 0));
  const interval = rangeUtil.calculateInterval(time, points);
  return {
    requestId: `taskmaster-app-${nextRequest++}`,
    app: CoreApp.Unknown,
    range: time,
    rangeRaw: raw,
    timezone: 'browser',
    scopedVars: {},
    startTime: Date.now(),
    interval: interval.interval,
    intervalMs: interval.intervalMs,
    maxDataPoints: points,
    targets: queries.map(({ refId, queryType, query }) => ({
      refId,
      queryType,
      datasource: datasource.getRef(),
      query: query ?? {},
    })),
  };
}

/** Sends queries through the datasource, as a panel does: Grafana's `/api/ds/query`, or the service on our own page. */
function sendThrough(datasource: Datasource): SendBatch {
  return (range, queries) =>
    from(datasource.query(toRequest(datasource, range, queries))).pipe(
      filter(({ state }) => state !== LoadingState.Loading),
      take(1), // what follows would be streamed; the pages ask again when the service says that something changed
      map(({ data, errors, error }) => {
        const frames = data.map((frame): DataFrame => toDataFrame(frame));
        return saySilence({ frames, errors: errors?.length ? errors : error ? [error] : [] }, queries);
      })
    );
}

const batchers = new WeakMap<Datasource, Batcher>();

/** The one batcher of a datasource: all queries of the app go through it. */
export function batcherOf(datasource: Datasource): Batcher {
  let batcher = batchers.get(datasource);
  if (!batcher) {
    batcher = new Batcher(sendThrough(datasource));
    batchers.set(datasource, batcher);
  }
  return batcher;
}
