import { type Severity, type SpanRecord } from '../../telemetry/types.ts';

/** Small conversions both encodings of OTLP need. */

/** Largest time a JavaScript date can hold, ms. */
const MAX_TIME = 8.64e15;

/** Nanoseconds to ms with microseconds as fraction; 0 (OTLP: not known) and nonsense to the fallback. */
export function msOfNanos(nanos: number, fallback: number): number {
  const ms = Math.round(nanos / 1000) / 1000;
  return ms > 0 && ms <= MAX_TIME ? ms : fallback;
}

/** OTLP/JSON writes 64-bit integers as text or as numbers; NaN for anything else. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

const TRACE_ID = /^[0-9a-f]{32}$/;
const SPAN_ID = /^[0-9a-f]{16}$/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

/** A trace id in lower-case hex; undefined for none and for what is none. */
export function traceIdOf(text: unknown): string | undefined {
  return idOf(text, TRACE_ID, NO_TRACE, 24);
}

/** A span id in lower-case hex; undefined for none and for what is none. */
export function spanIdOf(text: unknown): string | undefined {
  return idOf(text, SPAN_ID, NO_SPAN, 12);
}

/** OTLP/JSON asks for hex; exporters that follow protobuf's own JSON mapping send base64 (`base64Length` digits). */
function idOf(text: unknown, shape: RegExp, none: string, base64Length: number): string | undefined {
  if (typeof text !== 'string' || text === '') {
    return undefined;
  }
  const hex = text.length === base64Length ? Buffer.from(text, 'base64').toString('hex') : text.toLowerCase();
  return shape.test(hex) && hex !== none ? hex : undefined;
}

const KINDS: ReadonlyArray<SpanRecord['kind']> = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];

/** OTLP's number (or enum name) of a span kind. */
export function kindOf(value: unknown): SpanRecord['kind'] {
  if (typeof value === 'string' && value.startsWith('SPAN_KIND_')) {
    const name = value.slice(10).toLowerCase();
    return KINDS.find((kind) => kind === name) ?? 'unspecified';
  }
  return KINDS[toNumber(value)] ?? 'unspecified';
}

/** OTLP's number (or enum name) of a status code. */
export function statusOf(value: unknown): SpanRecord['status'] {
  if (value === 2 || value === '2' || value === 'STATUS_CODE_ERROR') {
    return 'error';
  }
  return value === 1 || value === '1' || value === 'STATUS_CODE_OK' ? 'ok' : 'unset';
}

const SEVERITIES: readonly Severity[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Severity from OTLP's number 1–24 (four to a level) or, without one, from its text; info where neither says anything. */
export function severityOf(number: unknown, text: unknown): Severity {
  let value = toNumber(number);
  if (typeof number === 'string' && number.startsWith('SEVERITY_NUMBER_')) {
    return severityOf(0, number.slice(16));
  }
  if (value >= 1 && value <= 24) {
    value = Math.floor((value - 1) / 4);
    return SEVERITIES[value] ?? 'info';
  }
  const word = typeof text === 'string' ? text.trim().toLowerCase() : '';
  const known = SEVERITIES.find((severity) => word.startsWith(severity));
  if (known) {
    return known;
  }
  if (word.startsWith('err')) {
    return 'error';
  }
  return /^(crit|emerg|alert|panic)/.test(word) ? 'fatal' : 'info';
}
