import { type TimeRange } from '../../types.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/days.ts';

/** Points of an answer: first, first + step, … Each stands for the window (point − step, point]. */
export interface Grid {
  first: number;
  step: number;
  points: number;
}

/** Most points per series, as Prometheus. */
export const MAX_POINTS = 11_000;

/**
 * Evaluation times within a range, aligned to multiples of the step so that they do not wander when the range moves.
 * Both ends count, as PromQL's range queries have it. An instant query has one window: the whole range.
 */
export function gridOf(range: TimeRange, step: number, instant: boolean): Grid {
  if (instant) {
    return { first: range.to, step: range.to - range.from, points: 1 };
  }
  const first = Math.ceil(range.from / step) * step;
  return { first, step, points: Math.max(0, Math.floor((range.to - first) / step) + 1) };
}

/** Place of the window that holds a sample; may lie outside [0, points). */
export function windowOf(grid: Grid, at: number): number {
  return Math.ceil((at - grid.first) / grid.step);
}

/**
 * The step that is used: whole milliseconds; long enough for MAX_POINTS; and from a minute on a multiple of the
 * longest roll-up that is not longer than it, so that windows are made of whole buckets.
 */
export function roundStep(stepMs: number, range: TimeRange): number {
  const step = Math.max(1, Math.ceil(Math.max(stepMs, (range.to - range.from) / MAX_POINTS)));
  const unit = [DAY_MS, 6 * HOUR_MS, HOUR_MS, 15 * MINUTE_MS, 5 * MINUTE_MS, MINUTE_MS].find((one) => one <= step) ?? 1;
  return Math.ceil(step / unit) * unit;
}
