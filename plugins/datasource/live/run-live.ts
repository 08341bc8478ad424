import { type DataQueryRequest, type DataQueryResponse, LoadingState, rangeUtil } from '@grafana/data';
import { EMPTY, interval, map, merge, type Observable } from 'rxjs';
import { type TaskmasterQuery } from '../types.ts';
import { follow } from './follow.ts';
import { livePath } from './live-channel.ts';

type Request = DataQueryRequest<TaskmasterQuery>;

/** Least time between two questions of one panel, ms. */
const PAUSE_MS = 300;
/** How often is asked what no channel tells of, ms: logs, traces and metrics arrive by other ways. */
const POLL_MS = 2000;

/** The same request now: a relative range ends at this moment, and what is under way is not cut off by it. */
function again(request: Request, count: number): Request {
  return {
    ...request,
    requestId: `${request.requestId}-live-${count}`,
    range: rangeUtil.convertRawToRange(request.range.raw, request.timezone),
  };
}

/** Answers at once, and again whenever a channel of these queries says that something changed, or with `polls` on its own. */
export function runLive(
  request: Request,
  queries: ReadonlyArray<Record<string, unknown>>,
  polls: boolean,
  ask: (request: Request) => Observable<DataQueryResponse>,
  channels: { uid: string; signals: (path: string) => Observable<unknown> }
): Observable<DataQueryResponse> {
  const paths = [...new Set(queries.map((query) => livePath(channels.uid, query)))];
  const changes = merge(...paths.map((path) => channels.signals(path)), polls ? interval(POLL_MS) : EMPTY);
  let count = 0;
  return follow(() => ask(count++ === 0 ? request : again(request, count)), changes, PAUSE_MS).pipe(
    map((response) => ({
      ...response,
      key: `${request.requestId}-live`,
      state: response.error || response.errors?.length ? LoadingState.Error : LoadingState.Streaming,
    }))
  );
}
