import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { type EnginesConfig, type PrometheusTarget } from '../telemetry/engines-config.ts';
import { type UpstreamOptions } from '../telemetry/upstream/options.ts';
import { parseDuration } from './duration.ts';
import { ConfigError } from './error.ts';

const strict = { additionalProperties: false } as const;
const text = (expected: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 4096, expected }));
const count = (minimum: number, maximum: number) =>
  Type.Optional(Type.Integer({ minimum, maximum, expected: `a whole number from ${minimum} to ${maximum}` }));
const duration = Type.Optional(
  Type.String({ pattern: '^\\d+(\\.\\d+)?(ms|s|m|h|d)$', expected: 'a duration such as 30s' })
);
const texts = (expected: string) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1 }), { maxItems: 1000, expected }));
const pairs = (expected: string) => Type.Optional(Type.Record(Type.String(), Type.String(), { expected }));

/** What every server may be given. */
const SERVER = {
  url: Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 2048, expected: 'an http:// or https:// address' }),
  user: text('a user name'),
  password: text('a text'),
  passwordFile: text('a file path'),
  bearerToken: text('a text'),
  bearerTokenFile: text('a file path'),
  headers: pairs('names and values of headers'),
  ca: text('a file path'),
  cert: text('a file path'),
  key: text('a file path'),
  verify: Type.Optional(Type.Boolean({ expected: 'true or false' })),
  timeout: duration,
  concurrency: count(1, 256),
  maxAnswerMb: count(1, 1024),
};

const Server = Type.Object(SERVER, strict);
const Prometheus = Type.Object(
  {
    ...SERVER,
    projects: texts('a list of project ids'),
    labels: pairs('labels by what they stand for, such as session: sid'),
    deltas: texts('a list of regular expressions'),
    counters: texts('a list of regular expressions'),
    increase: Type.Optional(Type.Enum(['exact', 'plain'], { expected: 'exact or plain' })),
    sampleInterval: duration,
  },
  strict
);
const Elastic = Type.Object({ ...SERVER, index: text('index names or patterns, separated by commas') }, strict);

type ServerSettings = Static<typeof Server>;

/** All of Claude Code's metrics count; where names are not translated nothing else says so. */
const COUNTERS = ['claude_code[._].+'];

/** Settings that must not be shown. */
const SECRET = new Set(['password', 'bearerToken', 'headers', 'url']);

/** Servers that telemetry is read from, checked, files read. Throws `ConfigError`. `cwd`: what relative files are relative to. */
export function parseEngines(raw: Readonly<Record<string, unknown>>, where: string, cwd: string): EnginesConfig {
  const { metrics = 'embedded', traces = 'embedded', logs = 'embedded' } = raw;
  const list = Array.isArray(metrics) ? metrics : [metrics];
  return {
    metrics:
      metrics === 'embedded' || list.length === 0
        ? 'embedded'
        : list.map((one, i) => prometheus(checked(Prometheus, one, `metrics${i > 0 ? `.${i}` : ''}`, where), cwd)),
    traces: traces === 'embedded' ? 'embedded' : upstream('Jaeger', checked(Server, traces, 'traces', where), cwd),
    logs: logs === 'embedded' ? 'embedded' : elastic(checked(Elastic, logs, 'logs', where), cwd),
  };
}

function checked<S extends typeof Server | typeof Prometheus | typeof Elastic>(
  schema: S,
  value: unknown,
  key: string,
  where: string
): Static<S> {
  const errors = Value.Errors(schema, value);
  const error = errors.find(({ keyword }) => keyword === 'boolean') ?? errors[0]; // an unknown name first: it explains the rest
  if (!error) {
    return value as Static<S>;
  }
  const field = error.instancePath.split('/')[1];
  const path = ['engines', key, ...(field ? [field] : [])].join('.');
  const known = field === undefined ? undefined : (schema.properties as Record<string, { expected?: string }>)[field];
  if (field !== undefined && !known) {
    throw new ConfigError(`Unknown setting “${path}” in ${where}. docs/engines.md lists the settings.`);
  }
  if (field === undefined) {
    const missing = typeof value === 'object' && value !== null;
    const expected = missing
      ? 'a url among its settings, and none that docs/engines.md does not list'
      : '“embedded” or a group of settings with a url';
    throw new ConfigError(`The setting “${path}” in ${where} cannot be used; expected ${expected}.`);
  }
  const shown = SECRET.has(field)
    ? 'a value that does not fit'
    : JSON.stringify((value as Record<string, unknown>)[field]);
  throw new ConfigError(
    `The setting “${path}” in ${where} is ${shown}; expected ${known?.expected ?? 'another value'}.`
  );
}

function prometheus(given: Static<typeof Prometheus>, cwd: string): PrometheusTarget {
  const {
    projects,
    labels = {},
    deltas = [],
    counters = [],
    increase = 'exact',
    sampleInterval = '60s',
    ...server
  } = given;
  for (const [name, pattern] of [...named('deltas', deltas), ...named('counters', counters)]) {
    try {
      new RegExp(pattern);
    } catch (error) {
      throw new ConfigError(
        `The pattern ${pattern} in “engines.metrics.${name}” cannot be read: ${(error as Error).message}.`
      );
    }
  }
  const settings = {
    labels,
    deltas,
    counters: [...COUNTERS, ...counters],
    increase,
    sampleMs: parseDuration(sampleInterval) ?? 60_000,
  };
  return { upstream: upstream('Prometheus', server, cwd), settings, ...(projects ? { projects } : {}) };
}

const named = (name: string, patterns: readonly string[]) => patterns.map((pattern) => [name, pattern] as const);

function elastic({ index = 'logs-*,taskmaster-*', ...server }: Static<typeof Elastic>, cwd: string) {
  return { upstream: upstream('Elasticsearch', server, cwd), index };
}

function upstream(product: string, given: ServerSettings, cwd: string): UpstreamOptions {
  const read = (file: string): string => readText(resolve(cwd, file));
  const url = new URL(given.url);
  const user = given.user ?? decodeURIComponent(url.username);
  const password = given.passwordFile
    ? read(given.passwordFile).trim()
    : (given.password ?? decodeURIComponent(url.password));
  const bearer = given.bearerTokenFile ? read(given.bearerTokenFile).trim() : given.bearerToken;
  const authorization = bearer
    ? `Bearer ${bearer}`
    : user
      ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
      : undefined;
  url.username = '';
  url.password = '';
  const tls = given.ca || given.cert || given.verify === false;
  if (Boolean(given.cert) !== Boolean(given.key)) {
    throw new ConfigError(
      `The settings “cert” and “key” of ${product} at ${url} belong together: one of them is missing.`
    );
  }
  return {
    product,
    url: url.toString().replace(/\/+$/, ''),
    headers: { ...(authorization ? { authorization } : {}), ...given.headers },
    ...(tls
      ? {
          tls: {
            ...(given.ca ? { ca: read(given.ca) } : {}),
            ...(given.cert ? { cert: read(given.cert) } : {}),
            ...(given.key ? { key: read(given.key) } : {}),
            verify: given.verify !== false,
          },
        }
      : {}),
    timeoutMs: parseDuration(given.timeout ?? '30s') ?? 30_000,
    concurrency: given.concurrency ?? 16,
    maxBytes: (given.maxAnswerMb ?? 64) * 1024 * 1024,
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The file ${file}, named in “engines”, cannot be read: ${(error as Error).message}.`);
  }
}
