/** A rectangle by its corner and size. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/**
 * The free place nearest to `wanted` when only moving across the flow: `y` if edges flow sideways, `x` if they flow
 * down. `taken` boxes keep their distance `gap`; nothing is placed below `min`.
 */
export function nearestGap(wanted: Box, taken: readonly Box[], gap: number, down: boolean, min: number): number {
  const along = (box: Box): [number, number] => (down ? [box.y, box.y + box.h] : [box.x, box.x + box.w]);
  const across = (box: Box): [number, number] => (down ? [box.x, box.x + box.w] : [box.y, box.y + box.h]);
  const [start, end] = along(wanted);
  const size = down ? wanted.w : wanted.h;
  const target = across(wanted)[0];
  const blocked = taken
    .filter((box) => along(box)[0] < end + gap && along(box)[1] > start - gap)
    .map((box) => across(box))
    .sort((a, b) => a[0] - b[0]);
  let best = Number.NaN;
  const offer = (low: number, high: number): void => {
    if (high - low < 0) {
      return;
    }
    const place = Math.min(Math.max(target, low), high);
    if (Number.isNaN(best) || Math.abs(place - target) < Math.abs(best - target)) {
      best = place;
    }
  };
  let low = min;
  for (const [from, to] of blocked) {
    offer(low, from - gap - size);
    low = Math.max(low, to + gap);
  }
  offer(low, Number.POSITIVE_INFINITY);
  return best;
}
