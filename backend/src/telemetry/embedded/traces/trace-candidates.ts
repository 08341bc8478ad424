import { type SpanRecord, type TraceSearch } from '../../types.ts';
import { PER_TRACE } from './schema.ts';
import { spanExpression } from './span-matcher.ts';
import { type TraceReader } from './trace-reader.ts';
import { type StoredTrace } from './trace-summary.ts';

/** Traces looked at one by one, span by span, before the index is asked. */
const PEEK = 20;

/**
 * The traces of one day that were going on in the range and have a span that satisfies `matches`, roughly the latest
 * first. Yields undefined for every trace it looked at in vain, so that the caller can watch the clock.
 */
export function* traceCandidates(
  search: TraceSearch,
  day: TraceReader,
  matches: ((span: SpanRecord) => boolean) | undefined
): Generator<[string, StoredTrace] | undefined> {
  const { from, to } = search.range;
  const fits = ([traceId, trace]: [string, StoredTrace]) => {
    if (matches) {
      for (const span of day.spans(trace, traceId)) {
        if (matches(span)) {
          return true;
        }
      }
    }
    return !matches;
  };
  const expression = matches ? spanExpression(search, day) : '';
  if (expression === undefined) {
    return;
  }
  const seen = new Set<number>();
  for (const found of day.during(search)) {
    if (expression !== '' && seen.size >= PEEK) {
      break;
    }
    seen.add(found[1].id);
    yield fits(found) ? found : undefined;
  }
  const numbers = seen.size >= PEEK && expression !== '' ? day.numbers(from, to) : undefined;
  if (!numbers) {
    return;
  }
  const overlaps = (trace: StoredTrace) => trace.start < to && trace.finish >= from;
  for (const key of proposedKeys(day, expression, numbers[0] * PER_TRACE, (numbers[1] + 1) * PER_TRACE - 1)) {
    const id = Math.floor(key / PER_TRACE);
    if (seen.has(id)) {
      continue;
    }
    const found = day.numbered(id);
    if (!found || !overlaps(found[1])) {
      seen.add(id);
      continue;
    }
    const span = day.spanByKey(key, found[0]);
    if (span && matches?.(span)) {
      seen.add(id);
      yield found;
    } else {
      yield undefined;
    }
  }
}

/** Keys of spans that may match: those the index does not know yet, then those it proposes. */
function* proposedKeys(day: TraceReader, expression: string, first: number, last: number): Generator<number> {
  const indexedTo = day.index.indexedTo();
  yield* day.keysAfter(Math.max(first, indexedTo + 1), last);
  yield* day.index.lateKeys(first, last).reverse();
  yield* day.index.keys(expression, first, Math.min(last, indexedTo), 'desc');
}
