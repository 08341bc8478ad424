/** Names of fields by what they hold, of OpenTelemetry's mapping (Collector, mode otel) and of ECS. */

const DIRECT = {
  body: ['body.text', 'body_text', 'message', 'body', 'Body'],
  severityNumber: ['severity_number', 'SeverityNumber'],
  severityText: ['severity_text', 'SeverityText', 'log.level', 'level'],
  traceId: ['trace_id', 'trace.id', 'TraceId', 'traceId'],
  eventName: ['attributes.event.name', 'event_name', 'event.action', 'Attributes.event.name'],
} as const;

/** Attributes under which a line's origin is sent. */
const ORIGIN = new Map<string, readonly string[]>([
  ['session', ['session.id', 'session_id', 'gen_ai.conversation.id']],
  ['project', ['taskmaster.project']],
  ['run', ['taskmaster.run.id']],
  ['taskId', ['taskmaster.task.id']],
  ['tag', ['taskmaster.tag']],
  ['service', ['service.name']],
]);

const PLACES = ['attributes.', 'resource.attributes.', '', 'labels.', 'Attributes.', 'Resource.'];

/** Attributes that may stand for a label of a query. */
export function labelNames(label: string): string[] {
  return [label, ...(ORIGIN.get(label) ?? [])];
}

/** Fields that may hold them. */
export function labelFields(label: string): string[] {
  return labelNames(label).flatMap((name) => PLACES.map((place) => place + name));
}

export function directFields(what: keyof typeof DIRECT): readonly string[] {
  return DIRECT[what];
}

/** Fields that say when, what and whose a line is. */
export const NEEDED_FIELDS: readonly string[] = [
  '@timestamp',
  'observed_timestamp',
  'ObservedTimestamp',
  'body.structured',
  'span_id',
  'span.id',
  'SpanId',
  'spanId',
  ...Object.values(DIRECT).flat(),
  ...[...ORIGIN.keys()].flatMap(labelFields),
];

/** Types whose values are compared whole. */
const WHOLE = new Set([
  'keyword',
  'constant_keyword',
  'wildcard',
  'flattened',
  'boolean',
  'long',
  'integer',
  'short',
  'byte',
  'double',
  'float',
  'half_float',
  'scaled_float',
  'unsigned_long',
]);
const FULL_TEXT = new Set(['text', 'match_only_text']);

/** What fields there are, of those that a search may need. */
export class KnownFields {
  readonly #types: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(types: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#types = types;
  }

  /** Of the names, those whose values can be compared whole; the keyword beside a text field for the text field. */
  whole(names: readonly string[]): string[] {
    return names.flatMap((name) => [name, `${name}.keyword`]).filter((name) => this.#is(name, WHOLE));
  }

  fullText(names: readonly string[]): string[] {
    return names.filter((name) => this.#is(name, FULL_TEXT));
  }

  #is(name: string, wanted: ReadonlySet<string>): boolean {
    return [...(this.#types.get(name) ?? [])].some((type) => wanted.has(type));
  }
}
