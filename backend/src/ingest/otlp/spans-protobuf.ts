import { type Attributes, type SpanEvent, type SpanLink } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { cleanText } from '../redact/secrets.ts';
import { type Contents } from '../redact/values.ts';
import { readAttribute } from './attributes-protobuf.ts';
import { type DecodedSpans } from './decoded.ts';
import { sourceOf, type Source } from './origin.ts';
import { type Reader } from './reader.ts';
import { readResources } from './resources-protobuf.ts';
import { addSpan } from './span.ts';
import { kindOf, statusOf } from './values.ts';

/** Decodes an ExportTraceServiceRequest. Throws a WireError where the bytes are no protobuf. */
export function decodeSpansProtobuf(reader: Reader, receivedAt: number, context: IngestContext): DecodedSpans {
  const decoded: DecodedSpans = { spans: [], rejected: [] };
  readResources(reader, context, (resource, scope) => {
    const source = sourceOf(resource, scope, context);
    return () => readSpan(reader, source, receivedAt, context, decoded);
  });
  return decoded;
}

function readSpan(
  reader: Reader,
  source: Source,
  receivedAt: number,
  context: IngestContext,
  decoded: DecodedSpans
): void {
  const end = reader.limit();
  let traceId = '';
  let spanId = '';
  let parentSpanId = '';
  let name = '';
  let kind = 0;
  let start = 0;
  let stop = 0;
  let status = 0;
  let statusMessage = '';
  const attributes: Attributes = {};
  const contents: Contents = {};
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        traceId = reader.hex();
        break;
      case 18:
        spanId = reader.hex();
        break;
      case 34:
        parentSpanId = reader.hex();
        break;
      case 42:
        name = reader.string();
        break;
      case 48:
        kind = reader.varint();
        break;
      case 57:
        start = reader.fixed64();
        break;
      case 65:
        stop = reader.fixed64();
        break;
      case 74:
        readAttribute(reader, attributes, context, contents);
        break;
      case 90:
        events.push(readEvent(reader, receivedAt, context));
        break;
      case 106:
        readLink(reader, links, context);
        break;
      case 122: {
        const statusEnd = reader.limit();
        while (reader.pos < statusEnd) {
          const inner = reader.tag();
          if (inner === 18) {
            statusMessage = reader.string();
          } else if (inner === 24) {
            status = reader.varint();
          } else {
            reader.skip(inner);
          }
        }
        break;
      }
      default:
        reader.skip(tag);
    }
  }
  addSpan(decoded, source, context, receivedAt, {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind: kindOf(kind),
    start,
    stop,
    status: statusOf(status),
    statusMessage,
    attributes,
    contents,
    events,
    links,
  });
}

function readEvent(reader: Reader, receivedAt: number, context: IngestContext): SpanEvent {
  const end = reader.limit();
  const event: SpanEvent = { at: receivedAt, name: '', attributes: {} };
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 9:
        event.at = Math.round(reader.fixed64() / 1000) / 1000;
        break;
      case 18:
        event.name = cleanText(reader.string());
        break;
      case 26:
        readAttribute(reader, event.attributes, context);
        break;
      default:
        reader.skip(tag);
    }
  }
  return event;
}

function readLink(reader: Reader, links: SpanLink[], context: IngestContext): void {
  const end = reader.limit();
  const link: SpanLink = { traceId: '', spanId: '', attributes: {} };
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        link.traceId = reader.hex();
        break;
      case 18:
        link.spanId = reader.hex();
        break;
      case 34:
        readAttribute(reader, link.attributes, context);
        break;
      default:
        reader.skip(tag);
    }
  }
  links.push(link);
}
