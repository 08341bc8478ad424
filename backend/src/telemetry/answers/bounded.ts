import { type Attributes, type LogRecord, type Origin, type SpanRecord } from '../types.ts';

/** Characters of one text of a server that are shown. */
const MOST = 65_536;

/** A text as it is shown: the end of one that is too long is left out. */
export function boundText(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST - 1).toWellFormed()}…` : text;
}

/** Attributes with their texts, and what is written as one, so bounded. The same ones where nothing is too long. */
export function boundAttributes<T extends Attributes>(attributes: T): T {
  const long = (value: Attributes[string]) =>
    (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)).length > MOST;
  const entries = Object.entries(attributes);
  if (!entries.some(([name, value]) => name.length > MOST || long(value))) {
    return attributes;
  }
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return [boundText(name), long(value) ? boundText(text) : value];
    })
  ) as T;
}

export function boundOrigin(origin: Origin): Origin {
  return Object.fromEntries(Object.entries(origin).map(([name, text]: [string, string]) => [name, boundText(text)]));
}

export function boundLog<T extends LogRecord>(log: T): T {
  return {
    ...log,
    body: boundText(log.body),
    ...(log.eventName === undefined ? {} : { eventName: boundText(log.eventName) }),
    attributes: boundAttributes(log.attributes),
    resource: boundAttributes(log.resource),
    origin: boundOrigin(log.origin),
  };
}

export function boundSpan(span: SpanRecord): SpanRecord {
  return {
    ...span,
    name: boundText(span.name),
    ...(span.statusMessage === undefined ? {} : { statusMessage: boundText(span.statusMessage) }),
    attributes: boundAttributes(span.attributes),
    resource: boundAttributes(span.resource),
    events: span.events.map((event) => ({
      ...event,
      name: boundText(event.name),
      attributes: boundAttributes(event.attributes),
    })),
    origin: boundOrigin(span.origin),
    links: span.links.map((link) => ({ ...link, attributes: boundAttributes(link.attributes) })),
  };
}
