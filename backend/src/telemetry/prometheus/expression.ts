import { type Aggregation } from '#contract/queries.ts';
import { quoted } from './labels.ts';

/** PromQL of our aggregations; what each means is told in docs/telemetry-store.md, where Prometheus differs in docs/engines.md. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long a series' last sample stands for the present, ms. */
export const STALE_MS = 300_000;

export interface Shape {
  /** Metric name of the series, or the base of a histogram's names. */
  name: string;
  form: 'gauge' | 'counter' | 'delta' | 'buckets' | 'summary' | 'native';
  /** Of histograms: their samples are additions, as those of `delta`. */
  additions?: boolean;
  /** Between the braces. */
  matchers: readonly string[];
  /** Label of the session, where these series have one. */
  session?: string;
  /** Labels to keep, as they stand in PromQL. */
  by: readonly string[];
  /** Window of one point, ms. */
  stepMs: number;
  /** Whether a range leaves out what is exactly as old as it is long (Prometheus 3). */
  leavesOutOldest: boolean;
  /** `plain` is PromQL's own increase: cheaper, extrapolated, blind for a series' first sample. */
  increase: 'exact' | 'plain';
  /** Whether any of these series restarted in the time in question; without it the question is much cheaper. */
  resets: boolean;
  /** Longest distance of samples, ms: PromQL's own increase needs several in its window. */
  sampleMs: number;
}

const QUANTILES: Partial<Record<Aggregation, number>> = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 };

/** The expression, or a sentence why there is none. */
export function expressionOf(aggregation: Aggregation, shape: Shape): { promql: string } | { none: string } {
  const { name, form } = shape;
  const quantile = QUANTILES[aggregation];
  const histogram = form === 'buckets' || form === 'summary';
  if (form === 'native') {
    return native(aggregation, shape, quantile);
  }
  if (histogram) {
    return ofHistogram(aggregation, shape, quantile);
  }
  const inWindow = `${selector(shape, name)}[${span(shape, shape.stepMs)}]`;
  const counting = form !== 'gauge';
  switch (aggregation) {
    case 'increase':
    case 'rate':
    case 'sum':
      if (counting) {
        return { promql: perSecond(aggregation, shape, sum(shape, increaseOf(shape, name))) };
      }
      return aggregation === 'sum'
        ? { promql: last(shape) }
        : { none: `${name} is a gauge: it has no ${aggregation}.` };
    case 'last':
      return { promql: last(shape) };
    case 'count':
      return { promql: sum(shape, `count_over_time(${inWindow})`) };
    case 'avg':
      return { promql: `${sum(shape, `sum_over_time(${inWindow})`)} / ${sum(shape, `count_over_time(${inWindow})`)}` };
    case 'min':
    case 'max':
      return { promql: `${aggregation}${by(shape)} (${aggregation}_over_time(${inWindow}))` };
    default: {
      if (form === 'counter') {
        return { none: `Prometheus cannot tell ${aggregation} of what each sample of the counter ${name} added.` };
      }
      return { promql: `quantile${by(shape)} (${quantile}, quantile_over_time(${quantile}, ${inWindow}))` };
    }
  }
}

function ofHistogram(aggregation: Aggregation, shape: Shape, quantile: number | undefined) {
  const count = (wide = shape) => increaseOf(wide, `${shape.name}_count`);
  const total = (wide = shape) => increaseOf(wide, `${shape.name}_sum`);
  switch (aggregation) {
    case 'increase':
    case 'count':
    case 'rate':
      return { promql: perSecond(aggregation, shape, sum(shape, count())) };
    case 'sum':
      return { promql: sum(shape, total()) };
    case 'avg':
      return { promql: `${sum(shape, total())} / ${sum(shape, count())}` };
    case 'last': {
      const wide = { ...shape, stepMs: Math.max(shape.stepMs, STALE_MS) };
      return { promql: sum(shape, `(${total(wide)}) / ((${count(wide)}) > 0)`) };
    }
    case 'min':
    case 'max':
      return { none: `Prometheus does not keep the ${aggregation} of what the histogram ${shape.name} observed.` };
    default: {
      if (shape.form === 'summary') {
        return { none: `${shape.name} has no buckets: there is no ${aggregation} of it.` };
      }
      const buckets = sum({ ...shape, by: [...shape.by, 'le'] }, increaseOf(shape, `${shape.name}_bucket`));
      return { promql: `histogram_quantile(${quantile}, ${buckets})` };
    }
  }
}

/** Native histograms by PromQL's own increase, which is extrapolated. */
function native(aggregation: Aggregation, shape: Shape, quantile: number | undefined) {
  const window = shape.additions ? shape.stepMs : Math.max(shape.stepMs, 4 * shape.sampleMs);
  const gained = shape.additions ? 'sum_over_time' : 'increase';
  const all = sum(shape, `${gained}(${selector(shape, shape.name)}[${span(shape, window)}])`);
  const part = window === shape.stepMs ? '' : ` * ${shape.stepMs / window}`;
  switch (aggregation) {
    case 'increase':
    case 'count':
    case 'rate':
      return { promql: perSecond(aggregation, shape, `histogram_count(${all})${part}`) };
    case 'sum':
      return { promql: `histogram_sum(${all})${part}` };
    case 'avg':
    case 'last':
      return { promql: `histogram_sum(${all}) / histogram_count(${all})` };
    case 'min':
    case 'max':
      return { none: `Prometheus does not keep the ${aggregation} of what the histogram ${shape.name} observed.` };
    default:
      return { promql: `histogram_quantile(${quantile}, ${all})` };
  }
}

