import type { Projection } from './lod.ts';
import type { Gap } from './time-scale.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * SECOND))
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * MINUTE))
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR))
  .concat([1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * DAY));

export interface Tick {
  x: number;
  time: number;
}

export interface Ticks {
  /** ms between ticks: decides how they are written. */
  step: number;
  ticks: Tick[];
}

/**
 * Round times at least `apart` px from each other, none inside a squeezed gap. `offset` is the time zone's distance from UTC in
 * ms, so that days begin at local midnight.
 */
export function ticksFor(view: Projection, gaps: readonly Gap[], apart: number, offset = 0): Ticks {
  const from = view.toTime(0);
  const to = view.toTime(view.width);
  const inside = gaps.filter((gap) => gap.to > from && gap.from < to);
  // Outside gaps the scale is the same everywhere: find it on the stretch left when they are taken out.
  const idle = inside.reduce((sum, gap) => sum + Math.min(to, gap.to) - Math.max(from, gap.from), 0);
  const idlePx = inside.reduce(
    (sum, gap) => sum + Math.max(0, view.toX(Math.min(to, gap.to)) - view.toX(Math.max(from, gap.from))),
    0
  );
  const perPx = (to - from - idle) / Math.max(1, view.width - idlePx);
  if (!(perPx > 0) || !Number.isFinite(perPx)) {
    return { step: SECOND, ticks: [] };
  }
  const wanted = perPx * apart;
  const step = STEPS.find((size) => size >= wanted) ?? Math.ceil(wanted / (364 * DAY)) * 364 * DAY;
  const ticks: Tick[] = [];
  let lastX = -Infinity;
  let gapAt = 0;
  for (let time = Math.ceil((from + offset) / step) * step - offset; time <= to && ticks.length < 500; time += step) {
    while (gapAt < inside.length && inside[gapAt]!.to < time) {
      gapAt++;
    }
    const gap = inside[gapAt];
    if (gap && time > gap.from && time < gap.to) {
      // Straight to the last round time in the gap: a gap of days must not be walked in seconds.
      time = Math.floor((gap.to + offset) / step) * step - offset;
      continue;
    }
    const x = view.toX(time);
    if (x - lastX >= apart * 0.6) {
      ticks.push({ x, time });
      lastX = x;
    }
  }
  return { step, ticks };
}

/** Moment format for a tick: only as fine as the step needs. */
export function tickFormat(step: number): string {
  if (step >= DAY) {
    return 'MM-DD';
  }
  if (step >= MINUTE) {
    return 'HH:mm';
  }
  return step >= SECOND ? 'HH:mm:ss' : 'HH:mm:ss.SSS';
}
