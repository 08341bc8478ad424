import { type JaegerSpan, type JaegerTag, type JaegerTrace } from './trace.ts';

/** Tags that are no attributes in OTLP but fields of their own. */
const FIELDS = new Set([
  'span.kind',
  'error',
  'otel.status_code',
  'otel.status_description',
  'otel.scope.name',
  'otel.scope.version',
]);
const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['', 'OK', 'ERROR'];

/** Whom a span is of: all that a line about a trace needs of its tags. Reading the rest is most of the work. */
const WHOSE =
  /^(taskmaster\.|session[._]id$|gen_ai\.conversation\.id$|workspace\.host_paths$|process\.working_directory$|service\.name$)/;

/**
 * The same as an ExportTraceServiceRequest in JSON, so that both are read by the same decoder. `brief`: without what a search
 * that asks nothing of attributes does not need of spans, their attributes and events.
 */
export function toOtlp(traces: readonly JaegerTrace[], { brief = false }: { brief?: boolean } = {}): unknown {
  return { resourceSpans: traces.flatMap((trace) => resourceSpans(brief ? briefly(trace) : trace)) };
}

function briefly(trace: JaegerTrace): JaegerTrace {
  const needed = ({ key }: JaegerTag) => FIELDS.has(key) || WHOSE.test(key);
  return {
    ...trace,
    spans: trace.spans.map((span) => ({ ...span, tags: span.tags.filter(needed), logs: [] })),
  };
}

function resourceSpans({ spans, processes }: JaegerTrace): unknown[] {
  const groups = new Map<string, { process: string; scope: string | undefined; spans: unknown[] }>();
  for (const span of spans) {
    const { processID: process } = span;
    const scope = textOf(span.tags, 'otel.scope.name');
    const key = JSON.stringify([process, scope]);
    const group = groups.get(key) ?? { process, scope, spans: [] };
    group.spans.push(spanOf(span));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ process, scope, spans: own }) => {
    const { serviceName, tags = [] } = processes.get(process) ?? {};
    const service = serviceName === undefined ? [] : [{ key: 'service.name', type: 'string', value: serviceName }];
    return {
      resource: { attributes: [...service, ...tags].map(attributeOf) },
      scopeSpans: [{ ...(scope === undefined ? {} : { scope: { name: scope } }), spans: own }],
    };
  });
}

function spanOf(span: JaegerSpan): unknown {
  const { tags, references, logs, startTime, duration } = span;
  const traceId = span.traceID.padStart(32, '0');
  const parent =
    references.find((one) => one.refType === 'CHILD_OF' && one.traceID.padStart(32, '0') === traceId)?.spanID ??
    span.parentSpanID;
  const links = references.filter((one) => one.spanID !== parent);
  const code = STATUSES.indexOf(textOf(tags, 'otel.status_code') ?? '');
  const failed = tags.some(({ key, value }) => key === 'error' && (value === true || value === 'true'));
  return {
    traceId,
    spanId: span.spanID.padStart(16, '0'),
    ...(parent ? { parentSpanId: parent.padStart(16, '0') } : {}),
    name: span.operationName,
    kind: Math.max(0, KINDS.indexOf(textOf(tags, 'span.kind') ?? '')),
    startTimeUnixNano: nanos(startTime),
    endTimeUnixNano: nanos(startTime + duration),
    status: { code: code > 0 ? code : failed ? 2 : 0, message: textOf(tags, 'otel.status_description') ?? '' },
    attributes: tags.filter(({ key }) => !FIELDS.has(key)).map(attributeOf),
    events: logs.map(({ timestamp, fields }) => ({
      timeUnixNano: nanos(timestamp),
      name: textOf(fields, 'event') ?? '',
      attributes: fields.filter(({ key }) => key !== 'event').map(attributeOf),
    })),
    links: links.map((one) => ({ traceId: one.traceID.padStart(32, '0'), spanId: one.spanID.padStart(16, '0') })),
  };
}

function attributeOf({ key, type, value }: JaegerTag): unknown {
  if (type === 'bool') {
    return { key, value: { boolValue: value === true || value === 'true' } };
  }
  if (typeof value === 'number' || typeof value === 'string') {
    switch (type) {
      case 'int64':
        return { key, value: { intValue: String(value) } };
      case 'float64':
        return { key, value: { doubleValue: Number(value) } };
    }
  }
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return { key, value: { stringValue: text } };
}

function textOf(tags: readonly JaegerTag[], key: string): string | undefined {
  const value = tags.find((tag) => tag.key === key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Microseconds as OTLP's text of nanoseconds. */
const nanos = (micros: number) => `${BigInt(Math.round(micros))}000`;
