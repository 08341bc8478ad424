import { type Question } from './ask.ts';

/** What the panels of one dashboard ask, without its time range. */
export type Panel = Omit<Question, 'timeRange'>;

const METRIC = 'claude_code.token.usage';
const STEP = { intervalMs: 30_000, maxDataPoints: 500 };
export const RANGE_MS = 3 * 3_600_000;

const metric = (query: Record<string, unknown>): Panel => ({
  queryType: 'metric',
  query: { metric: METRIC, ...query },
  ...STEP,
});

/** Twenty panels as dashboards have them: graphs, numbers, lists of traces and of lines. */
export const PANELS: Panel[] = [
  ...['model', 'type', 'host'].map((label) => metric({ aggregation: 'rate', groupBy: [label] })),
  ...['model', 'type', 'host'].map((label) => metric({ aggregation: 'increase', groupBy: [label] })),
  ...['model', 'type', 'host'].map((label) => metric({ aggregation: 'increase', groupBy: [label], instant: true })),
  ...['input', 'output', 'cacheRead'].map((value) =>
    metric({ aggregation: 'rate', filters: [{ label: 'type', op: '=', value }] })
  ),
  metric({ aggregation: 'last', groupBy: ['model'] }),
  metric({ aggregation: 'last', instant: true }),
  { queryType: 'traces', query: { service: 'claude-code', limit: 20, minDurationMs: 19_000 } },
  { queryType: 'traces', query: { operation: 'claude_code.interaction', minDurationMs: 18_500, limit: 20 } },
  { queryType: 'logs', query: { limit: 100 } },
  { queryType: 'logs', query: { limit: 100, severity: 'warn' } },
  { queryType: 'logs', query: { limit: 100, search: 'timeout' } },
  { queryType: 'logs', query: { format: 'histogram' }, ...STEP },
];

/** The same number of panels, each one PromQL expression: one question to us is one question to the server. */
export const RAW_PANELS: Panel[] = Array.from({ length: 20 }, (_, n) => ({
  queryType: 'metric',
  query: { raw: `sum by (model) (rate(claude_code_token_usage_tokens_total[2m])) + ${n}` },
  ...STEP,
}));

/** Body of a panel's request at a moment, as the page and Grafana send it: the range is the asker's own clock. */
export function bodyOf(panel: Panel, now: number): string {
  const timeRange = { from: now - RANGE_MS, to: now };
  return JSON.stringify({ queries: [{ refId: 'A', ...panel, timeRange }] });
}
