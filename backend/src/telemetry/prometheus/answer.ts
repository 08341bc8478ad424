import { boundAttributes } from '../answers/bounded.ts';
import { type EngineNotice, type Series } from '../types.ts';
import { type Grid } from '../embedded/metrics/grid.ts';
import { type PromSeries } from './series.ts';

/** A series that has a value on the grid; `weight` is its largest. */
interface Weighed {
  found: PromSeries;
  labels: Record<string, string>;
  key: string;
  weight: number;
}

/**
 * Prometheus' series on our grid: missing and infinite values are null, series of nothing else are left out. At most `limit`,
 * those with the largest values, in order of their labels; only these are given a place for each point. `rename` gives the
 * labels back their names.
 */
export function seriesOf(
  found: readonly PromSeries[],
  grid: Grid,
  rename: (metric: Record<string, string>) => Record<string, string>,
  limit: number,
  notices: EngineNotice[]
): Series[] {
  const weighed: Weighed[] = [];
  for (const one of found) {
    const weight = weightOf(one, grid);
    if (weight >= 0) {
      const labels = boundAttributes(rename(one.metric));
      weighed.push({ found: one, labels, key: JSON.stringify(labels), weight });
    }
  }
  const byKey = (a: Weighed, b: Weighed) => (a.key < b.key ? -1 : 1);
  if (weighed.length > limit) {
    notices.push({
      severity: 'warning',
      text: `${weighed.length} series match; the ${limit} with the largest values are shown. Add a filter or group by fewer labels.`,
    });
    weighed.sort((a, b) => b.weight - a.weight || byKey(a, b)).length = limit;
  }
  const times = Array.from({ length: grid.points }, (_, i) => grid.first + i * grid.step);
  return weighed.sort(byKey).map(({ found: one, labels }) => ({ labels, times, values: onGrid(one, grid) }));
}

/** Largest value on the grid without its sign; -1 where there is none. */
function weightOf(series: PromSeries, grid: Grid): number {
  let most = -1;
  eachOnGrid(series, grid, (_place, value) => (most = Math.max(most, Math.abs(value))));
  return most;
}

function onGrid(series: PromSeries, grid: Grid): Array<number | null> {
  const filled = new Array<number | null>(grid.points).fill(null);
  eachOnGrid(series, grid, (place, value) => (filled[place] = value));
  return filled;
}

function eachOnGrid(
  { times, values }: PromSeries,
  { first, step, points }: Grid,
  take: (place: number, value: number) => void
): void {
  for (let i = 0; i < times.length; i++) {
    const place = points === 1 ? 0 : Math.round((times[i]! - first) / step);
    const value = values[i]!;
    if (place >= 0 && place < points && Number.isFinite(value)) {
      take(place, value);
    }
  }
}
