import { type Attributes, type LogRecord } from '../../telemetry/types.ts';
import { canonicalEventName, CLAUDE_PREFIX } from '../claude-code/names.ts';
import { type IngestContext } from '../context.ts';
import { categoryOf } from '../events/category.ts';
import { cleanText } from '../redact/secrets.ts';
import { cleanValue, type Contents } from '../redact/values.ts';
import { type DecodedLogs } from './decoded.ts';
import { originOf, type Source } from './origin.ts';
import { msOfNanos, severityOf, spanIdOf, traceIdOf } from './values.ts';

/** A log record as either encoding gives it; times in nanoseconds, 0 for unknown. */
export interface RawLog {
  time: number;
  observed: number;
  severityNumber: unknown;
  severityText: string;
  body: unknown;
  eventName: string;
  traceId: string;
  spanId: string;
  /** Already clean. */
  attributes: Attributes;
  contents: Contents;
}

/** Adds a log record. There is no way a log record can be wrong: what is missing has a meaning. */
export function addLog(
  decoded: DecodedLogs,
  source: Source,
  context: IngestContext,
  receivedAt: number,
  raw: RawLog
): void {
  const { attributes } = raw;
  const rawBody = typeof raw.body === 'string' ? raw.body : '';
  const named = typeof attributes['event.name'] === 'string' ? attributes['event.name'] : raw.eventName;
  const eventName = canonicalEventName(named || (rawBody.startsWith(CLAUDE_PREFIX) ? rawBody : ''));
  const severity = severityOf(raw.severityNumber, raw.severityText);
  const stamped = msOfNanos(raw.time, timeIn(attributes['event.timestamp']));
  const observedAt = msOfNanos(raw.observed, receivedAt);
  const record: LogRecord = {
    at: stamped || observedAt,
    observedAt,
    severity,
    body: bodyOf(raw.body, eventName, context),
    category: categoryOf(severity, eventName, attributes),
    attributes,
    resource: source.resource,
    origin: originOf(attributes, source, context),
  };
  if (eventName !== '') {
    record.eventName = eventName;
  }
  const traceId = traceIdOf(raw.traceId);
  const spanId = spanIdOf(raw.spanId);
  if (traceId !== undefined) {
    record.traceId = traceId;
  }
  if (spanId !== undefined) {
    record.spanId = spanId;
  }
  const sequence = attributes['event.sequence'];
  if (record.origin.session !== undefined && sequence !== undefined && eventName !== '') {
    // A batch sent again must not be stored twice. Two processes can share a session id and so count the same: time tells them apart.
    record.id = `${record.origin.session}:${eventName}:${String(sequence)}:${record.at}`;
  }
  decoded.logs.push({ record, source, contents: raw.contents });
}

/** 0 where there is no time. */
function timeIn(value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isFinite(at) && at > 0 ? at : 0;
}

/** The line as text. The bodies of `gen_ai.*` events are conversations: contents. */
function bodyOf(body: unknown, eventName: string, context: IngestContext): string {
  if (body === null || body === undefined) {
    return eventName;
  }
  if (eventName.startsWith('gen_ai.') && !context.captureContents) {
    return eventName;
  }
  return typeof body === 'string' ? cleanText(body) : JSON.stringify(cleanValue(body, context));
}
