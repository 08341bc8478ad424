import { join } from 'node:path';
import { startPrometheus } from '../../engines/support/prometheus.ts';
import { type Measured } from '../result.ts';
import { startService, temporaryFolder } from '../service/running-service.ts';
import { askService, type Question, text } from './ask.ts';
import { INTERVAL_MS, metricName, otlpBody, remoteWriteBody, SERIES } from './sample-bodies.ts';
import { fill, filledRows, queryRows } from './store-under-test.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ROUNDS_A_BODY = 2;

interface MetricQuestion {
  name: string;
  ours: Question;
  promql: string;
  instant?: boolean;
}

/** What panels ask: the latest hour, all of it, one number. `n` differs each time, so that no answer is remembered. */
function questions(begin: number, end: number, n: number): MetricQuestion[] {
  const to = end - n * INTERVAL_MS;
  const metric = metricName(n % 10);
  const hours = Math.max(1, Math.floor((to - begin) / HOUR));
  const long = Math.max(MINUTE, Math.ceil((hours * HOUR) / 500 / MINUTE) * MINUTE);
  const ask = (query: object, from: number, intervalMs: number): Question => ({
    queryType: 'metric',
    query: { metric, ...query },
    timeRange: { from, to },
    intervalMs,
  });
  return [
    {
      name: 'rate by model, 1 h at 1 min',
      ours: ask({ aggregation: 'rate', groupBy: ['model'] }, to - HOUR, MINUTE),
      promql: `sum by (model) (rate(${metric}[1m]))`,
    },
    {
      name: `increase by host, ${hours} h at ${long / MINUTE} min`,
      ours: ask({ aggregation: 'increase', groupBy: ['host'] }, to - hours * HOUR, long),
      promql: `sum by (host) (increase(${metric}[${long / MINUTE}m]))`,
    },
    {
      name: 'increase by model over 1 h, numbers',
      ours: ask({ aggregation: 'increase', groupBy: ['model'], instant: true }, to - HOUR, MINUTE),
      promql: `sum by (model) (increase(${metric}[1h]))`,
      instant: true,
    },
  ];
}

/** The embedded store and Prometheus, one after the other, with the same samples and the same questions. */
export async function comparedMetrics(samples: number): Promise<Measured[]> {
  const rounds = Math.ceil(samples / SERIES / ROUNDS_A_BODY) * ROUNDS_A_BODY;
  const end = Math.floor(Date.now() / MINUTE) * MINUTE;
  const begin = end - rounds * INTERVAL_MS;
  const body = (n: number) => Array.from({ length: ROUNDS_A_BODY }, (_, i) => n * ROUNDS_A_BODY + i);
  const perBody = ROUNDS_A_BODY * SERIES;
  const own = await embedded(rounds, (n) => otlpBody(body(n), begin), perBody, begin, end);
  const other = await prometheus(rounds, (n) => remoteWriteBody(body(n), begin), perBody, begin, end);
  return [...own, ...other];
}

type Bodies = (n: number) => Buffer;

async function embedded(rounds: number, make: Bodies, perBody: number, begin: number, end: number) {
  const data = temporaryFolder('compared');
  const service = await startService(data);
  try {
    const url = new URL('/v1/metrics', service.url);
    const headers = { 'content-type': 'application/x-protobuf' };
    const store = { name: 'embedded', pid: service.pid, folder: join(data, 'telemetry', 'metrics') };
    const filled = await fill(store, rounds / ROUNDS_A_BODY, perBody, (n) => ({ url, headers, body: make(n) }));
    const rows = filledRows(store, 'samples', filled);
    rows.push(
      ...(await queryRows(
        store,
        asking(begin, end, ({ ours }) => askService(service.url, ours))
      ))
    );
    return rows;
  } finally {
    await service.stop();
  }
}

async function prometheus(rounds: number, make: Bodies, perBody: number, begin: number, end: number) {
  const server = await startPrometheus();
  try {
    const url = new URL('/api/v1/write', server.url);
    const headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    };
    const info = JSON.parse(await text(`${server.url}/api/v1/status/buildinfo`)) as { data: { version: string } };
    const store = { name: `Prometheus ${info.data.version}`, pid: server.pid, folder: server.folder };
    const filled = await fill(store, rounds / ROUNDS_A_BODY, perBody, (n) => ({ url, headers, body: make(n) }));
    const rows = filledRows(store, 'samples', filled);
    const ask = ({ ours, promql, instant }: MetricQuestion) => {
      const { from, to } = ours.timeRange;
      const when: Record<string, string> = instant
        ? { time: String(to / 1000) }
        : { start: String(from / 1000), end: String(to / 1000), step: String(ours.intervalMs! / 1000) };
      const path = instant ? 'query' : 'query_range';
      return text(`${server.url}/api/v1/${path}`, {
        method: 'POST',
        body: new URLSearchParams({ query: promql, ...when }),
      });
    };
    rows.push(...(await queryRows(store, asking(begin, end, ask))));
    return rows;
  } finally {
    await server.stop();
  }
}

/** Each question of the panels by itself; `n` makes it another one each time. */
function asking(begin: number, end: number, ask: (question: MetricQuestion) => Promise<string>) {
  return questions(begin, end, 0).map(({ name }, i) => ({
    name,
    ask: (n: number) => ask(questions(begin, end, n)[i]!),
  }));
}
