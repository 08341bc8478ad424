import { floats, uints } from '../shared/blob.ts';

/**
 * One roll-up bucket as a row of numbers: [min, max, sum, count, last, lastAt, increase, counts…].
 * Of scalars these are over the stored values, `count` is the number of samples and `increase` what a counter added
 * (NaN: unknown or a gauge). Of histograms sum and count are over the observations, `increase` equals count, `last` is
 * the mean of the last sample, and the bucket counts follow.
 */
export type BucketRow = Float64Array;

export const MIN = 0;
export const MAX = 1;
export const SUM = 2;
export const COUNT = 3;
export const LAST = 4;
export const LAST_AT = 5;
export const INCREASE = 6;
export const FIXED = 7;

/** Buckets of one series, keyed by their number within the chunk. */
export type Buckets = Map<number, BucketRow>;

/** The smaller of two, a NaN being no number at all. */
export function least(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b);
}

export function most(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);
}

/** The sum of two, unknown only where both are. */
export function plus(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : a + b;
}

export function addScalar(buckets: Buckets, index: number, at: number, value: number, increase: number): void {
  const row = buckets.get(index);
  if (!row) {
    buckets.set(index, Float64Array.of(value, value, value, 1, value, at, increase));
    return;
  }
  row[MIN] = Math.min(row[MIN]!, value);
  row[MAX] = Math.max(row[MAX]!, value);
  row[SUM]! += value;
  row[COUNT]!++;
  if (at >= row[LAST_AT]!) {
    row[LAST] = value;
    row[LAST_AT] = at;
  }
  row[INCREASE] = plus(row[INCREASE]!, increase);
}

/** Adds `from` to the bucket `index`; rows are copied, never shared. */
export function addRow(buckets: Buckets, index: number, from: BucketRow): void {
  const row = buckets.get(index);
  if (!row) {
    buckets.set(index, from.slice());
    return;
  }
  row[MIN] = least(row[MIN]!, from[MIN]!);
  row[MAX] = most(row[MAX]!, from[MAX]!);
  row[SUM]! += from[SUM]!;
  row[COUNT]! += from[COUNT]!;
  if (from[LAST_AT]! >= row[LAST_AT]!) {
    row[LAST] = from[LAST]!;
    row[LAST_AT] = from[LAST_AT]!;
  }
  row[INCREASE] = plus(row[INCREASE]!, from[INCREASE]!);
  for (let i = FIXED; i < row.length; i++) {
    row[i]! += from[i]!;
  }
}

const HEADER = 16;
/** All buckets hold one sample: min, max, sum, count follow from `last`. */
const SINGLE = 1;

/** Packs buckets in ascending order; 24 to 60 bytes each, and 8 per histogram bucket. */
export function encodeBuckets(buckets: Buckets): Uint8Array {
  const indexes = [...buckets.keys()].sort((a, b) => a - b);
  const n = indexes.length;
  const rows = indexes.map((index) => buckets.get(index)!);
  const width = rows[0]?.length ?? FIXED;
  const single = width === FIXED && rows.every((row) => row[COUNT] === 1);
  const kept = single ? FIXED - LAST : width;
  const bytes = new Uint8Array(HEADER + n * kept * 8 + n * 4);
  uints(bytes, 0, 4).set([n, width, single ? SINGLE : 0, 0]);
  const data = floats(bytes, HEADER, n * kept);
  rows.forEach((row, i) => data.set(single ? row.subarray(LAST) : row, i * kept));
  uints(bytes, HEADER + n * kept * 8, n).set(indexes);
  return bytes;
}

/** Takes the bucket that begins at `offset` of `data`, which must not be kept or changed. */
export type BucketVisit = (index: number, data: Float64Array, offset: number) => void;

/** Hands over every bucket whose number is within [first, last]. */
export function eachBucket(bytes: Uint8Array, first: number, last: number, visit: BucketVisit): void {
  const [n = 0, width = FIXED, flags = 0] = uints(bytes, 0, 4);
  const single = flags === SINGLE;
  const kept = single ? FIXED - LAST : width;
  const data = floats(bytes, HEADER, n * kept);
  const indexes = uints(bytes, HEADER + n * kept * 8, n);
  const whole = new Float64Array(FIXED);
  for (let i = 0; i < n; i++) {
    const index = indexes[i]!;
    if (index < first || index > last) {
      continue;
    }
    if (single) {
      const value = data[i * 3]!;
      whole[MIN] = value;
      whole[MAX] = value;
      whole[SUM] = value;
      whole[COUNT] = 1;
      whole[LAST] = value;
      whole[LAST_AT] = data[i * 3 + 1]!;
      whole[INCREASE] = data[i * 3 + 2]!;
      visit(index, whole, 0);
    } else {
      visit(index, data, i * kept);
    }
  }
}

/** All buckets of a chunk, as a map of its own. */
export function decodeBuckets(bytes: Uint8Array | null): Buckets {
  const buckets: Buckets = new Map();
  if (bytes) {
    const [, width = FIXED] = uints(bytes, 0, 4);
    eachBucket(bytes, 0, Infinity, (index, data, offset) => buckets.set(index, data.slice(offset, offset + width)));
  }
  return buckets;
}
