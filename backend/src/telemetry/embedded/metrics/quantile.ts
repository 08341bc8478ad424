/**
 * Quantile of a histogram by linear interpolation within the bucket that holds it: the rules of Prometheus'
 * histogram_quantile (promql/quantile.go, bucketQuantile). Rank q·n; values are taken to be spread evenly between a
 * bucket's bounds; the lowest bucket begins at 0 where its bound is positive, and answers its bound otherwise; a rank
 * in the last bucket (no upper bound) answers the highest bound.
 *
 * `bounds`: upper bounds of all buckets but the last, ascending; `counts`: per bucket, one more. NaN where empty.
 */
export function histogramQuantile(q: number, bounds: readonly number[], counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    total += counts[i]!;
  }
  if (total <= 0 || bounds.length === 0) {
    return NaN;
  }
  const rank = q * total;
  let below = 0;
  let bucket = 0;
  while (bucket < bounds.length && below + counts[bucket]! < rank) {
    below += counts[bucket]!;
    bucket++;
  }
  if (bucket === bounds.length) {
    return bounds[bounds.length - 1]!;
  }
  const end = bounds[bucket]!;
  if (bucket === 0 && end <= 0) {
    return end;
  }
  const start = bucket === 0 ? 0 : bounds[bucket - 1]!;
  const inside = counts[bucket]!;
  return inside > 0 ? start + (end - start) * ((rank - below) / inside) : end;
}

/** Quantile of samples, interpolated between the two nearest (promql/quantile.go, quantile). NaN where there are none. */
export function sampleQuantile(q: number, samples: number[]): number {
  if (samples.length === 0) {
    return NaN;
  }
  const sorted = Float64Array.from(samples).sort();
  const rank = q * (sorted.length - 1);
  const low = Math.max(0, Math.floor(rank));
  const high = Math.min(sorted.length - 1, low + 1);
  const weight = rank - Math.floor(rank);
  return sorted[low]! * (1 - weight) + sorted[high]! * weight;
}
