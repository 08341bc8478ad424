import { type Attributes, type SpanEvent, type SpanLink, type SpanRecord } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { cleanText } from '../redact/secrets.ts';
import { type Contents } from '../redact/values.ts';
import { type DecodedSpans } from './decoded.ts';
import { originOf, type Source } from './origin.ts';
import { msOfNanos, spanIdOf, traceIdOf } from './values.ts';

/** A span as either encoding gives it; times in nanoseconds, 0 for unknown. */
export interface RawSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: SpanRecord['kind'];
  start: number;
  stop: number;
  status: SpanRecord['status'];
  statusMessage: string;
  /** Already clean. */
  attributes: Attributes;
  contents: Contents;
  events: SpanEvent[];
  links: SpanLink[];
}

/** Checks a span and adds it, or says in `rejected` why not. */
export function addSpan(
  decoded: DecodedSpans,
  source: Source,
  context: IngestContext,
  receivedAt: number,
  raw: RawSpan
): void {
  const traceId = traceIdOf(raw.traceId);
  const spanId = spanIdOf(raw.spanId);
  if (traceId === undefined || spanId === undefined) {
    const field = traceId === undefined ? 'traceId: 32 hex digits (16 bytes)' : 'spanId: 16 hex digits (8 bytes)';
    decoded.rejected.push({
      index: decoded.spans.length + decoded.rejected.length,
      message: `${field}, not all zero, was expected in span '${cleanText(raw.name).slice(0, 100)}'`,
    });
    return;
  }
  // A span without an end was cut off: it is a point at its start. One that ends before it starts saw the clock step back.
  const startAt = msOfNanos(raw.start, msOfNanos(raw.stop, receivedAt));
  const durationMs = raw.stop > raw.start && raw.start > 0 ? Math.round((raw.stop - raw.start) / 1000) / 1000 : 0;
  const record: SpanRecord = {
    traceId,
    spanId,
    name: cleanText(raw.name),
    kind: raw.kind,
    startAt,
    durationMs: Math.min(durationMs, MAX_DURATION_MS),
    status: raw.status,
    attributes: raw.attributes,
    resource: source.resource,
    events: raw.events,
    links: raw.links.filter((link) => traceIdOf(link.traceId) !== undefined && spanIdOf(link.spanId) !== undefined),
    origin: originOf(raw.attributes, source, context),
  };
  const parentSpanId = spanIdOf(raw.parentSpanId);
  if (parentSpanId !== undefined) {
    record.parentSpanId = parentSpanId;
  }
  if (raw.statusMessage !== '') {
    record.statusMessage = cleanText(raw.statusMessage);
  }
  if (source.scope !== undefined) {
    record.scope = source.scope;
  }
  decoded.spans.push({ record, source, contents: raw.contents });
}

/** Ten years: beyond that one of the two clocks was wrong. */
const MAX_DURATION_MS = 10 * 365 * 86_400_000;
