import { type TelemetryReader } from '../../backend/src/telemetry/embedded/index.ts';
import {
  type LogSearch,
  type MetricQuery,
  type TimeRange,
  type TraceSearch,
} from '../../backend/src/telemetry/types.ts';
import { PROJECTS, type Random, SESSIONS } from './telemetry-data.ts';

export interface QueryBench {
  name: string;
  run: () => Promise<unknown>;
}

const HOUR = 3_600_000;

/** The questions panels ask, each with changing details so that no answer can be remembered. */
export function queryBenches(reader: TelemetryReader, whole: TimeRange, random: Random): QueryBench[] {
  const hours = (n: number): TimeRange => {
    const from = whole.from + random.below(whole.to - whole.from - n * HOUR + 1);
    return { from, to: from + n * HOUR };
  };
  const metric = (more: Partial<MetricQuery>) => () =>
    reader.metrics.query({
      metric: `bench_counter_${random.below(4)}`,
      aggregation: 'rate',
      groupBy: ['model'],
      filters: [],
      range: whole,
      stepMs: 120_000,
      instant: false,
      limit: 50,
      ...more,
    });
  const logs = (more: () => Partial<LogSearch>) => () =>
    reader.logs.search({ range: whole, filters: [], order: 'desc', limit: 500, ...more() });
  const histogram = (more: () => Partial<LogSearch>) => () =>
    reader.logs.histogram({ range: whole, filters: [], order: 'desc', limit: 500, ...more() }, 120_000);
  const traces = (more: () => Partial<TraceSearch>) => () =>
    reader.traces.search({ range: whole, filters: [], limit: 100, ...more() });
  const session = () => SESSIONS[random.below(SESSIONS.length)]!;
  return [
    { name: 'metric: rate by model, 24 h at 2 min, 100 series', run: metric({}) },
    {
      name: 'metric: increase by host, 24 h at 1 min',
      run: metric({ groupBy: ['host'], aggregation: 'increase', stepMs: 60_000 }),
    },
    { name: 'metric: rate, 1 h at 15 s', run: () => metric({ range: hours(1), stepMs: 15_000 })() },
    {
      name: 'metric: p95 of histograms, 24 h at 5 min',
      run: metric({ metric: 'bench_histogram_8', aggregation: 'p95', stepMs: 300_000 }),
    },
    {
      name: 'metric: gauge avg by series, 6 h at 1 min',
      run: () =>
        metric({
          metric: 'bench_gauge_5',
          aggregation: 'avg',
          groupBy: ['series'],
          range: hours(6),
          stepMs: 60_000,
          limit: 100,
        })(),
    },
    {
      name: 'metric: gauge p95 of samples, 1 h at 1 min',
      run: () => metric({ metric: 'bench_gauge_4', aggregation: 'p95', range: hours(1), stepMs: 60_000 })(),
    },
    { name: 'metric: increase over 24 h, one value', run: metric({ aggregation: 'increase', instant: true }) },
    {
      name: 'metric: regex filter, last, 24 h at 5 min',
      run: metric({
        metric: 'bench_gauge_6',
        aggregation: 'last',
        stepMs: 300_000,
        filters: [{ label: 'host', op: '=~', value: 'host-1.*' }],
      }),
    },
    { name: 'logs: latest 500', run: logs(() => ({})) },
    { name: 'logs: a common word', run: logs(() => ({ search: 'commit' })) },
    { name: 'logs: a word in 1 of 200 lines, random 2 h', run: logs(() => ({ search: 'timeout', range: hours(2) })) },
    { name: 'logs: the beginning of a common word', run: logs(() => ({ search: 'respo' })) },
    { name: 'logs: one line in a million (id)', run: logs(() => ({ search: `id${random.below(1_000_000)}` })) },
    { name: 'logs: two words and a session', run: logs(() => ({ search: 'timeout commit', sessions: [session()] })) },
    {
      name: 'logs: errors of a project',
      run: logs(() => ({ severity: 'error', project: PROJECTS[random.below(10)] })),
    },
    {
      name: 'logs: attribute = value',
      run: logs(() => ({ filters: [{ label: 'prompt.id', op: '=', value: `prompt-${random.below(5000)}` }] })),
    },
    { name: 'logs: nothing like it', run: logs(() => ({ search: 'nosuchwordanywhere' })) },
    { name: 'logs: histogram, 24 h at 2 min', run: histogram(() => ({})) },
    { name: 'logs: histogram of a session', run: histogram(() => ({ sessions: [session()] })) },
    { name: 'logs: histogram of a word in 1 of 200 lines', run: histogram(() => ({ search: 'timeout' })) },
    { name: 'logs: histogram of an event name', run: histogram(() => ({ eventName: 'tool_result' })) },
    { name: 'traces: latest 100', run: traces(() => ({})) },
    { name: 'traces: of a session', run: traces(() => ({ sessions: [session()] })) },
    {
      name: 'traces: operation and attribute',
      run: traces(() => ({
        operation: 'claude_code.tool',
        filters: [{ label: 'tool_name', op: '=', value: 'Agent' }],
      })),
    },
    { name: 'traces: with errors, random 2 h', run: traces(() => ({ errorsOnly: true, range: hours(2) })) },
    { name: 'traces: longer than 19 s', run: traces(() => ({ minDurationMs: 19_000 })) },
    {
      name: 'traces: one whole trace',
      run: async () => {
        const { traces: found } = await reader.traces.search({ range: hours(1), filters: [], limit: 5 });
        return reader.traces.trace(found[0]?.traceId ?? '', 10_000);
      },
    },
  ];
}
