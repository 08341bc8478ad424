/** Linear interpolation between order statistics (Hyndman and Fan 1996, type 7). `sorted` ascending and not empty; `q` 0–1. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const place = (sorted.length - 1) * q;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (place - below);
}

/** The middle of unsorted values; undefined where there are none. */
export function median(values: readonly number[]): number | undefined {
  return values.length === 0
    ? undefined
    : quantile(
        values.toSorted((a, b) => a - b),
        0.5
      );
}
