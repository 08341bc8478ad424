import { directFields } from './fields.ts';
import { flatFields } from './flat.ts';
import { type ElasticHit } from './hits.ts';

/** Fields that are no attributes. */
const OWN =
  /^(@timestamp|observed_timestamp|ObservedTimestamp|severity_(number|text)|Severity(Number|Text)|log\.level|level|message|body(\.(text|structured))?|body_text|Body|trace_id|trace\.id|TraceId|traceId|span_id|span\.id|SpanId|spanId|event_name|scope\..*|Scope\..*|data_stream\..*|ecs\.version|event\.action|dropped_attributes_count|TraceFlags|trace_flags)$/;

/**
 * A document as an ExportLogsServiceRequest of one line, so that it is read as if it had been sent to us. `cut`: it has more
 * fields than are read.
 */
export function toOtlp({ source, sortedAt }: ElasticHit): { request: unknown; cut: boolean } {
  const { fields: flat, cut } = flatFields(source);
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
  const observed = nanos(first(['observed_timestamp', 'ObservedTimestamp']));
  const event = first(['event_name', 'event.action']);
  const at = timeOf(flat.get('@timestamp'), sortedAt);
  const request = {
    resourceLogs: [
      {
        resource: { attributes: resource },
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: at,
                observedTimeUnixNano: observed === NO_TIME ? at : observed,
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
  return { request, cut };
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

const NO_TIME = '0';

/**
 * A line's time in nanoseconds: as it stands in the line where that is what the server took it for, to the millisecond; or
 * else what the server took it for, which alone knows dates in forms of an index's own.
 */
function timeOf(value: unknown, sortedAt: number | undefined): string {
  const own = nanos(value);
  const known = Number.isInteger(sortedAt) && sortedAt! <= MOST_MS ? String(sortedAt) : undefined;
  return known === undefined || own.slice(0, -6) === known ? own : `${known}000000`;
}

/** Beyond this they are no milliseconds but nanoseconds, as of fields of the type date_nanos, or stand for nothing. */
const MOST_MS = 8.64e15;

/** A date as indexes hold it (ISO text, milliseconds, milliseconds with a fraction as text) as OTLP's nanoseconds. */
function nanos(value: unknown): string {
  const text = plainText(value);
  if (/^\d+(\.\d+)?$/.test(text)) {
    const [ms = '0', fraction = ''] = text.split('.');
    return `${ms}${fraction.padEnd(6, '0').slice(0, 6)}`;
  }
  const ms = Date.parse(text);
  if (!Number.isFinite(ms)) {
    return NO_TIME;
  }
  // Beyond milliseconds: the fourth to ninth digit behind the point.
  const beyond = (/\.\d{3}(\d{1,6})/.exec(text)?.[1] ?? '').padEnd(6, '0');
  return `${ms}${beyond}`;
}
