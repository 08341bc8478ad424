import { boundOrigin, boundText } from '../answers/bounded.ts';
import { type SpanRecord, type TraceSummary } from '../types.ts';

/** A trace in a line; at least one span. The root is the earliest span without a parent, or else the earliest span. */
export function summaryOf(spans: readonly SpanRecord[]): TraceSummary {
  let root = spans[0]!;
  let start = Infinity;
  let finish = -Infinity;
  let errors = 0;
  for (const span of spans) {
    start = Math.min(start, span.startAt);
    finish = Math.max(finish, span.startAt + span.durationMs);
    errors += span.status === 'error' ? 1 : 0;
    const better = Number(span.parentSpanId !== undefined) - Number(root.parentSpanId !== undefined);
    if (better < 0 || (better === 0 && span.startAt < root.startAt)) {
      root = span;
    }
  }
  return {
    traceId: root.traceId,
    rootName: boundText(root.name),
    rootService: boundText(root.origin.service ?? ''),
    startAt: start,
    durationMs: finish - start,
    spans: spans.length,
    errors,
    origin: boundOrigin(root.origin),
  };
}
