import { type Measured, quantile } from '../result.ts';
import { askService, post, type Question, text, timed } from './ask.ts';
import { type FilledServers, METRIC, serviceOn } from './filled-servers.ts';

const HOUR = 3_600_000;
const STEP = 30_000;
const ODD = 7;

interface Pair {
  name: string;
  /** Both ask the same; `n` differs each time, so that no answer is remembered. */
  direct(n: number): Promise<unknown>;
  ours(n: number): Question;
}

/** What the service adds to the time a server itself takes, asked in turn over HTTP, answers read whole. */
export async function overheadRows(servers: FilledServers, rounds: number): Promise<Measured[]> {
  const rows: Measured[] = [];
  const service = await serviceOn(servers.direct);
  for (const { name, direct, ours } of pairs(servers)) {
    const [alone, through]: [number[], number[]] = [[], []];
    for (let n = -20; n < rounds; n++) {
      const first = await timed(() => direct(n * 2 + 40));
      const second = await timed(() => askService(service.url, ours(n * 2 + 41)));
      if (n >= 0) {
        alone.push(first);
        through.push(second);
      }
    }
    const [own, with95] = [quantile(alone, 0.95), quantile(through, 0.95)];
    const [median, withMedian] = [quantile(alone, 0.5), quantile(through, 0.5)];
    const note = `p95 ${own.toFixed(1)} → ${with95.toFixed(1)} ms, median ${median.toFixed(1)} → ${withMedian.toFixed(1)} ms`;
    const row = { unit: 'ms', better: 'lower' as const };
    rows.push({ ...row, name: `added to ${name}, p95`, value: with95 - own, target: 5 + own / 10, note });
    rows.push({ ...row, name: '… median', value: withMedian - median });
  }
  await service.stop();
  return rows;
}

function pairs({ direct, logIndex, traceIds }: FilledServers): Pair[] {
  const last = Math.floor(Date.now() / STEP) * STEP;
  const promql = (n: number) => `sum by (model) (rate(${METRIC}[2m])) + 0 * ${n}`;
  /** Of no whole minutes: such a range is nobody's “last three hours”, and asked for as it is. */
  const range = (n: number) => ({ from: last - 3 * HOUR - n - ODD, to: last - n });
  return [
    {
      name: 'a PromQL query, 5 series of 361 points',
      direct: (n) =>
        text(`${direct.metrics}/api/v1/query_range`, {
          method: 'POST',
          body: new URLSearchParams({
            query: promql(n),
            start: String((last - 3 * HOUR) / 1000),
            end: String(last / 1000),
            step: String(STEP / 1000),
          }),
        }),
      ours: (n) => ({
        queryType: 'metric',
        query: { raw: promql(n) },
        timeRange: { from: last - 3 * HOUR, to: last },
        intervalMs: STEP,
      }),
    },
    {
      name: 'one trace of 20 spans',
      direct: (n) => text(`${direct.traces}/api/v3/traces/${traceIds[n % traceIds.length]}`),
      ours: (n) => ({
        queryType: 'traces',
        query: { traceId: traceIds[n % traceIds.length]! },
        timeRange: range(0),
      }),
    },
    {
      name: 'a search of the latest 20 traces',
      direct: (n) => {
        const { from, to } = searched(range(n));
        const query = { service: 'claude-code', start: `${from}000`, end: `${to}000`, limit: '21' };
        return text(`${direct.traces}/api/traces?${new URLSearchParams(query).toString()}`);
      },
      ours: (n) => ({
        queryType: 'traces',
        query: { service: 'claude-code', limit: 20 },
        timeRange: searched(range(n)),
      }),
    },
    {
      name: 'the latest 200 log lines with a word',
      direct: (n) =>
        post(`${direct.logs}/${logIndex}/_search`, {
          size: 201,
          track_total_hits: false,
          sort: [{ '@timestamp': 'desc' }],
          query: {
            bool: {
              filter: [
                { range: { '@timestamp': { gte: range(n).from, lt: range(n).to, format: 'epoch_millis' } } },
                { match: { 'body.text': 'commit' } },
              ],
            },
          },
        }),
      ours: (n) => ({ queryType: 'logs', query: { search: 'commit', limit: 200 }, timeRange: range(n) }),
    },
  ];
}

/** A stretch in which Jaeger has fewer traces than are asked for: else it would be asked again for the halves of it. */
const searched = ({ to }: { from: number; to: number }) => ({ from: to - HOUR / 4 - ODD, to });
