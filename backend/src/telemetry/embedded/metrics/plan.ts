import { bucketOf, DAY_MS, HOUR_MS, monthDay } from '../shared/days.ts';
import { type Resolution, RESOLUTIONS } from './resolutions.ts';

/** A stretch (from, to] and what to read it from; without a resolution: from the samples themselves. */
export interface Segment {
  from: number;
  to: number;
  resolution?: Resolution;
}

/** What is on disk. */
export interface Available {
  rawDays: ReadonlySet<number>;
  fineDays: ReadonlySet<number>;
  coarseMonths: ReadonlySet<number>;
  /** Hours (numbers) whose roll-ups are out of date or not made yet. */
  dirty: ReadonlySet<number>;
}

/**
 * Cuts (from, to] so that every part is read from the longest roll-up that fits whole into it and is up to date; what
 * is left over at the edges, and hours not folded yet, come from shorter ones and at last from the samples.
 * `longest` bounds the roll-ups: for a range query the longest that divides the step, for an instant one the longest.
 */
export function planSegments(from: number, to: number, longest: number, available: Available): Segment[] {
  const allowed = RESOLUTIONS.filter((one) => one.ms <= longest).reverse();
  const segments: Segment[] = [];
  cut(from, to, allowed, available, segments);
  return segments;
}

/** The longest roll-up that divides the step, in ms; 0 where only samples will do. */
export function longestFor(step: number): number {
  return Math.max(0, ...RESOLUTIONS.filter((one) => step % one.ms === 0).map((one) => one.ms));
}

function cut(from: number, to: number, levels: readonly Resolution[], available: Available, out: Segment[]): void {
  if (from >= to) {
    return;
  }
  const [level, ...shorter] = levels;
  if (!level) {
    push(out, { from, to });
    return;
  }
  const first = Math.ceil(from / level.ms) * level.ms;
  const last = Math.floor(to / level.ms) * level.ms;
  if (first >= last) {
    cut(from, to, shorter, available, out);
    return;
  }
  cut(from, first, shorter, available, out);
  // Hours at a time where the roll-up is shorter than an hour: they are folded, or not, as a whole.
  for (let at = first; at < last;) {
    const end = level.ms >= HOUR_MS ? at + level.ms : Math.min(last, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    if (usable(level, at, end, available)) {
      push(out, { from: at, to: end, resolution: level });
    } else {
      cut(at, end, shorter, available, out);
    }
    at = end;
  }
  cut(last, to, shorter, available, out);
}

/** True where the roll-up of (from, to] is on disk and up to date. */
function usable(level: Resolution, from: number, to: number, available: Available): boolean {
  const day = bucketOf(to, DAY_MS);
  const there =
    level.tier === 'raw'
      ? available.rawDays.has(day)
      : level.tier === '5m'
        ? available.fineDays.has(day)
        : available.coarseMonths.has(monthDay(day));
  if (!there) {
    return false;
  }
  for (let hour = Math.floor(from / HOUR_MS); hour * HOUR_MS < to; hour++) {
    if (available.dirty.has(hour)) {
      return false;
    }
  }
  return true;
}

/** Appends a segment, joined to the one before where that is read from the same place. */
function push(out: Segment[], next: Segment): void {
  const before = out.at(-1);
  if (before && before.to === next.from && before.resolution === next.resolution) {
    before.to = next.to;
  } else {
    out.push(next);
  }
}
