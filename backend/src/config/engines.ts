import { isDeepStrictEqual } from 'node:util';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { type ElasticTarget, type EnginesConfig, type PrometheusTarget } from '../telemetry/engines-config.ts';
import { type Place } from './address.ts';
import { durationOf, optionalDuration, optionalText, SERVER, Server, serverOptions } from './engine-server.ts';
import { ConfigError } from './error.ts';

const strict = { additionalProperties: false } as const;
const texts = (expected: string) =>
  Type.Optional(Type.Array(Type.String({ minLength: 1 }), { maxItems: 1000, expected }));
const pairs = (expected: string) => Type.Optional(Type.Record(Type.String(), Type.String(), { expected }));

const Prometheus = Type.Object(
  {
    ...SERVER,
    projects: texts('a list of project ids'),
    labels: pairs('labels by what they stand for, such as session: sid'),
    deltas: texts('a list of regular expressions'),
    counters: texts('a list of regular expressions'),
    increase: Type.Optional(Type.Enum(['exact', 'plain'], { expected: 'exact or plain' })),
    sampleInterval: optionalDuration,
  },
  strict
);
const Elastic = Type.Object({ ...SERVER, index: optionalText('index names or patterns, separated by commas') }, strict);

const SAMPLES = { least: 1000, most: 3_600_000 };

/** All of Claude Code's metrics count; where names are not translated nothing else says so. */
const COUNTERS = ['claude_code[._].+'];

/** Settings whose value an error may repeat; the others may hold secrets, or are files that somebody took for them. */
const SHOWN = new Set(['verify', 'timeout', 'concurrency', 'maxAnswerMb', 'increase', 'sampleInterval']);

/** Servers that telemetry is read from, checked, files read. Throws `ConfigError`. `cwd`: what relative files are relative to. */
export function parseEngines(raw: Readonly<Record<string, unknown>>, where: string, cwd: string): EnginesConfig {
  const { metrics = 'embedded', traces = 'embedded', logs = 'embedded' } = raw;
  const list = Array.isArray(metrics) ? metrics : [metrics];
  const at = (signal: string): Place => ({ setting: `engines.${signal}`, where });
  const atMetrics = (i: number): Place => at(`metrics${i > 0 ? `.${i}` : ''}`);
  const targets =
    metrics === 'embedded' || list.length === 0 ? undefined : list.map((one, i) => prometheus(one, atMetrics(i), cwd));
  refuseTwice(targets ?? [], atMetrics);
  return {
    metrics: targets ?? 'embedded',
    traces:
      traces === 'embedded'
        ? 'embedded'
        : serverOptions('Jaeger', checked(Server, traces, at('traces')), at('traces'), cwd),
    logs: logs === 'embedded' ? 'embedded' : elastic(logs, at('logs'), cwd),
  };
}

function checked<S extends typeof Server | typeof Prometheus | typeof Elastic>(
  schema: S,
  value: unknown,
  { setting, where }: Place
): Static<S> {
  const errors = Value.Errors(schema, value);
  const error = errors.find(({ keyword }) => keyword === 'boolean') ?? errors[0]; // an unknown name first: it explains the rest
  if (!error) {
    return value as Static<S>;
  }
  const field = error.instancePath.split('/')[1];
  const path = field === undefined ? setting : `${setting}.${field}`;
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
  const shown = SHOWN.has(field)
    ? JSON.stringify((value as Record<string, unknown>)[field])
    : 'a value that does not fit';
  throw new ConfigError(
    `The setting “${path}” in ${where} is ${shown}; expected ${known?.expected ?? 'another value'}.`
  );
}

function prometheus(raw: unknown, place: Place, cwd: string): PrometheusTarget {
  const {
    projects,
    labels = {},
    deltas = [],
    counters = [],
    increase = 'exact',
    sampleInterval = '60s',
    ...server
  } = checked(Prometheus, raw, place);
  for (const [name, pattern] of [...named('deltas', deltas), ...named('counters', counters)]) {
    try {
      new RegExp(pattern);
    } catch (error) {
      throw new ConfigError(
        `The pattern ${pattern} in “${place.setting}.${name}” cannot be read: ${(error as Error).message}.`
      );
    }
  }
  const settings = {
    labels,
    deltas,
    counters: [...COUNTERS, ...counters],
    increase,
    sampleMs: durationOf(sampleInterval, SAMPLES, { ...place, setting: `${place.setting}.sampleInterval` }),
  };
  return { upstream: serverOptions('Prometheus', server, place, cwd), settings, ...(projects ? { projects } : {}) };
}

/** What a server has for a project would count twice. The same address for another tenant is another server. */
function refuseTwice(targets: readonly PrometheusTarget[], at: (i: number) => Place): void {
  const same = (a: PrometheusTarget, b: PrometheusTarget): boolean =>
    a.upstream.url === b.upstream.url && isDeepStrictEqual(a.upstream.headers, b.upstream.headers);
  const overlap = (a: PrometheusTarget, b: PrometheusTarget): boolean =>
    !a.projects || !b.projects || a.projects.some((project) => b.projects?.includes(project));
  targets.forEach((target, i) => {
    const before = targets.slice(0, i).findIndex((one) => same(one, target) && overlap(one, target));
    if (before >= 0) {
      throw new ConfigError(
        `“${at(i).setting}” in ${at(i).where} is the same server as “${at(before).setting}”, for the same projects: their metrics would count twice. Leave one out, or give each its own “projects”.`
      );
    }
  });
}

const named = (name: string, patterns: readonly string[]) => patterns.map((pattern) => [name, pattern] as const);

function elastic(raw: unknown, place: Place, cwd: string): ElasticTarget {
  const { index = 'logs-*,taskmaster-*', ...server } = checked(Elastic, raw, place);
  if (index === '.' || index === '..') {
    throw new ConfigError(`The setting “${place.setting}.index” in ${place.where} is “${index}”, which is no index.`);
  }
  return { upstream: serverOptions('Elasticsearch', server, place, cwd), index };
}
