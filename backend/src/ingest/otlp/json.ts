/** Careful steps into JSON that somebody else wrote. */

export type JsonObject = Record<string, unknown>;

/** Whether it is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The list itself; empty for what is none. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list, under any of the given names of `parent`. */
export function objectsIn(parent: unknown, ...names: string[]): JsonObject[] {
  if (!isObject(parent)) {
    return [];
  }
  const name = names.find((candidate) => Array.isArray(parent[candidate]));
  return name === undefined ? [] : listOf(parent[name]).filter(isObject);
}

/** The text itself; empty for what is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
