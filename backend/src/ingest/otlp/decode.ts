import { type BodyInfo, type Ingested } from '../../store/types.ts';
import { Emitter } from '../claude-code/emit.ts';
import { logEvents } from '../claude-code/log-events.ts';
import { metricEvents, withoutViews } from '../claude-code/metric-usage.ts';
import { spanEvents } from '../claude-code/span-events.ts';
import { type IngestContext } from '../context.ts';
import { type Decoded } from './decoded.ts';
import { isObject } from './json.ts';
import { decodeLogsJson } from './logs-json.ts';
import { decodeLogsProtobuf } from './logs-protobuf.ts';
import { decodeMetricsJson } from './metrics-json.ts';
import { decodeMetricsProtobuf } from './metrics-protobuf.ts';
import { parse as parseJson } from '../events/records.ts';
import { Reader } from './reader.ts';
import { decodeSpansJson } from './spans-json.ts';
import { decodeSpansProtobuf } from './spans-protobuf.ts';

/** Spans of an ExportTraceServiceRequest, and the events they mean. Throws a sentence where the body cannot be read. */
export function decodeTraces(body: Uint8Array, info: BodyInfo, context: IngestContext): Ingested {
  const { spans, rejected } = isJson(info)
    ? decodeSpansJson(parse(body), info.receivedAt, context)
    : decodeSpansProtobuf(new Reader(body), info.receivedAt, context);
  const emitter = new Emitter(context, 'otlp');
  spanEvents(spans, emitter, context);
  return { events: emitter.events, metrics: [], spans: records(spans), logs: [], rejected };
}

/** Log records of an ExportLogsServiceRequest, and the events they mean. Throws a sentence where the body cannot be read. */
export function decodeLogs(body: Uint8Array, info: BodyInfo, context: IngestContext): Ingested {
  const { logs, rejected } = isJson(info)
    ? decodeLogsJson(parse(body), info.receivedAt, context)
    : decodeLogsProtobuf(new Reader(body), info.receivedAt, context);
  const emitter = new Emitter(context, 'otlp');
  logEvents(logs, emitter, context);
  return { events: emitter.events, metrics: [], spans: [], logs: records(logs), rejected };
}

/** Points of an ExportMetricsServiceRequest, and the events they mean. Throws a sentence where the body cannot be read. */
export function decodeMetrics(body: Uint8Array, info: BodyInfo, context: IngestContext): Ingested {
  const decoded = isJson(info)
    ? decodeMetricsJson(parse(body), info.receivedAt, context)
    : decodeMetricsProtobuf(new Reader(body), info.receivedAt, context);
  const points = withoutViews(decoded.points, context);
  const emitter = new Emitter(context, 'otlp');
  metricEvents(points, emitter, context);
  return { events: emitter.events, metrics: records(points), spans: [], logs: [], rejected: decoded.rejected };
}

function isJson(info: BodyInfo): boolean {
  return info.contentType.includes('json');
}

function records<T>(decoded: Array<Decoded<T>>): T[] {
  return decoded.map(({ record }) => record);
}

function parse(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body); // also drops a byte order mark
  if (text.trim() === '') {
    return {};
  }
  const value = parseJson(text);
  if (!isObject(value)) {
    throw new SyntaxError('an object was expected');
  }
  return value;
}
