import { isObject, type JsonObject } from '../../ingest/otlp/json.ts';
import { NEEDED_FIELDS } from './fields.ts';

/** Fields of one line that are read: as many as Elasticsearch lets an index have where nobody raised it. */
const MOST_FIELDS = 1000;
const LONGEST_NAME = 1024;

/**
 * A document's fields by their names with dots; lists stay. Of a line with too many the first, and those that say when,
 * what and whose it is, wherever they stand; `cut` tells of the others.
 */
export function flatFields(source: JsonObject): { fields: Map<string, unknown>; cut: boolean } {
  const fields = new Map<string, unknown>();
  const cut = !flatten(source, '', fields);
  for (const name of cut ? NEEDED_FIELDS : []) {
    const value = valueAt(source, name);
    if (!fields.has(name) && value !== undefined && !isObject(value)) {
      fields.set(name, value);
    }
  }
  return { fields, cut };
}

/** Whether it was all. */
function flatten(object: JsonObject, prefix: string, into: Map<string, unknown>): boolean {
  let all = true;
  for (const key of Object.keys(object)) {
    const name = prefix + key;
    const value = object[key];
    if (into.size >= MOST_FIELDS) {
      return false;
    }
    if (name.length > LONGEST_NAME) {
      all = false;
    } else if (isObject(value)) {
      all = flatten(value, `${name}.`, into) && all;
    } else if (value !== null) {
      into.set(name, value);
    }
  }
  return all;
}

/** What stands under a name with dots, which may be cut into objects at any of them; undefined for null and nothing. */
function valueAt(object: JsonObject, name: string): unknown {
  if (Object.hasOwn(object, name)) {
    return object[name] ?? undefined;
  }
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const first = name.slice(0, dot);
    const inner = Object.hasOwn(object, first) ? object[first] : undefined;
    const value = isObject(inner) ? valueAt(inner, name.slice(dot + 1)) : undefined;
    if (value !== undefined) {
      return value;
    }
  }
  return undefined;
}
