import { type Attributes, type SpanEvent, type SpanLink } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { cleanText } from '../redact/secrets.ts';
import { type Contents } from '../redact/values.ts';
import { takeAttributes } from './attributes-json.ts';
import { type DecodedSpans } from './decoded.ts';
import { isObject, objectsIn, textOf, type JsonObject } from './json.ts';
import { eachScope } from './resources-json.ts';
import { addSpan } from './span.ts';
import { kindOf, msOfNanos, spanIdOf, statusOf, toNumber, traceIdOf } from './values.ts';

/** Decodes an ExportTraceServiceRequest in JSON. */
export function decodeSpansJson(body: unknown, receivedAt: number, context: IngestContext): DecodedSpans {
  const decoded: DecodedSpans = { spans: [], rejected: [] };
  eachScope(body, 'resourceSpans', ['scopeSpans', 'instrumentationLibrarySpans'], context, (source, scope) => {
    for (const span of objectsIn(scope, 'spans')) {
      const attributes: Attributes = {};
      const contents: Contents = {};
      takeAttributes(span.attributes, attributes, context, contents);
      const status = isObject(span.status) ? span.status : {};
      addSpan(decoded, source, context, receivedAt, {
        traceId: textOf(span.traceId),
        spanId: textOf(span.spanId),
        parentSpanId: textOf(span.parentSpanId),
        name: textOf(span.name),
        kind: kindOf(span.kind),
        start: toNumber(span.startTimeUnixNano) || 0,
        stop: toNumber(span.endTimeUnixNano) || 0,
        status: statusOf(status.code),
        statusMessage: textOf(status.message),
        attributes,
        contents,
        events: objectsIn(span, 'events').map((event) => eventOf(event, receivedAt, context)),
        links: objectsIn(span, 'links').map((link) => linkOf(link, context)),
      });
    }
  });
  return decoded;
}

function eventOf(event: JsonObject, receivedAt: number, context: IngestContext): SpanEvent {
  const attributes: Attributes = {};
  takeAttributes(event.attributes, attributes, context);
  return {
    at: msOfNanos(toNumber(event.timeUnixNano), receivedAt),
    name: cleanText(textOf(event.name)),
    attributes,
  };
}

function linkOf(link: JsonObject, context: IngestContext): SpanLink {
  const attributes: Attributes = {};
  takeAttributes(link.attributes, attributes, context);
  return { traceId: traceIdOf(link.traceId) ?? '', spanId: spanIdOf(link.spanId) ?? '', attributes };
}
