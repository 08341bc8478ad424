import { createHash } from 'node:crypto';
import { type Attributes, type AttributeValue } from '../../telemetry/types.ts';
import { knownKey } from './keys.ts';
import { cleanText } from './secrets.ts';

/** What of a record's fields may be stored. */
export interface RedactOptions {
  captureContents: boolean;
  userId: 'off' | 'hashed';
}

/** Raw contents of one record. Never stored. */
export type Contents = Record<string, unknown>;

/** Nesting that is kept; what lies deeper is replaced by a word, so that no input can exhaust the stack. */
export const MAX_DEPTH = 24;
const TOO_DEEP = '[nested too deep]';

/**
 * Sets `target[name]` to what may be stored of the value, or leaves it out. A content that is left out goes to `contents`,
 * where given: evidence is read from it before it is dropped for good.
 */
export function setClean(
  target: Attributes,
  name: string,
  value: unknown,
  options: RedactOptions,
  depth = 0,
  contents?: Contents
): void {
  const { name: key, rule } = knownKey(name);
  switch (rule) {
    case 'keep':
      break;
    case 'drop':
      return;
    case 'user':
      if (options.userId === 'hashed' && (typeof value === 'string' || typeof value === 'number') && value !== '') {
        put(target, key, hashUser(String(value)));
      }
      return;
    case 'secret':
      if (typeof value === 'string') {
        put(target, key, '[redacted:field]');
        return;
      }
      break;
    case 'content':
      if (contents) {
        put(contents, key, value);
      }
      if (!options.captureContents) {
        return;
      }
  }
  put(target, key, typeof value === 'string' ? cleanText(value) : cleanValue(value, options, depth));
}

/** A copy of any JSON-like value without secrets, personal data and (unless captured) contents. */
export function cleanValue(value: unknown, options: RedactOptions, depth = 0): AttributeValue {
  switch (typeof value) {
    case 'string':
      return cleanText(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      break;
    default:
      return null;
  }
  if (value === null) {
    return null;
  }
  if (depth >= MAX_DEPTH) {
    return TOO_DEEP;
  }
  if (Array.isArray(value)) {
    return value.map((item) => cleanValue(item, options, depth + 1));
  }
  const copy: Attributes = {};
  for (const [key, inner] of Object.entries(value)) {
    setClean(copy, cleanText(key), inner, options, depth + 1);
  }
  return copy;
}

/** Assignment that also works for a key named `__proto__`. */
export function put<T>(target: Record<string, T>, key: string, value: NoInfer<T>): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

const MOST_USERS = 1000;
const users = new Map<string, string>();

/** 16 hex digits that stand for a person. */
export function hashUser(id: string): string {
  let hash = users.get(id);
  if (hash === undefined) {
    hash = createHash('sha256').update(id).digest('hex').slice(0, 16);
    if (users.size >= MOST_USERS) {
      users.clear();
    }
    users.set(id, hash);
  }
  return hash;
}
