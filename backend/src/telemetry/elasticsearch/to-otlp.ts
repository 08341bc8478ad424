import { directFields } from './fields.ts';
import { type ElasticHit } from './hits.ts';

type Flat = Map<string, unknown>;

/** Fields that are no attributes. */
const OWN =
  /^(@timestamp|observed_timestamp|ObservedTimestamp|severity_(number|text)|Severity(Number|Text)|log\.level|level|message|body(\.(text|structured))?|body_text|Body|trace_id|trace\.id|TraceId|traceId|span_id|span\.id|SpanId|spanId|event_name|scope\..*|Scope\..*|data_stream\..*|ecs\.version|event\.action|dropped_attributes_count|TraceFlags|trace_flags)$/;

/** A document as an ExportLogsServiceRequest of one line, so that it is read as if it had been sent to us. */
export function toOtlp({ source }: ElasticHit): unknown {
  const flat: Flat = new Map();
  flatten(source, '', flat);
  const first = (names: readonly string[]) => names.map((name) => flat.get(name)).find((value) => value !== undefined);
  const resource: unknown[] = [];
  const attributes: unknown[] = [];
  for (const [name, value] of flat) {
    if (OWN.test(name)) {
      continue;
    }
    const known = /^(resource\.attributes\.|Resource\.)(.+)$/.exec(name);
    const own = /^(?:attributes\.|Attributes\.|labels\.)(.+)$/.exec(name);
    if (known) {
      resource.push({ key: known[2], value: anyValue(value) });
    } else if (name.startsWith('service.')) {
      resource.push({ key: name, value: anyValue(value) });
    } else {
      attributes.push({ key: own?.[1] ?? name, value: anyValue(value) });
    }
  }
  const body = first(directFields('body')) ?? flat.get('body.structured');
  const severity = first(directFields('severityNumber'));
  const event = first(['event_name', 'event.action']);
  return {
    resourceLogs: [
      {
        resource: { attributes: resource },
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: nanos(flat.get('@timestamp')),
                observedTimeUnixNano: nanos(
                  first(['observed_timestamp', 'ObservedTimestamp']) ?? flat.get('@timestamp')
                ),
                ...(severity === undefined ? {} : { severityNumber: severity }),
                severityText: plainText(first(directFields('severityText'))),
                body: body === undefined ? undefined : anyValue(body),
                ...(typeof event === 'string' ? { eventName: event } : {}),
                traceId: first(['trace_id', 'trace.id', 'TraceId', 'traceId']),
                spanId: first(['span_id', 'span.id', 'SpanId', 'spanId']),
                attributes,
              },
            ],
          },
        ],
      },
    ],
  };
}

/** Objects within objects become names with dots; lists stay. */
function flatten(value: Record<string, unknown>, prefix: string, into: Flat): void {
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === 'object' && one !== null && !Array.isArray(one)) {
      flatten(one as Record<string, unknown>, `${prefix}${key}.`, into);
    } else if (one !== null) {
      into.set(prefix + key, one);
    }
  }
}

function anyValue(value: unknown): Record<string, unknown> {
  switch (typeof value) {
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    case 'string':
      return { stringValue: value };
    default:
      return Array.isArray(value)
        ? { arrayValue: { values: value.map(anyValue) } }
        : { stringValue: JSON.stringify(value) };
  }
}

/** Empty for what is neither text nor number. */
const plainText = (value: unknown) => (typeof value === 'string' ? value : typeof value === 'number' ? `${value}` : '');

/** A date as indexes hold it (ISO text, milliseconds, milliseconds with a fraction as text) as OTLP's nanoseconds. */
function nanos(value: unknown): string {
  const text = plainText(value);
  if (/^\d+(\.\d+)?$/.test(text)) {
    const [ms = '0', fraction = ''] = text.split('.');
    return `${ms}${fraction.padEnd(6, '0').slice(0, 6)}`;
  }
  const ms = Date.parse(text);
  if (!Number.isFinite(ms)) {
    return '0';
  }
  // Beyond milliseconds: the fourth to ninth digit behind the point.
  const beyond = (/\.\d{3}(\d{1,6})/.exec(text)?.[1] ?? '').padEnd(6, '0');
  return `${ms}${beyond}`;
}
