import { type EvidenceKind } from '#contract/events.ts';

/** A stretch of a session's time that served one task. */
export interface Interval {
  from: number;
  /** Exclusive; Infinity: still. */
  until: number;
  kind: EvidenceKind;
  project: string;
  tag: string;
  taskId: string;
  attempt?: number;
  detail?: string;
}

/** Strength of evidence; greater is stronger. The order is DESIGN's. */
export const RANKS: Record<EvidenceKind, number> = {
  resource: 3,
  'status-change': 2,
  'only-in-progress': 1,
  none: 0,
};

/** `over` where it is, and what it leaves of `under`. Each list is in order and without overlaps; so is the answer. */
export function overlay(under: readonly Interval[], over: readonly Interval[]): Interval[] {
  const result: Interval[] = [...over];
  let first = 0;
  for (const interval of under) {
    let from = interval.from;
    while (first < over.length && (over[first]?.until ?? 0) <= from) {
      first++;
    }
    for (let index = first; index < over.length && from < interval.until; index++) {
      const top = over[index];
      if (!top || top.from >= interval.until) {
        break;
      }
      if (top.from > from) {
        result.push({ ...interval, from, until: top.from });
      }
      from = Math.max(from, top.until);
    }
    if (from < interval.until) {
      result.push({ ...interval, from });
    }
  }
  return result.sort((a, b) => a.from - b.from);
}

/** Neighbours that say the same become one; empty ones go. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const interval of intervals) {
    const last = result.at(-1);
    if (interval.from >= interval.until) {
      continue;
    }
    if (last && last.until === interval.from && same(last, interval)) {
      last.until = interval.until;
    } else {
      result.push({ ...interval });
    }
  }
  return result;
}

function same(a: Interval, b: Interval): boolean {
  return (
    a.kind === b.kind &&
    a.taskId === b.taskId &&
    a.tag === b.tag &&
    a.project === b.project &&
    a.attempt === b.attempt &&
    a.detail === b.detail
  );
}

/** The interval that holds a moment. `intervals` are in order and without overlaps. */
export function intervalAt(intervals: readonly Interval[], at: number): Interval | undefined {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[middle]?.from ?? 0) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const candidate = intervals[low - 1];
  return candidate && at < candidate.until ? candidate : undefined;
}
