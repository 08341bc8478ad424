import { bucketOf, DAY_MS, HOUR_MS } from '../shared/days.ts';
import { type HistogramRow, type ScalarChunk } from './chunk.ts';

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

/** [at, min, max, count, sum, counts…] of what was observed since the sample before; min and max NaN where unknown. */
export type HistogramVisit = (at: number, observed: Float64Array) => void;

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
  let before = previous;
  for (const row of rows) {
    const at = row[0]!;
    if (at > to) {
      break;
    }
    if (at > from) {
      const observed = counting === 'delta' ? wholly(row) : since(before, row, startAt);
      if (observed) {
        visit(at, observed);
      }
    }
    before = row;
  }
  return before;
}

/** A row's own observations: [min, max, count, sum, counts…]. */
function wholly(row: HistogramRow): Float64Array {
  const observed = row.slice(2);
  observed[0] = row[4]!;
  observed[1] = row[5]!;
  observed[2] = row[2]!;
  observed[3] = row[3]!;
  return observed;
}

function since(before: HistogramRow | undefined, row: HistogramRow, startAt: number | null): Float64Array | undefined {
  const observed = wholly(row);
  // The extremes of a cumulative histogram are of all time, not of this stretch of it.
  observed[0] = NaN;
  observed[1] = NaN;
  if (!before) {
    return Number.isNaN(firstIncrement(0, row[0]!, startAt)) ? undefined : observed;
  }
  const reset = row.some((value, i) => (i === 2 || i >= 6) && value < before[i]!);
  if (!reset) {
    for (let i = 2; i < observed.length; i++) {
      observed[i] = observed[i]! - before[i < 4 ? i : i + 2]!;
    }
  }
  return observed;
}
