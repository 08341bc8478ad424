import { type LogSearch, type StoredLog, type TimeRange } from '../../types.ts';
import { DAY_MS } from '../shared/days.ts';
import { logExpression } from './log-expression.ts';
import { type LogReader } from './log-reader.ts';
import { PER_MS, SEVERITIES } from './schema.ts';

/** Lines looked at one by one before the index is asked: common words are found sooner this way. */
const PEEK = 500;

/** First and last key of the lines a time range can hold. */
export function keyRange(range: TimeRange, day: number): [number, number] {
  const start = day * DAY_MS;
  const ms = (at: number) => Math.max(0, Math.min(DAY_MS, at - start));
  return [ms(Math.floor(range.from)) * PER_MS, ms(Math.ceil(range.to)) * PER_MS - 1];
}

/**
 * The lines of one day that may match, in order: the newest (or oldest) few as they stand, then what the index
 * proposes, together with the lines it does not know yet; or simply all, where it cannot narrow the search down.
 */
export function* logCandidates(search: LogSearch, day: LogReader): Generator<StoredLog> {
  const least = search.severity === undefined ? 0 : SEVERITIES.indexOf(search.severity);
  const { order } = search;
  const [first, last] = keyRange(search.range, day.day);
  let seen = 0;
  let edge: number | undefined;
  for (const log of day.scan(first, last, least, order)) {
    if (seen++ === PEEK) {
      edge = keyOf(log);
      break;
    }
    yield log;
  }
  if (edge === undefined) {
    return;
  }
  const [low, high] = order === 'desc' ? [first, edge] : [edge, last];
  const { match, nothing } = logExpression(search, day);
  const indexedTo = day.index.indexedTo();
  if (match === undefined && !nothing) {
    yield* day.scan(low, high, least, order);
    return;
  }
  const late = new Set(day.index.lateKeys(low, Math.min(high, indexedTo)));
  const tail = () => day.scan(Math.max(low, indexedTo + 1), high, least, order);
  const indexed = nothing ? [] : day.index.keys(match ?? '', low, Math.min(high, indexedTo), order);
  if (order === 'desc') {
    yield* tail();
  }
  yield* merged(indexed, late, order, day);
  if (order === 'asc') {
    yield* tail();
  }
}

/** Rows of two lists of keys, in order. */
function* merged(
  keys: Iterable<number>,
  late: ReadonlySet<number>,
  order: 'asc' | 'desc',
  day: LogReader
): Generator<StoredLog> {
  const sign = order === 'asc' ? 1 : -1;
  const waiting = [...late].sort((a, b) => (b - a) * sign);
  const row = function* (key: number): Generator<StoredLog> {
    const log = day.get(key);
    if (log) {
      yield log;
    }
  };
  for (const key of keys) {
    while (waiting.length > 0 && (waiting.at(-1)! - key) * sign < 0) {
      yield* row(waiting.pop()!);
    }
    if (!late.has(key)) {
      yield* row(key);
    }
  }
  while (waiting.length > 0) {
    yield* row(waiting.pop()!);
  }
}

/** The stored key of a line. */
function keyOf(log: StoredLog): number {
  return parseInt(log.key.slice(log.key.lastIndexOf('-') + 1), 36);
}
