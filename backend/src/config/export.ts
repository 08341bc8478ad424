import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { EXPORT_SIGNALS, type ExportConfig, type ExportSignal, type ExportTarget } from '../export/export-config.ts';
import { baseAddress } from './address.ts';
import { parseDuration } from './duration.ts';
import { ConfigError } from './error.ts';
import { headersOf, HeadersSchema, sendable } from './headers.ts';

const text = (expected: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 4096, expected }));
const flag = Type.Optional(Type.Boolean({ expected: 'true or false' }));
const duration = Type.Optional(
  Type.String({ pattern: '^\\d+(\\.\\d+)?(ms|s|m|h)$', expected: 'a duration such as 30s' })
);

const Export = Type.Object(
  {
    url: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s@]+$',
        maxLength: 2048,
        expected: 'an http:// or https:// address without user and password',
      })
    ),
    traces: flag,
    metrics: flag,
    logs: flag,
    interval: duration,
    timeout: duration,
    bearerToken: text('a text'),
    bearerTokenFile: text('a file path'),
    headers: HeadersSchema,
    ca: text('a file path'),
    cert: text('a file path'),
    key: text('a file path'),
  },
  { additionalProperties: false }
);
type Settings = Static<typeof Export>;

/** Settings whose value an error may repeat; the others may hold secrets, or are files that somebody took for them. */
const SHOWN = new Set(['traces', 'metrics', 'logs', 'interval', 'timeout']);
const PATHS: Record<ExportSignal, string> = { traces: '/v1/traces', metrics: '/v1/metrics', logs: '/v1/logs' };

/**
 * What the service sends of itself, and remarks to be logged; undefined where nothing is sent. The settings go before the
 * variables of OpenTelemetry; what only these say, the exporters read themselves. Throws `ConfigError`.
 * `cwd`: what relative files are relative to.
 */
export function parseExport(
  raw: unknown,
  where: string,
  env: NodeJS.ProcessEnv,
  cwd: string
): { config?: ExportConfig; warnings: string[] } {
  const settings = checked(raw, where);
  const warnings: string[] = [];
  const given = settings.url === undefined ? undefined : fromSettings(settings, settings.url, where, cwd);
  const disabled = given === undefined && env.OTEL_SDK_DISABLED?.toLowerCase() === 'true';
  const targets: Partial<Record<ExportSignal, ExportTarget>> = {};
  for (const signal of EXPORT_SIGNALS) {
    const wanted = settings[signal] ?? !isLeftOut(signal, env);
    const target = !wanted || disabled ? undefined : (given?.(signal) ?? fromEnvironment(signal, env, warnings));
    if (target) {
      targets[signal] = { ...target, ...timeout(settings) };
    }
  }
  if (Object.keys(targets).length === 0) {
    return { warnings };
  }
  const { 'service.name': name, ...resource } = attributes(env.OTEL_RESOURCE_ATTRIBUTES ?? '');
  return {
    warnings,
    config: {
      ...targets,
      intervalMs: Math.max(
        1000,
        parseDuration(settings.interval ?? '') ?? (Number(env.OTEL_METRIC_EXPORT_INTERVAL) || 60_000)
      ),
      serviceName: env.OTEL_SERVICE_NAME || name || 'taskmaster-observe',
      resource,
    },
  };
}

const timeout = ({ timeout: given }: Settings) =>
  given === undefined ? {} : { timeoutMs: parseDuration(given) ?? 10_000 };

function checked(raw: unknown, where: string): Settings {
  const error = Value.Errors(Export, raw ?? {}).sort(
    (a, b) => Number(b.keyword === 'boolean') - Number(a.keyword === 'boolean')
  )[0];
  if (!error) {
    return (raw ?? {}) as Settings;
  }
  const field = error.instancePath.split('/')[1];
  if (field === undefined) {
    throw new ConfigError(`The setting “export” in ${where} cannot be used; expected a group with a url.`);
  }
  const known = (Export.properties as Record<string, { expected?: string }>)[field];
  if (!known) {
    throw new ConfigError(`Unknown setting “export.${field}” in ${where}. docs/collector.md lists the settings.`);
  }
  const shown = SHOWN.has(field)
    ? JSON.stringify((raw as Record<string, unknown>)[field])
    : 'a value that does not fit';
  throw new ConfigError(
    `The setting “export.${field}” in ${where} is ${shown}; expected ${known.expected ?? 'another value'}.`
  );
}

function fromSettings(
  settings: Settings,
  given: string,
  where: string,
  cwd: string
): (signal: ExportSignal) => ExportTarget {
  const read = (file: string): string => readText(resolve(cwd, file));
  const url = baseAddress(
    given,
    { setting: 'export.url', where },
    { secrets: '“bearerToken” or “headers”' }
  ).toString();
  const bearer = settings.bearerTokenFile ? read(settings.bearerTokenFile).trim() : settings.bearerToken;
  const headers = {
    ...(bearer ? { authorization: `Bearer ${sendable(bearer, `The token of “export” in ${where}`)}` } : {}),
    ...headersOf(settings.headers ?? {}, { setting: 'export', where }),
  };
  const { ca, cert, key } = settings;
  if (Boolean(cert) !== Boolean(key)) {
    throw new ConfigError('The settings “export.cert” and “export.key” belong together: one of them is missing.');
  }
  const tls = { ...(ca ? { ca: read(ca) } : {}), ...(cert && key ? { cert: read(cert), key: read(key) } : {}) };
  return (signal) => ({
    url: url.replace(/\/+$/, '') + PATHS[signal],
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
  });
}

/** `OTEL_METRICS_EXPORTER=none`, say. */
function isLeftOut(signal: ExportSignal, env: NodeJS.ProcessEnv): boolean {
  const exporters = env[`OTEL_${signal.toUpperCase()}_EXPORTER`];
  return Boolean(exporters) && !exporters!.split(',').includes('otlp');
}

/** By the variables of the OpenTelemetry specification ("OTLP exporter configuration", "SDK environment variables"). */
function fromEnvironment(signal: ExportSignal, env: NodeJS.ProcessEnv, warnings: string[]): ExportTarget | undefined {
  const name = signal.toUpperCase();
  const own = env[`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`];
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!own && !base) {
    return undefined;
  }
  const url = own || `${base!.replace(/\/+$/, '')}${PATHS[signal]}`;
  const protocol = env[`OTEL_EXPORTER_OTLP_${name}_PROTOCOL`] ?? env.OTEL_EXPORTER_OTLP_PROTOCOL;
  if (protocol === 'grpc') {
    warnings.push(
      `The environment asks for OTLP by gRPC for ${signal}; the service sends by HTTP only, so it sends none.`
    );
    return undefined;
  }
  if (!/^https?:\/\/[^\s]+$/.test(url) || !URL.canParse(url)) {
    warnings.push(
      `The environment names an address for ${signal} that is none (OTEL_EXPORTER_OTLP_…ENDPOINT); none are sent.`
    );
    return undefined;
  }
  return { url };
}

/** `a=1,b=2`, values percent-encoded. What a run gave its agent is not the service's. */
function attributes(given: string): Record<string, string> {
  const pairs = given.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    const [key, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    return at > 0 && !key.startsWith('taskmaster.') ? [[key, decoded(value)] as const] : [];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The file ${file}, named in “export”, cannot be read: ${(error as Error).message}.`);
  }
}
