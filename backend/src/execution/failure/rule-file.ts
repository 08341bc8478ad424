import { readFileSync } from 'node:fs';
import { RE2JS } from 're2js';
import { parse } from 'yaml';
import { type FailureKind, type FailureRule } from '../state/types.ts';

const CLASSES = new Set(['transient', 'permanent', 'unknown']);
const FIELDS = new Set(['match', 'exitCode', 'class', 'kind', 'text', 'retryAfterMs']);
const KINDS = new Set<FailureKind>([
  'rate-limit',
  'overload',
  'network',
  'server-error',
  'timeout',
  'memory',
  'bad-command',
  'auth',
  'verification',
  'exit',
  'signal',
  'rule',
]);

/** Rules of a user's own, from YAML or JSON. @throws Error a sentence naming the file, the rule and the field */
export function readRuleFile(file: string): FailureRule[] {
  let value: unknown;
  try {
    value = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The rules in ${file} cannot be read: ${(error as Error).message.split('\n')[0]}`);
  }
  const list = Array.isArray(value) ? value : (value as { rules?: unknown } | null)?.rules;
  if (!Array.isArray(list)) {
    throw new Error(`${file} holds no list of rules. Expected: rules: [{match: "text", class: transient}]`);
  }
  return list.map((rule, index) => checked(rule, `Rule ${index + 1} of ${file}`));
}

function checked(rule: unknown, name: string): FailureRule {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) {
    throw new Error(`${name} is no object.`);
  }
  const fields = rule as Record<string, unknown>;
  const unknown = Object.keys(fields).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) {
    throw new Error(`${name}: there is no field “${unknown}”. Known are ${[...FIELDS].join(', ')}.`);
  }
  const { match, exitCode, kind, text, retryAfterMs } = fields;
  if (!CLASSES.has(String(fields.class))) {
    throw new Error(`${name}: “class” must be transient, permanent or unknown.`);
  }
  if (match === undefined && exitCode === undefined) {
    throw new Error(`${name} says neither “match” nor “exitCode”: it would match everything.`);
  }
  if (match !== undefined) {
    try {
      RE2JS.compile(String(match));
    } catch (error) {
      throw new Error(`${name}: “match” is no regular expression (${(error as Error).message}).`);
    }
  }
  if (exitCode !== undefined && !Number.isInteger(exitCode)) {
    throw new Error(`${name}: “exitCode” must be a whole number.`);
  }
  if (kind !== undefined && !KINDS.has(kind as FailureKind)) {
    throw new Error(`${name}: “kind” must be one of ${[...KINDS].join(', ')}.`);
  }
  if (retryAfterMs !== undefined && !(typeof retryAfterMs === 'number' && retryAfterMs >= 0)) {
    throw new Error(`${name}: “retryAfterMs” must be a number of milliseconds.`);
  }
  return {
    class: fields.class as FailureRule['class'],
    ...(match === undefined ? {} : { match: String(match) }),
    ...(exitCode === undefined ? {} : { exitCode: exitCode as number }),
    ...(kind === undefined ? {} : { kind: kind as FailureKind }),
    ...(text === undefined ? {} : { text: String(text) }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs: retryAfterMs as number }),
  };
}
