import { type JsonObject } from '../../ingest/otlp/json.ts';
import { kindOf, objectAt, objectsAt, OddAnswer, textAt } from '../answers/shape.ts';

/** A trace as Jaeger's v1 API tells it (jaeger-idl, model/json). Times and durations are microseconds. */
export interface JaegerTrace {
  traceID: string;
  spans: JaegerSpan[];
  processes: ReadonlyMap<string, JaegerProcess>;
}

export interface JaegerSpan {
  traceID: string;
  spanID: string;
  operationName: string;
  references: Array<{ refType: string; traceID: string; spanID: string }>;
  parentSpanID: string;
  startTime: number;
  duration: number;
  tags: JaegerTag[];
  logs: Array<{ timestamp: number; fields: JaegerTag[] }>;
  processID: string;
}

export interface JaegerTag {
  key: string;
  type?: unknown;
  value?: unknown;
}

interface JaegerProcess {
  serviceName?: string;
  tags: JaegerTag[];
}

/** Reads a trace; throws an OddAnswer where it is none. */
export function traceOf(value: unknown): JaegerTrace {
  const { traceID, spans, processes } = objectAt(value, 'a trace');
  const own = processes === undefined || processes === null ? {} : objectAt(processes, 'processes of a trace');
  return {
    traceID: textAt(traceID, 'traceID of a trace'),
    spans: objectsAt(spans, 'spans of a trace').map(spanOf),
    processes: new Map(Object.entries(own).map(([id, one]) => [id, processOf(objectAt(one, 'a process'))])),
  };
}

function processOf({ serviceName, tags }: JsonObject): JaegerProcess {
  return { ...(typeof serviceName === 'string' ? { serviceName } : {}), tags: tagsAt(tags, 'tags of a process') };
}

function spanOf(span: JsonObject): JaegerSpan {
  return {
    traceID: textAt(span['traceID'], 'traceID of a span'),
    spanID: textAt(span['spanID'], 'spanID of a span'),
    operationName: orEmpty(span['operationName'], 'operationName of a span'),
    references: objectsAt(span['references'], 'references of a span').map((one) => ({
      refType: orEmpty(one['refType'], 'refType of a reference'),
      traceID: textAt(one['traceID'], 'traceID of a reference'),
      spanID: textAt(one['spanID'], 'spanID of a reference'),
    })),
    parentSpanID: orEmpty(span['parentSpanID'], 'parentSpanID of a span'),
    startTime: microsAt(span['startTime'], 'startTime of a span'),
    duration: microsAt(span['duration'], 'duration of a span'),
    tags: tagsAt(span['tags'], 'tags of a span'),
    logs: objectsAt(span['logs'], 'logs of a span').map(({ timestamp, fields }) => ({
      timestamp: microsAt(timestamp, 'timestamp of a log'),
      fields: tagsAt(fields, 'fields of a log'),
    })),
    processID: orEmpty(span['processID'], 'processID of a span'),
  };
}

function tagsAt(value: unknown, where: string): JaegerTag[] {
  const tags = objectsAt(value, where);
  const odd = tags.find(({ key }) => typeof key !== 'string');
  if (odd) {
    throw new OddAnswer(`a key of ${where} is ${kindOf(odd['key'])}`);
  }
  return tags as unknown as JaegerTag[];
}

/** Empty for null and nothing. */
const orEmpty = (value: unknown, where: string) => (value === undefined || value === null ? '' : textAt(value, where));

/** Beyond this a date is none, µs. */
const MOST_MICROS = 8.64e18;

function microsAt(value: unknown, where: string): number {
  if (value === undefined || value === null) {
    return 0;
  }
  if (typeof value !== 'number' || !(Math.abs(value) <= MOST_MICROS)) {
    throw new OddAnswer(`${where} is ${typeof value === 'number' ? 'too far' : kindOf(value)}`);
  }
  return value;
}
