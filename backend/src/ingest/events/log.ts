import { type LogCategory, type LogRecord, type Severity } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { cleanText } from '../redact/secrets.ts';
import { setClean } from '../redact/values.ts';
import { categoryOf } from './category.ts';
import { isFields, MOMENT_PROBLEM, momentOf, nameProblem, originIn, unknownField } from './fields.ts';

const FIELDS = new Set([
  'type',
  'id',
  'at',
  'severity',
  'body',
  'eventName',
  'category',
  'attributes',
  'traceId',
  'spanId',
  'service',
  'project',
  'tag',
  'run',
  'taskId',
  'session',
]);
const NAMES = ['id', 'eventName', 'service', 'project', 'tag', 'run', 'taskId', 'session'] as const;
const SEVERITIES = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);
const CATEGORIES = new Set(['command', 'error', 'performance', 'quality', 'other']);
const TRACE_ID = /^[0-9a-f]{32}$/i;
const SPAN_ID = /^[0-9a-f]{16}$/i;

/** Adds a log line, or says what is wrong with it. */
export function takeLog(
  record: Record<string, unknown>,
  into: LogRecord[],
  receivedAt: number,
  context: IngestContext
): string | undefined {
  const problem = unknownField(record, FIELDS) ?? nameProblem(record, NAMES) ?? valueProblem(record);
  const at = record.at === undefined ? receivedAt : momentOf(record.at);
  if (problem !== undefined || Number.isNaN(at)) {
    return problem ?? MOMENT_PROBLEM;
  }
  const severity = (record.severity ?? 'info') as Severity;
  const log: LogRecord = {
    at,
    observedAt: receivedAt,
    severity,
    body: cleanText(record.body as string),
    category: 'other',
    attributes: {},
    resource: {},
    origin: originIn(record),
  };
  for (const name in record.attributes as object | undefined) {
    setClean(log.attributes, name, (record.attributes as Record<string, unknown>)[name], context);
  }
  const eventName = record.eventName as string | undefined;
  log.category = (record.category as LogCategory | undefined) ?? categoryOf(severity, eventName ?? '', log.attributes);
  if (eventName !== undefined) {
    log.eventName = eventName;
  }
  if (record.id !== undefined) {
    log.id = record.id as string;
  }
  if (record.service !== undefined) {
    log.resource['service.name'] = record.service as string;
  }
  if (record.traceId !== undefined) {
    log.traceId = (record.traceId as string).toLowerCase();
  }
  if (record.spanId !== undefined) {
    log.spanId = (record.spanId as string).toLowerCase();
  }
  into.push(log);
  return undefined;
}

function valueProblem(record: Record<string, unknown>): string | undefined {
  if (typeof record.body !== 'string') {
    return 'body: text was expected';
  }
  if (record.severity !== undefined && !SEVERITIES.has(record.severity as string)) {
    return `severity: one of ${[...SEVERITIES].join(', ')} was expected`;
  }
  if (record.category !== undefined && !CATEGORIES.has(record.category as string)) {
    return `category: one of ${[...CATEGORIES].join(', ')} was expected`;
  }
  if (record.attributes !== undefined && !isFields(record.attributes)) {
    return 'attributes: an object was expected';
  }
  if (record.traceId !== undefined && !(typeof record.traceId === 'string' && TRACE_ID.test(record.traceId))) {
    return 'traceId: 32 hex digits were expected';
  }
  if (record.spanId !== undefined && !(typeof record.spanId === 'string' && SPAN_ID.test(record.spanId))) {
    return 'spanId: 16 hex digits were expected';
  }
  return undefined;
}
