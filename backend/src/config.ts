import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Value } from 'typebox/value';
import { baseAddress } from './config/address.ts';
import { defaultDataFolder } from './config/data-folder.ts';
import { parseDuration } from './config/duration.ts';
import { parseEngines } from './config/engines.ts';
import { parseExport } from './config/export.ts';
import { ConfigError } from './config/error.ts';
import { ConfigSchema, DEFAULTS, type RawConfig } from './config/schema.ts';
import { environmentName, fromEnvironment, fromFile, type Settings } from './config/sources.ts';
import { type ExportConfig } from './export/export-config.ts';
import { type StoreOptions } from './store/types.ts';
import { type EnginesConfig } from './telemetry/engines-config.ts';

export { ConfigError } from './config/error.ts';

/** What the service runs with: validated, folders absolute, durations in milliseconds. */
export interface Config extends Omit<
  RawConfig,
  | 'retention'
  | 'importSince'
  | 'idleGap'
  | 'hostInterval'
  | 'maxQueuedMb'
  | 'forwardOtlp'
  | 'token'
  | 'controlToken'
  | 'budgets'
  | 'engines'
  | 'export'
> {
  forwardOtlp?: string;
  token?: string;
  /** Put into the data folder in place of the one that is there. */
  controlToken?: string;
  /** US dollars by project id, name or `*`. */
  budgets: Readonly<Record<string, number>>;
  importSinceMs: number;
  idleGapMs: number;
  hostIntervalMs: number;
  maxQueuedBytes: number;
  retention: StoreOptions['retention'];
  /** Where each signal is read from. */
  engines: EnginesConfig;
  /** What the service sends of itself; absent: nothing. */
  export?: ExportConfig;
}

export interface ConfigSources {
  /** Settings given on the command line; undefined ones are not given. */
  flags?: Settings;
  /** Configuration file of `--config`. */
  file?: string;
  /** File that holds the API token (`--token-file`). */
  tokenFile?: string;
  env?: NodeJS.ProcessEnv;
  /** Folder that relative paths of flags and environment are relative to. */
  cwd?: string;
}

/** Settings and remarks that should be logged. Throws `ConfigError` with a sentence for what cannot be used. */
export function loadConfig(sources: ConfigSources = {}): { config: Config; warnings: string[] } {
  const env = sources.env ?? process.env;
  const cwd = sources.cwd ?? process.cwd();
  const file = sources.file ?? env.TASKMASTER_OBSERVE_CONFIG;
  const environment = fromEnvironment(env);
  const layers: Array<[string, Settings]> = [
    [file ? `the configuration file ${file}` : 'the configuration file', file ? fromFile(resolve(cwd, file)) : {}],
    ['the environment', environment.settings],
    ['the command line', given(sources.flags ?? {})],
  ];
  const raw: Settings = { ...DEFAULTS, retention: { ...DEFAULTS.retention }, engines: { ...DEFAULTS.engines } };
  const origin = new Map<string, string>();
  for (const [name, settings] of layers) {
    for (const [key, value] of Object.entries(settings)) {
      origin.set(key, name);
      raw[key] = GROUPS.has(key) ? merge(raw[key], value) : value;
    }
  }
  raw.data ??= defaultDataFolder();
  const tokenFile = sources.tokenFile ?? env.TASKMASTER_OBSERVE_TOKEN_FILE;
  if (tokenFile) {
    raw.token = readToken(resolve(cwd, tokenFile));
    origin.set('token', tokenFile);
  }
  check(raw, origin);
  checkForwarding(raw.forwardOtlp, origin.get('forwardOtlp') ?? 'the defaults');
  const warnings = environment.unknown.map((name) => `${name} is set, but no setting has that name; it does nothing.`);
  const engines = parseEngines(raw.engines as Settings, origin.get('engines') ?? 'the defaults', cwd);
  const sent = parseExport(raw.export, origin.get('export') ?? 'the defaults', env, cwd);
  const config = { ...finish(raw as RawConfig, cwd, engines), ...(sent.config ? { export: sent.config } : {}) };
  return { config, warnings: [...warnings, ...sent.warnings] };
}

/** The options of the store that follow from the settings. */
export function storeOptions(config: Config): StoreOptions {
  return {
    dataDir: config.data,
    idleGapMs: config.idleGapMs,
    captureContents: config.captureContents,
    userId: config.userId,
    retention: config.retention,
    readers: config.readers,
    maxQueuedBytes: config.maxQueuedBytes,
    engines: config.engines,
  };
}

