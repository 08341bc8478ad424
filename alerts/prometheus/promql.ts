import { seconds } from '../seconds.ts';
import { type Condition, type Term } from '../types.ts';

/** Gauges of a minute need no window: Prometheus marks what has ended as stale at the next scrape. */
const INSTANT_S = 60;

/** A term in PromQL, narrowed by more matchers (`{`-less text) where given. */
export function promqlOf(term: Term, matchers: readonly string[] = []): string {
  const { metric, aggregation, by, window } = term;
  const own = (term.filters ?? []).map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`);
  const all = [...own, ...matchers];
  const where = all.length > 0 ? `{${all.join(',')}}` : '';
  const offset = term.ago ? ` offset ${term.ago}` : '';
  const grouped = (operator: string, what: string) =>
    by.length > 0 ? `${operator} by (${by.join(', ')}) (${what})` : `${operator}(${what})`;
  const range = (name: string) => `${name}${where}[${window}]${offset}`;
  switch (aggregation) {
    case 'p95': {
      const buckets = `sum by (${['le', ...by].join(', ')}) (rate(${range(`${metric}_bucket`)}))`;
      return `histogram_quantile(0.95, ${buckets})`;
    }
    case 'increase':
      return grouped('sum', `increase(${range(isHistogram(metric) ? `${metric}_count` : metric)})`);
    case 'sum':
      return grouped('sum', `${metric}${where}${offset}`);
    default:
      return seconds(window) <= INSTANT_S
        ? grouped(aggregation, `${metric}${where}${offset}`)
        : grouped(aggregation, `${aggregation}_over_time(${range(metric)})`);
  }
}

/** Those of `/metrics`; their counts have a name of their own in PromQL. */
const HISTOGRAMS = new Set([
  'response_time_seconds',
  'taskmaster_http_request_duration_seconds',
  'taskmaster_ingest_lag_seconds',
]);
const isHistogram = (metric: string) => HISTOGRAMS.has(metric);

/** A condition in PromQL: holds for what it answers with. */
export function conditionPromql(condition: Condition): string {
  const filled = (text: string) =>
    text.replaceAll(/\$([A-Z])/g, (_whole, name: string) => promqlOf(condition.terms[name]!));
  const sign = condition.compare === 'gt' ? '>' : '<';
  const value = filled(condition.promql);
  const compared = `${condition.promql === '$A' ? value : `(${value})`} ${sign} ${condition.threshold}`;
  return condition.guard ? `${compared} and ${filled(condition.guard)}` : compared;
}
