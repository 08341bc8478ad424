import { isObject, type JsonObject } from '../../ingest/otlp/json.ts';

/** An answer that is no answer of its product; the message says what of it is not. */
export class OddAnswer extends Error {}

/** An object and no list; `where` names its place in the answer. */
export function objectAt(value: unknown, where: string): JsonObject {
  if (!isObject(value)) {
    throw new OddAnswer(`${where} is ${kindOf(value)}`);
  }
  return value;
}

/** A list; null and nothing are empty ones, for servers written in Go say so. */
export function listAt(value: unknown, where: string): unknown[] {
  if (value === null || value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw new OddAnswer(`${where} is ${kindOf(value)}`);
  }
  return value;
}

/** A list of objects. */
export function objectsAt(value: unknown, where: string): JsonObject[] {
  const list = listAt(value, where);
  const odd = list.findIndex((one) => !isObject(one));
  if (odd >= 0) {
    throw new OddAnswer(`${where}[${odd}] is ${kindOf(list[odd])}`);
  }
  return list as JsonObject[];
}

/** A list of texts, at most the first `most` of them. */
export function textsAt(value: unknown, where: string, most = Infinity): string[] {
  const list = listAt(value, where);
  const odd = list.findIndex((one) => typeof one !== 'string');
  if (odd >= 0) {
    throw new OddAnswer(`${where}[${odd}] is ${kindOf(list[odd])}`);
  }
  return (list.length > most ? list.slice(0, most) : list) as string[];
}

/** A text. */
export function textAt(value: unknown, where: string): string {
  if (typeof value !== 'string') {
    throw new OddAnswer(`${where} is ${kindOf(value)}`);
  }
  return value;
}

/** An object of texts; null and nothing are an empty one. */
export function labelsAt(value: unknown, where: string): Record<string, string> {
  if (value === null || value === undefined) {
    return {};
  }
  const labels = objectAt(value, where);
  for (const name of Object.keys(labels)) {
    if (typeof labels[name] !== 'string') {
      throw new OddAnswer(`a label in ${where} is ${kindOf(labels[name])}`);
    }
  }
  return labels as Record<string, string>;
}

/** What it is, in words. */
export function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
    case 'string':
      return 'a text';
    default:
      return `a ${typeof value}`;
  }
}
