import { type EngineNotice, type Series } from '../types.ts';
import { type Grid } from '../embedded/metrics/grid.ts';
import { type PromSeries } from './api.ts';

/** Prometheus' series on our grid: missing and infinite values are null. `rename` gives the labels back their names. */
export function seriesOf(
  found: readonly PromSeries[],
  grid: Grid,
  rename: (metric: Record<string, string>) => Record<string, string>
): Series[] {
  const times = Array.from({ length: grid.points }, (_, i) => grid.first + i * grid.step);
  return found.map(({ metric, values }) => {
    const filled = new Array<number | null>(grid.points).fill(null);
    for (const [seconds, text] of values) {
      const place = grid.points === 1 ? 0 : Math.round((seconds * 1000 - grid.first) / grid.step);
      const value = Number(text);
      if (place >= 0 && place < grid.points && Number.isFinite(value)) {
        filled[place] = value;
      }
    }
    return { labels: rename(metric), times, values: filled };
  });
}

/** At most `limit` series, those with the largest values, in order of their labels; series of nothing but null are left out. */
export function cutSeries(all: Series[], limit: number, notices: EngineNotice[]): Series[] {
  const weighed = all
    .map((series) => ({
      series,
      key: JSON.stringify(series.labels),
      weight: series.values.reduce<number>(
        (most, value) => (value === null ? most : Math.max(most, Math.abs(value))),
        -1
      ),
    }))
    .filter(({ weight }) => weight >= 0);
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
  if (weighed.length > limit) {
    notices.push({
      severity: 'warning',
      text: `${weighed.length} series match; the ${limit} with the largest values are shown. Add a filter or group by fewer labels.`,
    });
    weighed.sort((a, b) => b.weight - a.weight || byKey(a, b)).length = limit;
  }
  return weighed.sort(byKey).map(({ series }) => series);
}
