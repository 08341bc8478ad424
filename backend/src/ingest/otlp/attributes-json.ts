import { type Attributes } from '../../telemetry/types.ts';
import { MAX_DEPTH, put, setClean, type Contents, type RedactOptions } from '../redact/values.ts';
import { isObject, listOf } from './json.ts';
import { toNumber } from './values.ts';

/** Reads OTLP/JSON's `attributes` (a list of key and value) into `target`, cleaned. */
export function takeAttributes(list: unknown, target: Attributes, options: RedactOptions, contents?: Contents): void {
  for (const item of listOf(list)) {
    if (isObject(item) && typeof item.key === 'string') {
      setClean(target, item.key.toWellFormed(), plainValue(item.value, 0), options, 0, contents);
    }
  }
}

/** An AnyValue of OTLP/JSON as plain JSON. 64-bit integers beyond 2^53 stay text. */
export function plainValue(value: unknown, depth: number): unknown {
  if (!isObject(value)) {
    return value === undefined ? null : value; // not AnyValue at all: kept as it is
  }
  if (depth > MAX_DEPTH) {
    return '[nested too deep]';
  }
  if ('stringValue' in value) {
    return textOfAny(value.stringValue);
  }
  if ('intValue' in value) {
    const number = toNumber(value.intValue);
    return Number.isSafeInteger(number) || typeof value.intValue !== 'string' ? number : value.intValue;
  }
  if ('doubleValue' in value) {
    return toNumber(value.doubleValue);
  }
  if ('boolValue' in value) {
    return value.boolValue === true || value.boolValue === 'true';
  }
  if (isObject(value.arrayValue)) {
    return listOf(value.arrayValue.values).map((item) => plainValue(item, depth + 1));
  }
  if (isObject(value.kvlistValue)) {
    const map: Record<string, unknown> = {};
    for (const item of listOf(value.kvlistValue.values)) {
      if (isObject(item) && typeof item.key === 'string') {
        put(map, item.key, plainValue(item.value, depth + 1));
      }
    }
    return map;
  }
  return 'bytesValue' in value ? textOfAny(value.bytesValue) : null;
}

/** Text of what should be one. An object’s own `toString` may be anything but a function. */
function textOfAny(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
