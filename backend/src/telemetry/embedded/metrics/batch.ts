import { type HistogramValue } from '../../types.ts';
import { blobOf, floats } from '../shared/blob.ts';

/** Numbers before a histogram's bucket counts: series, at, span, count, sum, min, max, number of buckets. */
const HEAD = 8;
/** Numbers of a scalar: series, at, span, value. */
export const SCALAR = 4;

/**
 * Samples of one commit, packed as 64-bit floats: [series, at, span, value] each, and for histograms
 * [series, at, span, count, sum, min, max, buckets, counts…] (min and max are NaN where not given).
 * `span` is at − startAt of a delta sample: two deltas that end together but begin apart are two samples.
 */
export class BatchBuilder {
  minAt = Infinity;
  maxAt = -Infinity;
  points = 0;
  private scalars = new Float64Array(SCALAR * 256);
  private used = 0;
  private histograms: number[] = [];

  scalar(series: number, at: number, span: number, value: number): void {
    if (this.used + SCALAR > this.scalars.length) {
      const larger = new Float64Array(this.scalars.length * 2);
      larger.set(this.scalars);
      this.scalars = larger;
    }
    const to = this.scalars;
    const i = this.used;
    to[i] = series;
    to[i + 1] = at;
    to[i + 2] = span;
    to[i + 3] = value;
    this.used = i + SCALAR;
    this.count(at);
  }

  histogram(series: number, at: number, span: number, one: HistogramValue): void {
    const { count, sum, min = NaN, max = NaN, counts } = one;
    this.histograms.push(series, at, span, count, sum, min, max, counts.length, ...counts);
    this.count(at);
  }

  scalarBlob(): Uint8Array | null {
    return this.used === 0 ? null : blobOf(this.scalars.subarray(0, this.used));
  }

  histogramBlob(): Uint8Array | null {
    return this.histograms.length === 0 ? null : blobOf(Float64Array.from(this.histograms));
  }

  clear(): void {
    this.used = 0;
    this.points = 0;
    this.histograms = [];
    this.minAt = Infinity;
    this.maxAt = -Infinity;
    if (this.scalars.length > SCALAR * 65_536) {
      this.scalars = new Float64Array(SCALAR * 256);
    }
  }

  private count(at: number): void {
    this.points++;
    this.minAt = Math.min(this.minAt, at);
    this.maxAt = Math.max(this.maxAt, at);
  }
}

/** Hands each scalar of a batch over, in order of arrival. */
export function eachScalar(
  blob: Uint8Array | null,
  visit: (series: number, at: number, span: number, value: number) => void
): void {
  const all = floats(blob);
  for (let i = 0; i + SCALAR <= all.length; i += SCALAR) {
    visit(all[i]!, all[i + 1]!, all[i + 2]!, all[i + 3]!);
  }
}

/** Hands each histogram over as [at, span, count, sum, min, max, counts…], in order of arrival. */
export function eachHistogram(blob: Uint8Array | null, visit: (series: number, row: Float64Array) => void): void {
  const all = floats(blob);
  for (let i = 0; i + HEAD <= all.length;) {
    const buckets = all[i + 7]!;
    const row = new Float64Array(6 + buckets);
    row.set(all.subarray(i + 1, i + 7));
    row.set(all.subarray(i + HEAD, i + HEAD + buckets), 6);
    visit(all[i]!, row);
    i += HEAD + buckets;
  }
}