function given(flags: Settings): Settings {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

const GROUPS = new Set(['retention', 'engines', 'export']);

/** Settings of a later source over those of an earlier one, group by group. */
function merge(before: unknown, value: unknown): unknown {
  if (!isGroup(before) || !isGroup(value)) {
    return value;
  }
  const merged: Settings = { ...before };
  for (const [key, one] of Object.entries(value)) {
    merged[key] = merge(before[key], one);
  }
  return merged;
}

function isGroup(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new ConfigError(`The token file ${file} cannot be read: ${(error as Error).message}.`);
  }
}

/** Settings whose value must not be shown: it is a secret, or an address or group that may hold one. */
const SECRET = new Set(['token', 'controlToken', 'forwardOtlp', 'engines', 'export']);

/** Throws for the first thing wrong, by key, with what was expected and where the value came from. */
function check(raw: Settings, origin: Map<string, string>): void {
  const errors = Value.Errors(ConfigSchema, raw);
  const unknown = errors.find((error) => error.keyword === 'boolean');
  const first = unknown ?? errors[0];
  if (!first) {
    return;
  }
  const path = first.instancePath.split('/').slice(1);
  const key = path.filter((part) => !/^\d+$/.test(part)).join('.');
  const top = path[0] ?? '';
  const where = origin.get(top) ?? 'the defaults';
  if (first.keyword === 'boolean' || first.keyword === 'additionalProperties') {
    throw new ConfigError(`Unknown setting “${key}” in ${where}. docs/configuration.md lists the settings.`);
  }
  const value = JSON.stringify(valueAt(raw, path));
  const shown = SECRET.has(top) || /:\/\//.test(value) ? 'a value that does not fit' : value;
  const name = path.length === 1 ? ` (${environmentName(top)})` : '';
  throw new ConfigError(`The setting “${key}”${name} in ${where} is ${shown}; expected ${expectedAt(path)}.`);
}

/** Bodies go to paths below it, without credentials: nothing there could send them. */
function checkForwarding(address: unknown, where: string): void {
  if (typeof address !== 'string') {
    return;
  }
  const url = baseAddress(address, { setting: 'forwardOtlp', where }, { secrets: 'a Collector’s own settings' });
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError(
      `The setting “forwardOtlp” in ${where} has a user or password, which cannot be sent: name a Collector that needs none.`
    );
  }
}

function valueAt(raw: unknown, path: string[]): unknown {
  return path.reduce<unknown>((value, part) => (value as Settings | undefined)?.[part], raw);
}

function expectedAt(path: string[]): string {
  let schema: Settings | undefined = ConfigSchema as unknown as Settings;
  let expected = 'another value';
  for (const part of path) {
    schema = (schema?.properties as Record<string, Settings> | undefined)?.[part];
    expected = (schema?.expected as string | undefined) ?? expected;
  }
  return expected;
}

function finish(raw: RawConfig, cwd: string, engines: EnginesConfig): Config {
  const ms = (text: string): number => parseDuration(text) ?? 0; // the schema has checked the form
  const {
    retention,
    importSince,
    idleGap,
    hostInterval,
    maxQueuedMb,
    forwardOtlp,
    token,
    controlToken,
    budgets,
    engines: _text,
    export: _raw,
    ...rest
  } = raw;
  return {
    ...rest,
    data: resolve(cwd, raw.data),
    projects: raw.projects.map((path) => resolve(cwd, path)),
    ...(forwardOtlp ? { forwardOtlp } : {}),
    ...(token ? { token } : {}),
    ...(controlToken ? { controlToken } : {}),
    budgets: Object.fromEntries(budgets.map(budgetOf)),
    engines,
    importSinceMs: ms(importSince),
    idleGapMs: ms(idleGap),
    hostIntervalMs: Math.max(1000, ms(hostInterval)),
    maxQueuedBytes: maxQueuedMb * 1024 * 1024,
    retention: {
      metricsMs: ms(retention.metrics),
      metrics5mMs: ms(retention.metrics5m),
      metrics1hMs: ms(retention.metrics1h),
      tracesMs: ms(retention.traces),
      logsMs: ms(retention.logs),
      logErrorsMs: ms(retention.logErrors),
    },
  };
}

/** `bookshelf=25`; the last `=` counts, names may hold others. */
function budgetOf(text: string): [project: string, dollars: number] {
  const at = text.lastIndexOf('=');
  return [text.slice(0, at).trim(), Number(text.slice(at + 1))];
}
