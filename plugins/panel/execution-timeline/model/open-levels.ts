import type { Lane } from './lanes.ts';

/**
 * How many levels to open so that the first picture shows as much structure as fits: the deepest level at which at most `fits`
 * rows are listed. Where there are few rows at the top, two levels at least: a single closed row would say nothing.
 */
export function levelsThatFit(lanes: readonly Lane[], fits: number): number {
  const rows: number[] = [];
  for (const lane of lanes) {
    rows[lane.depth] = (rows[lane.depth] ?? 0) + Math.max(1, lane.tracks?.length ?? 1);
  }
  let listed = 0;
  let levels = 0;
  for (const count of rows) {
    listed += count ?? 0;
    if (listed > fits && levels >= (rows[0]! <= 3 ? 2 : 1)) {
      break;
    }
    levels++;
  }
  return levels;
}
