import { type AttributeValue, type Attributes, type SpanRecord } from '../../../backend/src/telemetry/types.ts';

/** Spans as they are kept, in OTLP's JSON again. */

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];

const nanos = (ms: number): string => `${BigInt(Math.round(ms * 1000)) * 1000n}`;

function valueOf(value: AttributeValue): unknown {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      return value === null
        ? {}
        : Array.isArray(value)
          ? { arrayValue: { values: value.map(valueOf) } }
          : { kvlistValue: { values: attributesOf(value) } };
  }
}

const attributesOf = (all: Attributes): unknown[] =>
  Object.entries(all).map(([key, value]) => ({ key, value: valueOf(value) }));

/** An ExportTraceServiceRequest with one resource a span. */
export function otlpOfSpans(spans: readonly SpanRecord[]): unknown {
  return {
    resourceSpans: spans.map((span) => ({
      resource: { attributes: attributesOf(span.resource) },
      scopeSpans: [{ scope: { name: span.scope ?? '' }, spans: [spanOf(span)] }],
    })),
  };
}

function spanOf(span: SpanRecord): unknown {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId ? { parentSpanId: span.parentSpanId } : {}),
    name: span.name,
    kind: KINDS.indexOf(span.kind),
    startTimeUnixNano: nanos(span.startAt),
    endTimeUnixNano: nanos(span.startAt + span.durationMs),
    attributes: attributesOf(span.attributes),
    status: {
      code: STATUSES.indexOf(span.status),
      ...(span.statusMessage ? { message: span.statusMessage } : {}),
    },
    events: span.events.map(({ at, name, attributes }) => ({
      timeUnixNano: nanos(at),
      name,
      attributes: attributesOf(attributes),
    })),
    links: span.links.map(({ attributes, ...link }) => ({ ...link, attributes: attributesOf(attributes) })),
  };
}
