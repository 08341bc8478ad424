import { bucketOf, DAY_MS, HOUR_MS } from '../shared/days.ts';
import { type HistogramRow, type ScalarChunk } from './chunk.ts';
import { type BucketRow, COUNT, FIXED, INCREASE, LAST, LAST_AT, MAX, MIN, SUM } from './rollup.ts';

/** How a series' stored numbers are to be read. */
export type Counting = 'gauge' | 'delta' | 'cumulative';

export function countingOf(kind: string, temporality: string | null | undefined): Counting {
  return kind === 'gauge' ? 'gauge' : temporality === 'delta' ? 'delta' : 'cumulative';
}

/** A stream that began at most this long before its first sample counts in full from zero; see `firstIncrement`. */
export const FIRST_SAMPLE_MS = HOUR_MS;

/** A stream that was silent for longer than this many whole days counts as one that was never seen: each day is a file. */
export const LOOKBACK_DAYS = 2;

/** The earliest day (number) to look for a sample before those of `day`, of a stream that began at `startAt`. */
export function lookbackDay(day: number, startAt: number | null): number {
  return Math.max(day - LOOKBACK_DAYS, startAt === null ? -Infinity : bucketOf(startAt, DAY_MS));
}

/**
 * What the first sample of a cumulative stream adds. Where the stream says when it began, and that is not long ago,
 * all it has counted was counted since then: a short agent session would otherwise lose its first (often only) export.
 * Otherwise it is unknown (NaN), as in PromQL: the count may be years old.
 */
export function firstIncrement(value: number, at: number, startAt: number | null): number {
  return startAt !== null && at - startAt <= FIRST_SAMPLE_MS ? value : NaN;
}

/** What a cumulative sample adds to the one before. A smaller value is a reset: it was counted from zero (as PromQL). */
export function increment(previous: number, value: number): number {
  return value < previous ? value : value - previous;
}

export type ScalarVisit = (at: number, value: number, increase: number) => void;

/**
 * Hands over the samples with from < at ≤ to, with what each adds (NaN: unknown, or a gauge). `previous` is the value
 * before the chunk's first sample; returns the value before whatever follows.
 */
export function eachSample(
  chunk: ScalarChunk,
  counting: Counting,
  startAt: number | null,
  previous: number | undefined,
  from: number,
  to: number,
  visit: ScalarVisit
): number | undefined {
  const { at, value } = chunk;
  let before = previous;
  for (let i = 0; i < at.length; i++) {
    const time = at[i]!;
    if (time > to) {
      break;
    }
    const now = value[i]!;
    if (time > from) {
      let added = NaN;
      if (counting === 'delta') {
        added = now;
      } else if (counting === 'cumulative') {
        added = before === undefined ? firstIncrement(now, time, startAt) : increment(before, now);
      }
      visit(time, now, added);
    }
    before = now;
  }
  return before;
}

/** Takes what was observed since the sample before, as a bucket row (see rollup.ts) that must not be kept. */
export type HistogramVisit = (at: number, observed: BucketRow) => void;

/** As `eachSample`, for histograms. A count or bucket that shrank is a reset. */
export function eachHistogramSample(
  rows: readonly HistogramRow[],
  counting: Counting,
  startAt: number | null,
  previous: HistogramRow | undefined,
  from: number,
  to: number,
  visit: HistogramVisit
): HistogramRow | undefined {
  const observed = new Float64Array(FIXED + Math.max(0, (rows[0]?.length ?? HEAD) - HEAD));
  let before = previous;
  for (const row of rows) {
    const at = row[0]!;
    if (at > to) {
      break;
    }
    const known = counting === 'delta' || before || !Number.isNaN(firstIncrement(0, at, startAt));
    if (at > from && known) {
      observe(observed, row, counting === 'delta' || !before || isReset(before, row) ? undefined : before);
      if (counting !== 'delta') {
        // The extremes of a cumulative histogram are of all time, not of this stretch of it.
        observed[MIN] = NaN;
        observed[MAX] = NaN;
      }
      visit(at, observed);
    }
    before = row;
  }
  return before;
}

/** Numbers before a histogram row's bucket counts: at, span, count, sum, min, max. */
const HEAD = 6;

function isReset(before: HistogramRow, row: HistogramRow): boolean {
  if (row[2]! < before[2]!) {
    return true;
  }
  for (let i = HEAD; i < row.length; i++) {
    if (row[i]! < before[i]!) {
      return true;
    }
  }
  return false;
}

/** Writes what `row` adds to `before` (or all of it) into a bucket row. */
function observe(into: BucketRow, row: HistogramRow, before: HistogramRow | undefined): void {
  const count = row[2]! - (before ? before[2]! : 0);
  const sum = row[3]! - (before ? before[3]! : 0);
  into[MIN] = row[4]!;
  into[MAX] = row[5]!;
  into[SUM] = sum;
  into[COUNT] = count;
  into[LAST] = count > 0 ? sum / count : NaN;
  into[LAST_AT] = row[0]!;
  into[INCREASE] = count;
  for (let i = HEAD; i < row.length; i++) {
    into[FIXED + i - HEAD] = row[i]! - (before ? before[i]! : 0);
  }
}
