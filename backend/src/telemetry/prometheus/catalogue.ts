import { type MetricInfo, type MetricPoint, type TimeRange } from '../types.ts';
import { type PrometheusApi } from './api.ts';
import { quoted } from './labels.ts';
import { chooseName, escapePattern } from './names.ts';

/** Metrics of a list; who looks for more searches. */
const MOST = 5000;

const KINDS = new Map<string, MetricPoint['kind']>([
  ['counter', 'counter'],
  ['gauge', 'gauge'],
  ['histogram', 'histogram'],
  ['summary', 'histogram'],
]);

/** Metrics with samples in the range, by name; the parts of a histogram are one. */
export async function listMetrics(api: PrometheusApi, range: TimeRange, search = ''): Promise<MetricInfo[]> {
  const match = search === '' ? undefined : `{__name__=~${quoted(`(?i:.*${escapePattern(search)}.*)`)}}`;
  const [names, metadata] = await Promise.all([api.labelValues('__name__', range, match), api.metadata()]);
  const stored = new Set(names);
  const found = new Map<string, MetricInfo>();
  for (const name of names) {
    const base = histogramBase(name, stored) ?? name;
    if (found.has(base) || found.size >= MOST) {
      continue;
    }
    const known = metadata.get(base) ?? metadata.get(base.replace(/_total$/, ''));
    const kind =
      base === name ? (KINDS.get(known?.type ?? '') ?? (name.endsWith('_total') ? 'counter' : 'gauge')) : 'histogram';
    const unit = chooseName(base, [base])?.unit ?? known?.unit;
    found.set(base, {
      name: base,
      kind,
      ...(unit ? { unit } : {}),
      ...(known?.help ? { description: known.help } : {}),
    });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function histogramBase(name: string, stored: ReadonlySet<string>): string | undefined {
  const base = /^(.+)_(?:bucket|count|sum)$/.exec(name)?.[1];
  return base !== undefined && stored.has(`${base}_count`) && stored.has(`${base}_sum`) ? base : undefined;
}
