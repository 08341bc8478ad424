import { EngineError, type TimeRange } from '../types.ts';

const YEAR_MS = 365.25 * 86_400_000;
const FIRST = Date.UTC(1680, 0, 1);
const LAST = Date.UTC(2260, 0, 1);
const MOST_YEARS = 290;

/** Throws where no server can be asked about a range: they count nanoseconds from 1970 on in 64 bits. */
export function checkReach({ from, to }: TimeRange): void {
  if (from < FIRST || to > LAST || to - from > MOST_YEARS * YEAR_MS) {
    const text = `The time range is too long or too far away: a server can be asked about ${MOST_YEARS} years at most, between 1680 and 2260.`;
    throw new EngineError(text, 'downstream', 400);
  }
}
