import { type Attributes } from '../../telemetry/types.ts';
import { MAX_DEPTH, put, setClean, type Contents, type RedactOptions } from '../redact/values.ts';
import { type Reader } from './reader.ts';

/** Reads one KeyValue into `target`, cleaned. */
export function readAttribute(reader: Reader, target: Attributes, options: RedactOptions, contents?: Contents): void {
  const end = reader.limit();
  let key = '';
  let value: unknown = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10: // key
        key = reader.string();
        break;
      case 18: // value
        value = readValue(reader, 0);
        break;
      default:
        reader.skip(tag);
    }
  }
  setClean(target, key, value, options, 0, contents);
}

/** Reads an AnyValue as it is: text, number (text where it is beyond 2^53), boolean, list, object; bytes as base64. */
export function readValue(reader: Reader, depth: number): unknown {
  const end = reader.limit();
  let value: unknown = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        value = reader.string();
        break;
      case 16:
        value = reader.varint() !== 0;
        break;
      case 24:
        value = reader.int64();
        break;
      case 33:
        value = reader.double();
        break;
      case 42:
        value = depth < MAX_DEPTH ? readList(reader, depth + 1) : skipDeep(reader);
        break;
      case 50:
        value = depth < MAX_DEPTH ? readMap(reader, depth + 1) : skipDeep(reader);
        break;
      case 58:
        value = reader.base64();
        break;
      default:
        reader.skip(tag);
    }
  }
  return value;
}

function readList(reader: Reader, depth: number): unknown[] {
  const end = reader.limit();
  const list: unknown[] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) {
      list.push(readValue(reader, depth));
    } else {
      reader.skip(tag);
    }
  }
  return list;
}

function readMap(reader: Reader, depth: number): Record<string, unknown> {
  const end = reader.limit();
  const map: Record<string, unknown> = {};
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== 10) {
      reader.skip(tag);
      continue;
    }
    const entryEnd = reader.limit();
    let key = '';
    let value: unknown = null;
    while (reader.pos < entryEnd) {
      const inner = reader.tag();
      if (inner === 10) {
        key = reader.string();
      } else if (inner === 18) {
        value = readValue(reader, depth);
      } else {
        reader.skip(inner);
      }
    }
    put(map, key, value);
  }
  return map;
}

function skipDeep(reader: Reader): string {
  reader.pos = reader.limit();
  return '[nested too deep]';
}