/**
 * What each series of a counter added in the window (t − step, t], exactly: unlike PromQL's `increase` nothing is
 * extrapolated, windows without two samples of their own count too, and neighbouring windows add up to the whole.
 *
 * last − before, where `before` is the last sample before the window; a session's first sample counts from zero (its
 * counters begin with it), that of any other series from itself (it may be years old).
 */
function increaseOf(shape: Shape, name: string): string {
  const { stepMs, session } = shape;
  const step = span(shape, stepMs);
  const all = selector(shape, name);
  if (shape.form === 'delta' || shape.additions) {
    return `sum_over_time(${all}[${step}])`;
  }
  if (shape.increase === 'plain') {
    const window = Math.max(stepMs, 4 * shape.sampleMs);
    const part = window === stepMs ? '' : ` * ${stepMs / window}`;
    return `increase(${all}[${span(shape, window)}])${part}`;
  }
  if (shape.resets) {
    return withResets(shape, name);
  }
  const before = `last_over_time(${all}[${duration(lookbackMs(shape))}] offset ${stepMs}ms)`;
  const parts = [`(last_over_time(${all}[${step}]) - ${before})`];
  if (session) {
    parts.push(`(last_over_time(${selector(shape, name, `${session}!=""`)}[${step}]) unless ${before})`);
  }
  const unknown = session ? selector(shape, name, `${session}=""`) : all;
  const risen = `last_over_time(${unknown}[${step}]) - min_over_time(${unknown}[${step}])`;
  parts.push(`(${risen} and count_over_time(${unknown}[${step}]) > 1 unless ${before})`);
  return parts.join(' or ');
}

/**
 * As `increaseOf`, where counters restarted. A sample below `before` is a reset: counting began at zero. With one reset
 * between samples of the window the peak before it is added; several, or one after which the counter overtook its old
 * peak, are left to PromQL's `increase`. Where a server hides resets
 * (Thanos), a window whose last sample is below its peak is taken to have one, any other none.
 */
function withResets(shape: Shape, name: string): string {
  const { stepMs, session } = shape;
  const step = span(shape, stepMs);
  const all = selector(shape, name);
  const now = `last_over_time(${all}[${step}])`;
  const least = `min_over_time(${all}[${step}])`;
  const most = `max_over_time(${all}[${step}])`;
  const resets = `resets(${all}[${step}])`;
  const before = [`last_over_time(${all}[${duration(lookbackMs(shape))}] offset ${stepMs}ms)`];
  if (session) {
    before.push(`0 * count_over_time(${selector(shape, name, `${session}!=""`)}[${step}])`);
  }
  before.push(`(${least} and count_over_time(${all}[${step}]) > 1)`);
  const base = `(${before.join(' or ')})`;
  const fell = `${now} < ${most}`;
  const steady = `(${now} - ${base} * (${least} >= bool ${base})) unless (${resets} > 0 or ${fell})`;
  const once = `(clamp_min(${most} - ${base}, 0) + ${now}) and ${resets} <= 1 and ${fell}`;
  const often = `increase(${all}[${step}]) and ${resets} > 0`;
  return `(${steady}) or (${once}) or (${often})`;
}

/** How far back the sample before a window is looked for, ms: agents pause longer than what is scraped. */
export function lookbackMs({ session }: Pick<Shape, 'session'>): number {
  return session ? DAY_MS : HOUR_MS;
}

/** Series that restarted between two moments; empty where none did. Undefined where the aggregation need not know. */
export function resetsOf(aggregation: Aggregation, shape: Shape, lengthMs: number): string | undefined {
  const { name, form } = shape;
  const counts = aggregation === 'rate' || aggregation === 'increase' || aggregation === 'sum';
  const histogram = form === 'buckets' || form === 'summary';
  if (shape.increase === 'plain' || shape.additions || !(histogram || (form === 'counter' && counts))) {
    return undefined;
  }
  const names = histogram
    ? [`${name}_count`, `${name}_sum`, ...(form === 'buckets' ? [`${name}_bucket`] : [])]
    : [name];
  const window = duration(lengthMs + lookbackMs(shape));
  return `count(${names.map((one) => `resets(${selector(shape, one)}[${window}]) > 0`).join(' or ')})`;
}

function last(shape: Shape): string {
  const window = span(shape, Math.max(shape.stepMs, STALE_MS));
  return sum(shape, `last_over_time(${selector(shape, shape.name)}[${window}])`);
}

function perSecond(aggregation: Aggregation, { stepMs }: Shape, increase: string): string {
  return aggregation === 'rate' ? `${increase} / ${stepMs / 1000}` : increase;
}

function sum(shape: Shape, inner: string): string {
  return `sum${by(shape)} (${inner})`;
}

function by({ by: labels }: Shape): string {
  return labels.length > 0 ? ` by (${labels.join(', ')})` : '';
}

function selector({ matchers }: Shape, name: string, more?: string): string {
  const all = [`__name__=${quoted(name)}`, ...matchers, ...(more ? [more] : [])];
  return `{${all.join(',')}}`;
}

/** A range that holds what is in (t − ms, t]. Samples have whole milliseconds. */
function span({ leavesOutOldest }: Shape, ms: number): string {
  return duration(leavesOutOldest ? ms : Math.max(1, ms - 1));
}

const duration = (ms: number) => `${ms}ms`;
