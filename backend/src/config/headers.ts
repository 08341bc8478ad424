import { validateHeaderName, validateHeaderValue } from 'node:http';
import Type from 'typebox';
import { type Place } from './address.ts';
import { ConfigError } from './error.ts';

/** Names and values as a file has them: `X-Scope-OrgID: 12345` is a number there. */
export const HeadersSchema = Type.Optional(
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
    expected: 'names and values of headers',
  })
);

/** Of the connection or the body, so that the service sets them itself. */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers that can be sent. Throws a `ConfigError` that names the header, never its value. */
export function headersOf(
  given: Readonly<Record<string, string | number | boolean>>,
  place: Place
): Record<string, string> {
  const named = `“${place.setting}.headers” in ${place.where}`;
  const known = new Set<string>();
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      try {
        validateHeaderName(name);
      } catch {
        throw new ConfigError(`A name in ${named} is none that a header may have: letters, digits and “-” are.`);
      }
      const lower = name.toLowerCase();
      if (OURS.has(lower)) {
        throw new ConfigError(`The header “${name}” of ${named} is set by the service itself: leave it out.`);
      }
      if (known.has(lower)) {
        throw new ConfigError(`The header “${name}” of ${named} is there twice.`);
      }
      known.add(lower);
      if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new ConfigError(`The header “${name}” of ${named} is a number too large to be read: put it in quotes.`);
      }
      return [name, sendable(String(value), `The header “${name}” of ${named}`)];
    })
  );
}

/** The value of a header; throws a `ConfigError` where no header can have it. */
export function sendable(value: string, named: string): string {
  try {
    validateHeaderValue('value', value);
    return value;
  } catch {
    throw new ConfigError(
      `${named} cannot be sent: headers take no line breaks or control characters, and only Latin letters.`
    );
  }
}
