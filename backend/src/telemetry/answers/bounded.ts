import { type Attributes, type LogRecord, type Origin, type SpanRecord } from '../types.ts';

/** Characters of one text of a server that are shown. */
const MOST = 65_536;

/** A text as it is shown: the end of one that is too long is left out. */
export function boundText(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST - 1).toWellFormed()}…` : text;
}

/** Attributes with their texts, and what is written as one, so bounded. The same ones where nothing is too long. */
export function boundAttributes<T extends Attributes>(attributes: T): T {
  for (const name in attributes) {
    if (name.length > MOST || isLong(attributes[name])) {
      return Object.fromEntries(
        Object.entries(attributes).map(([own, value]) => [
          boundText(own),
          isLong(value) ? boundText(written(value)) : value,
        ])
      ) as T;
    }
  }
  return attributes;
}

function isLong(value: Attributes[string] | undefined): boolean {
  return typeof value === 'string' ? value.length > MOST : typeof value === 'object' && written(value).length > MOST;
}

const written = (value: Attributes[string]) => (typeof value === 'string' ? value : JSON.stringify(value));

export function boundOrigin(origin: Origin): Origin {
  return boundAttributes(origin as Record<string, string>);
}

/** The same one where nothing is too long: nearly always. */
export function boundLog<T extends LogRecord>(log: T): T {
  const attributes = boundAttributes(log.attributes);
  const resource = boundAttributes(log.resource);
  const origin = boundOrigin(log.origin);
  const { body, eventName = '' } = log;
  const isFine =
    attributes === log.attributes &&
    resource === log.resource &&
    origin === log.origin &&
    fits(body) &&
    fits(eventName);
  return isFine
    ? log
    : {
        ...log,
        body: boundText(body),
        ...(log.eventName === undefined ? {} : { eventName: boundText(eventName) }),
        attributes,
        resource,
        origin,
      };
}

const fits = (text: string) => text.length <= MOST;

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
