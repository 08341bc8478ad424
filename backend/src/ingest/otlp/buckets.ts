import { type HistogramValue } from '../../telemetry/types.ts';

/** One side of an exponential histogram: bucket i counts values in (base^(offset+i), base^(offset+i+1)]. */
export interface ExponentialBuckets {
  offset: number;
  counts: number[];
}

export interface ExponentialHistogram {
  scale: number;
  count: number;
  sum: number;
  min?: number;
  max?: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: ExponentialBuckets;
  negative: ExponentialBuckets;
}

/** Finest scale kept: base 2^(1/8), buckets 9 % wide. */
const FINEST_SCALE = 3;
/** Most buckets kept on one side; more are merged in pairs, which is exact. */
const MOST_BUCKETS = 64;
/** Beyond this a scale is nonsense and 2^-scale no longer a useful number. */
const SCALE_LIMIT = 20;

/**
 * An exponential histogram with explicit bounds. Its base is 2^(2^-scale) (OpenTelemetry data model, "Exponential
 * Buckets"), so merging neighbours in pairs is exactly a histogram of the next lower scale: that is done until the scale is
 * at most 3 and a side has at most 64 buckets. Bounds of one scale are a subset of those of a finer one, so points of one
 * series can still be added up. No count moves to another place; only resolution is given up.
 */
export function explicitBuckets(from: ExponentialHistogram): HistogramValue {
  let scale = Math.min(from.scale, SCALE_LIMIT);
  let positive = trim(from.positive);
  let negative = trim(from.negative);
  while (scale > FINEST_SCALE || positive.counts.length > MOST_BUCKETS || negative.counts.length > MOST_BUCKETS) {
    positive = halve(positive);
    negative = halve(negative);
    scale--;
  }
  const growth = 2 ** -scale;
  const edge = (index: number) => 2 ** (index * growth);
  const bounds: number[] = [];
  const counts: number[] = [];
  let above = 0; // what lies beyond the largest number there is
  const push = (bound: number, count: number) => {
    if (!Number.isFinite(bound)) {
      above += count;
    } else if (bounds.length === 0 || bound > (bounds.at(-1) as number)) {
      bounds.push(bound);
      counts.push(count);
    } else {
      counts[counts.length - 1] = (counts.at(-1) as number) + count; // a bound too small to tell from the one before
    }
  };
  if (negative.counts.length > 0) {
    push(-edge(negative.offset + negative.counts.length), 0); // nothing lies below the largest negative bucket
    for (let i = negative.counts.length - 1; i >= 0; i--) {
      push(-edge(negative.offset + i), negative.counts[i] as number);
    }
  }
  push(Math.max(0, from.zeroThreshold), from.zeroCount);
  if (positive.counts.length > 0) {
    push(edge(positive.offset), 0);
    positive.counts.forEach((count, i) => push(edge(positive.offset + i + 1), count));
  }
  counts.push(above);
  return withStatistics({ count: from.count, sum: from.sum, bounds, counts }, from.min, from.max);
}

/** Adds min and max where they are known. */
export function withStatistics(
  value: HistogramValue,
  min: number | undefined,
  max: number | undefined
): HistogramValue {
  if (min !== undefined && Number.isFinite(min)) {
    value.min = min;
  }
  if (max !== undefined && Number.isFinite(max)) {
    value.max = max;
  }
  return value;
}

/** What is wrong with a histogram's buckets, in a sentence; undefined where they are fine. */
export function bucketProblem(value: HistogramValue): string | undefined {
  if (!Number.isFinite(value.count) || value.count < 0) {
    return 'count: a number of at least 0 was expected';
  }
  if (!Number.isFinite(value.sum)) {
    return 'sum: a finite number was expected';
  }
  if (value.counts.length !== value.bounds.length + 1) {
    return `bucketCounts: ${value.bounds.length + 1} numbers were expected, one more than explicitBounds`;
  }
  if (!value.counts.every((count) => Number.isFinite(count) && count >= 0)) {
    return 'bucketCounts: numbers of at least 0 were expected';
  }
  if (
    !value.bounds.every((bound, i) => Number.isFinite(bound) && (i === 0 || bound > (value.bounds[i - 1] as number)))
  ) {
    return 'explicitBounds: ascending finite numbers were expected';
  }
  return undefined;
}

function trim({ offset, counts }: ExponentialBuckets): ExponentialBuckets {
  let first = 0;
  let last = counts.length;
  while (first < last && counts[first] === 0) {
    first++;
  }
  while (last > first && counts[last - 1] === 0) {
    last--;
  }
  return { offset: offset + first, counts: counts.slice(first, last) };
}

function halve({ offset, counts }: ExponentialBuckets): ExponentialBuckets {
  const merged: number[] = [];
  const start = Math.floor(offset / 2);
  counts.forEach((count, i) => {
    const to = Math.floor((offset + i) / 2) - start;
    merged[to] = (merged[to] ?? 0) + count;
  });
  return { offset: start, counts: Array.from(merged, (count) => count ?? 0) };
}
