import { EngineError, type MetricPoint, type TimeRange } from '../types.ts';
import { type PrometheusApi } from './api.ts';
import { type Shape } from './expression.ts';
import { LabelNames, quoted } from './labels.ts';
import { chooseName, namesPattern, type StoredName } from './names.ts';

/** What the configuration says of a Prometheus beyond its address. */
export interface PrometheusSettings {
  /** Labels by what they stand for: session, project, run, taskId, tag, service, or any label of a query. */
  labels: Readonly<Record<string, string>>;
  /** Regular expressions for metrics whose samples are additions (Prometheus 3 with native delta ingestion). */
  deltas: readonly string[];
  /** Regular expressions for counters whose name does not end in `_total` (Prometheus 3 with untranslated names). */
  counters: readonly string[];
  increase: 'exact' | 'plain';
  /** Longest distance of samples, ms. */
  sampleMs: number;
}

export interface ResolvedMetric {
  name: string;
  form: Shape['form'];
  /** Whether samples of a histogram are additions. */
  additions: boolean;
  kind: MetricPoint['kind'];
  unit?: string;
  labels: LabelNames;
}

const KINDS: Record<Shape['form'], MetricPoint['kind']> = {
  gauge: 'gauge',
  counter: 'counter',
  delta: 'counter',
  buckets: 'histogram',
  summary: 'histogram',
  native: 'histogram',
};

/** Finds how a server keeps a metric: under which name, of what kind, with which labels. Undefined where it has none. */
export async function resolveMetric(
  api: PrometheusApi,
  settings: PrometheusSettings,
  metric: string,
  range: TimeRange
): Promise<ResolvedMetric | undefined> {
  const stored = await api.labelValues('__name__', range, `{__name__=~${quoted(namesPattern(metric))}}`);
  const found = chooseName(metric, stored);
  if (!found) {
    return undefined;
  }
  const series = found.form === 'buckets' || found.form === 'summary' ? `${found.name}_count` : found.name;
  const [present, metadata] = await Promise.all([
    api.labelNames(range, `{__name__=${quoted(series)}}`),
    api
      .metadata(found.base)
      .then(async (known) => known.get(found.base) ?? (await api.metadata(found.name)).get(found.name)),
  ]);
  const isOneOf = (patterns: readonly string[]) =>
    patterns.some((pattern) => new RegExp(`^(?:${pattern})$`).test(found.name));
  const additions = isOneOf(settings.deltas);
  let form: Shape['form'];
  if (found.form === 'buckets' || found.form === 'summary') {
    form = found.form;
  } else if (metadata?.type === 'histogram' || (!metadata && (await isNative(api, found, range, additions)))) {
    form = 'native';
  } else if (additions) {
    form = 'delta';
  } else if (
    found.form === 'total' ||
    metadata?.type === 'counter' ||
    /_(bucket|count|sum)$/.test(found.name) ||
    isOneOf(settings.counters)
  ) {
    form = 'counter';
  } else {
    form = 'gauge';
  }
  const unit = found.unit ?? (metadata?.unit || undefined);
  const labels = new LabelNames(present, settings.labels);
  return { name: found.name, form, additions, kind: KINDS[form], ...(unit ? { unit } : {}), labels };
}

/** Numbers have no histogram's count, so that the answer is empty for them. */
async function isNative(
  api: PrometheusApi,
  { name, form }: StoredName,
  range: TimeRange,
  additions: boolean
): Promise<boolean> {
  if (form === 'total') {
    return false;
  }
  const minute = 60_000;
  const to = Math.ceil(range.to / minute) * minute;
  const length = Math.max(minute, to - range.from);
  try {
    const { series } = await api.instant(
      `count(histogram_count(${additions ? 'last_over_time' : 'rate'}({__name__=${quoted(name)}}[${Math.ceil(length / minute)}m])))`,
      to,
      minute
    );
    return series.length > 0;
  } catch (error) {
    if (error instanceof EngineError && error.status === 400) {
      return false; // a server that does not know them has none
    }
    throw error;
  }
}
