/** Seen durations as another stretch of the same project might have brought them. */

/** Histories up to this size are drawn anew for each simulation; of larger ones the draw would change next to nothing. */
const MOST_RESAMPLED = 300;

/** Width of the smoothing; chosen by simulation (docs/eta.md), Silverman's rule of thumb has 0.9 to 1.06. */
const WIDTH = 0.8;

/** How far each drawn duration is spread, in the logarithm: durations are never negative and spread over orders of magnitude. */
export function smoothingOf(durations: Float64Array): number {
  const { length } = durations;
  if (length > MOST_RESAMPLED || length < 2) {
    return 0;
  }
  const logs = durations.map(Math.log);
  const mean = logs.reduce((sum, one) => sum + one, 0) / length;
  const variance = logs.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (length - 1);
  return WIDTH * Math.sqrt(variance) * length ** -0.2;
}

/**
 * A smoothed bootstrap (Efron 1979; Silverman and Young 1987): as many draws as there are, with putting back, each spread a little. Without it a
 * handful of seen durations would pass for the whole truth, and a p80 would hold far less than 8 times of 10. Sorted.
 */
export function resampled(durations: Float64Array, smoothing: number, random: () => number): Float64Array {
  if (durations.length > MOST_RESAMPLED) {
    return durations;
  }
  return Float64Array.from(durations, () => {
    const one = durations[Math.floor(random() * durations.length)]!;
    return smoothing === 0 ? one : one * Math.exp(smoothing * nearlyNormal(random));
  }).sort();
}

/** Mean 0, variance 1, bell-shaped, within ±3: the sum of three uniform draws. */
const nearlyNormal = (random: () => number) => (random() + random() + random() - 1.5) * 2;
