import { type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client';
import { type HistogramValue, type MetricPoint } from '../telemetry/types.ts';

/** The registry as points of the embedded metric store, so that metric queries work without a Prometheus. */
export async function registryPoints(
  registry: Registry,
  at: number,
  startOf: (name: string) => number | undefined,
  leaveOut: (name: string) => boolean
): Promise<MetricPoint[]> {
  const points: MetricPoint[] = [];
  for (const { name } of registry.getMetricsAsArray()) {
    const metric = leaveOut(name) ? undefined : await registry.getSingleMetric(name)?.get();
    if (!metric) {
      continue;
    }
    const startAt = startOf(name);
    const typed = metric as unknown as MetricObjectWithValues<MetricValue<string>>;
    const kind = String(typed.type);
    if (kind === 'histogram') {
      points.push(...histogramPoints(typed, at, startAt));
      continue;
    }
    for (const { labels, value } of typed.values) {
      points.push({
        name: metric.name,
        labels: textLabels(labels),
        kind: kind === 'counter' ? 'counter' : 'gauge',
        ...(kind === 'counter' ? { temporality: 'cumulative' as const, startAt } : {}),
        description: metric.help,
        unit: unitOf(metric.name),
        at,
        value,
        origin: originOf(labels),
      });
    }
  }
  return points;
}

function histogramPoints(
  metric: MetricObjectWithValues<MetricValue<string>>,
  at: number,
  startAt: number | undefined
): MetricPoint[] {
  const series = new Map<
    string,
    { labels: Record<string, string>; bounds: number[]; cumulative: number[]; sum: number; count: number }
  >();
  for (const { labels, value, metricName } of metric.values as Array<MetricValue<string> & { metricName: string }>) {
    const { le, ...rest } = textLabels(labels);
    const key = JSON.stringify(rest);
    const entry = series.get(key) ?? { labels: rest, bounds: [], cumulative: [], sum: 0, count: 0 };
    series.set(key, entry);
    if (metricName.endsWith('_sum')) {
      entry.sum = value;
    } else if (metricName.endsWith('_count')) {
      entry.count = value;
    } else if (le !== undefined && le !== '+Inf') {
      entry.bounds.push(Number(le));
      entry.cumulative.push(value);
    }
  }
  return [...series.values()].map(({ labels, bounds, cumulative, sum, count }) => ({
    name: metric.name,
    labels,
    kind: 'histogram' as const,
    temporality: 'cumulative' as const,
    startAt,
    description: metric.help,
    unit: unitOf(metric.name),
    at,
    histogram: { count, sum, bounds, counts: apart(cumulative, count) } satisfies HistogramValue,
    origin: originOf(labels),
  }));
}

/** Counts per bucket from counts up to each bound. */
function apart(cumulative: number[], count: number): number[] {
  return [...cumulative, count].map((value, index, all) => value - (all[index - 1] ?? 0));
}

function textLabels(labels: Partial<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, String(value)]));
}

function originOf(labels: Partial<Record<string, string | number>>): MetricPoint['origin'] {
  return labels.project === undefined ? {} : { project: String(labels.project) };
}

/** Grafana's unit id of a metric, read off its name. */
function unitOf(name: string): string | undefined {
  const units: Array<[RegExp, string]> = [
    [/_bytes_per_second$/, 'Bps'],
    [/_bytes(_total)?$/, 'bytes'],
    [/_seconds(_total)?$/, 's'],
    [/_percentage$/, 'percent'],
    [/_ratio$/, 'percentunit'],
    [/_usd$/, 'currencyUSD'],
    [/_per_second$/, 'reqps'],
  ];
  return units.find(([pattern]) => pattern.test(name))?.[1];
}
