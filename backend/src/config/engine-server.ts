import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { type UpstreamOptions, type UpstreamTls } from '../telemetry/upstream/options.ts';
import { baseAddress, type Place, takeCredentials } from './address.ts';
import { authorizationOf } from './authorization.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { ConfigError } from './error.ts';
import { headersOf, HeadersSchema } from './headers.ts';

export const optionalText = (expected: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 4096, expected }));
export const optionalDuration = Type.Optional(
  Type.String({ pattern: '^\\d+(\\.\\d+)?(ms|s|m|h|d)$', expected: 'a duration such as 30s' })
);
const count = (minimum: number, maximum: number) =>
  Type.Optional(Type.Integer({ minimum, maximum, expected: `a whole number from ${minimum} to ${maximum}` }));

/** What every server may be given. */
export const SERVER = {
  url: Type.String({ pattern: '^https?://[^\\s]*$', maxLength: 2048, expected: 'an http:// or https:// address' }),
  user: optionalText('a user name'),
  password: optionalText('a text'),
  passwordFile: optionalText('a file path'),
  bearerToken: optionalText('a text'),
  bearerTokenFile: optionalText('a file path'),
  headers: HeadersSchema,
  ca: optionalText('a file path'),
  cert: optionalText('a file path'),
  key: optionalText('a file path'),
  verify: Type.Optional(Type.Boolean({ expected: 'true or false' })),
  timeout: optionalDuration,
  concurrency: count(1, 256),
  maxAnswerMb: count(1, 1024),
};

export const Server = Type.Object(SERVER, { additionalProperties: false });
type ServerSettings = Static<typeof Server>;

/** Where a server is and how it is asked; files are read. Throws `ConfigError`. `cwd`: what relative files are relative to. */
export function serverOptions(product: string, given: ServerSettings, place: Place, cwd: string): UpstreamOptions {
  const read = (file: string): string => readText(resolve(cwd, file));
  const at = { ...place, setting: `${place.setting}.url` };
  const url = baseAddress(given.url, at, { secrets: '“bearerToken”, “password” or “headers”' });
  const within = takeCredentials(url, at);
  const tls = tlsOf(given, place, read);
  return {
    product,
    url: url.toString().replace(/\/+$/, ''),
    headers: allHeaders(given, within, place, read),
    ...(tls ? { tls } : {}),
    timeoutMs: durationOf(given.timeout ?? '30s', TIMEOUT, { ...place, setting: `${place.setting}.timeout` }),
    concurrency: given.concurrency ?? 16,
    maxBytes: (given.maxAnswerMb ?? 64) * 1024 * 1024,
  };
}

const TIMEOUT = { least: 100, most: 600_000 };

/** A duration within bounds, ms. Throws `ConfigError`. */
export function durationOf(
  text: string,
  { least, most }: { least: number; most: number },
  { setting, where }: Place
): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < least || ms > most) {
    const expected = `${formatDuration(least)} to ${formatDuration(most)}`;
    throw new ConfigError(`The setting “${setting}” in ${where} is ${JSON.stringify(text)}; expected ${expected}.`);
  }
  return ms;
}

function allHeaders(
  given: ServerSettings,
  within: { user: string; password: string } | undefined,
  place: Place,
  read: (file: string) => string
): Record<string, string> {
  const headers = headersOf(given.headers ?? {}, place);
  const authorization = authorizationOf(given, within, place, read);
  if (authorization !== undefined && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
    throw new ConfigError(
      `“${place.setting}” in ${place.where} has a header “Authorization” and a user or token besides: one of them has to go.`
    );
  }
  return { ...(authorization ? { authorization } : {}), ...headers };
}

function tlsOf(given: ServerSettings, place: Place, read: (file: string) => string): UpstreamTls | undefined {
  const { ca, cert, key, verify = true } = given;
  if (Boolean(cert) !== Boolean(key)) {
    throw new ConfigError(
      `The settings “cert” and “key” of “${place.setting}” in ${place.where} belong together: one of them is missing.`
    );
  }
  if (!ca && !cert && verify) {
    return undefined;
  }
  const pem = (name: 'ca' | 'cert' | 'key', file: string): string => {
    const text = read(file);
    if (!PEM[name].test(text)) {
      const what = name === 'key' ? 'private key' : 'certificate';
      throw new ConfigError(
        `The file of “${place.setting}.${name}” in ${place.where} holds no ${what} in PEM form (“-----BEGIN …”).`
      );
    }
    return text;
  };
  return {
    ...(ca ? { ca: pem('ca', ca) } : {}),
    ...(cert && key ? { cert: pem('cert', cert), key: pem('key', key) } : {}),
    verify,
  };
}

/** Node takes no notice of authorities in a file that holds none. */
const PEM = {
  ca: /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/,
  cert: /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/,
  key: /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
};

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The file ${file}, named in “engines”, cannot be read: ${(error as Error).message}.`);
  }
}
