import { readFileSync } from 'node:fs';
import { delimiter, dirname, extname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { ConfigError } from './error.ts';

/** Reads settings from a file, from the environment and from flags into one shape; says nothing yet about their values. */

export type Settings = Record<string, unknown>;

const PREFIX = 'TASKMASTER_OBSERVE_';
const LISTS = new Set(['projects', 'allowedHosts', 'budgets']);
const NUMBERS = new Set(['port', 'readers', 'maxQueuedMb']);
const FLAGS = new Set(['importHistory', 'captureContents']);
const KEYS = [
  'data',
  'host',
  'port',
  'projects',
  'importHistory',
  'importSince',
  'idleGap',
  'captureContents',
  'forwardOtlp',
  'userId',
  'token',
  'controlToken',
  'allowedHosts',
  'environment',
  'budgets',
  'hostInterval',
  'readers',
  'maxQueuedMb',
  'logLevel',
];
const RETENTION = ['metrics', 'metrics5m', 'metrics1h', 'traces', 'logs', 'logErrors'];

/** Names that configure the command rather than the service; known, so that they are no typing error. */
const OTHER = ['CONFIG', 'TOKEN_FILE', 'URL', 'SPOOL', 'HOOK_TIMEOUT'];

/** `importHistory` → `TASKMASTER_OBSERVE_IMPORT_HISTORY`. */
export function environmentName(key: string): string {
  return PREFIX + key.replaceAll(/(?<=[a-z])(?=[A-Z0-9])/g, '_').toUpperCase();
}

/** A setting of the environment: numbers and flags are read as such where they look like it, else left for the validation to refuse. */
function fromText(key: string, text: string): unknown {
  if (LISTS.has(key)) {
    const separator = key === 'projects' ? delimiter : ',';
    return text
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
  if (NUMBERS.has(key) && /^\d+$/.test(text)) {
    return Number(text);
  }
  if (FLAGS.has(key)) {
    const known: Record<string, boolean> = { true: true, '1': true, yes: true, false: false, '0': false, no: false };
    return known[text.toLowerCase()] ?? text;
  }
  return text;
}

/** Settings of the environment, and the names that begin like ours but mean nothing (likely typing errors). */
export function fromEnvironment(env: NodeJS.ProcessEnv): { settings: Settings; unknown: string[] } {
  const settings: Settings = {};
  const known = new Set(OTHER.map((name) => PREFIX + name));
  for (const key of KEYS) {
    const name = environmentName(key);
    known.add(name);
    if (env[name] !== undefined && env[name] !== '') {
      settings[key] = fromText(key, env[name]);
    }
  }
  const retention: Settings = {};
  for (const key of RETENTION) {
    const name = `${PREFIX}RETENTION_${environmentName(key).slice(PREFIX.length)}`;
    known.add(name);
    if (env[name] !== undefined && env[name] !== '') {
      retention[key] = env[name];
    }
  }
  if (Object.keys(retention).length > 0) {
    settings.retention = retention;
  }
  const engines: Settings = {};
  for (const signal of ['metrics', 'traces', 'logs']) {
    const name = `${PREFIX}${signal.toUpperCase()}_URL`;
    known.add(name);
    if (env[name] !== undefined && env[name] !== '') {
      engines[signal] = env[name] === 'embedded' ? 'embedded' : { url: env[name] };
    }
  }
  if (Object.keys(engines).length > 0) {
    settings.engines = engines;
  }
  if (env[`${PREFIX}EXPORT_URL`]) {
    settings.export = { url: env[`${PREFIX}EXPORT_URL`] };
  }
  known.add(`${PREFIX}EXPORT_URL`);
  const unknown = Object.keys(env).filter((name) => name.startsWith(PREFIX) && !known.has(name));
  return { settings, unknown };
}

/** Settings of a YAML or JSON file. Relative folders in it are relative to the file. */
export function fromFile(file: string): Settings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The configuration file ${file} cannot be read: ${(error as Error).message}.`);
  }
  const content = extname(file) === '.json' ? fromJson(text, file) : fromYaml(text, file);
  attempted(file, () => boundDepth(content));
  if (content === null || content === undefined) {
    return {};
  }
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new ConfigError(`The configuration file ${file} holds no settings: “key: value” lines were expected.`);
  }
  const settings = { ...(content as Settings) };
  const base = dirname(resolve(file));
  if (typeof settings.data === 'string') {
    settings.data = resolve(base, settings.data);
  }
  if (Array.isArray(settings.projects)) {
    settings.projects = settings.projects.map((path: unknown) =>
      typeof path === 'string' ? resolve(base, path) : path
    );
  }
  if (settings.engines !== undefined) {
    settings.engines = withFiles(settings.engines, base);
  }
  if (settings.export !== undefined) {
    settings.export = withFiles(settings.export, base);
  }
  return settings;
}

/** What parsers say of a line shows the line, which may hold a secret: only where and what kind of error is repeated. */
function misread(file: string, what: string, at: { line: number; col: number } | undefined): ConfigError {
  const where = at ? ` in line ${at.line}, column ${at.col}` : '';
  return new ConfigError(`The configuration file ${file} cannot be understood${where}: ${what}.`);
}

function fromJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec((error as Error).message) ?? [];
    throw misread(file, 'it is no JSON', line ? { line: Number(line), col: Number(column) } : undefined);
  }
}

const QUOTES = 'a text that begins with “*” or “!” has to be in quotes';
/** What parsers would explain with the text itself. */
const HINTS: Record<string, string> = {
  BAD_ALIAS: QUOTES,
  TAG_RESOLVE_FAILED: QUOTES,
  BAD_DQ_ESCAPE: 'a “\\” in double quotes begins no known letter: single quotes take it as it is',
};

function fromYaml(text: string, file: string): unknown {
  const document = attempted(file, () => parseDocument(text));
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    throw misread(file, HINTS[problem.code] ?? kindOf(problem.message), problem.linePos?.[0]);
  }
  return attempted(file, () => document.toJS() as unknown);
}

function attempted<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw misread(file, 'it is nested too deeply, or an alias (“*”) stands for nothing, itself or too much', undefined);
  }
}

const MOST_DEPTH = 100;

/** Throws a RangeError for what is nested too deeply, which is also what holds itself. */
function boundDepth(value: unknown, depth = 0): void {
  if (depth > MOST_DEPTH) {
    throw new RangeError('nested too deeply');
  }
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach((one) => boundDepth(one, depth + 1));
  }
}

/** A parser's sentence up to what it quotes. */
const kindOf = (message: string) => message.split(/(?<=\S): | at line \d/)[0]!.trim();

const ENGINE_FILES = new Set(['passwordFile', 'bearerTokenFile', 'ca', 'cert', 'key']);

/** The same settings; files named in them made absolute. */
function withFiles(value: unknown, base: string): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => withFiles(one, base));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      ENGINE_FILES.has(key) && typeof one === 'string' ? resolve(base, one) : withFiles(one, base),
    ])
  );
}
