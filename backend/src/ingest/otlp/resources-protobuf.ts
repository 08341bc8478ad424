import { type Attributes } from '../../telemetry/types.ts';
import { type RedactOptions } from '../redact/values.ts';
import { readAttribute } from './attributes-protobuf.ts';
import { type Reader } from './reader.ts';

/**
 * Walks what all three requests have in common: resources (field 1), in them scopes (field 2), in them records (field 2).
 * `open` is called for each scope and answers with what reads one record. Field order is free in protobuf, so resource and
 * scope are looked for before their records are read.
 */
export function readResources(
  reader: Reader,
  options: RedactOptions,
  open: (resource: Attributes, scope: string | undefined) => () => void
): void {
  const end = reader.end;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== 10) {
      reader.skip(tag);
      continue;
    }
    const limit = reader.limit();
    const start = reader.pos;
    const resource: Attributes = {};
    eachOf(reader, start, limit, 10, () => readResource(reader, resource, options));
    eachOf(reader, start, limit, 18, () => readScope(reader, resource, open));
    reader.pos = limit;
  }
}

function readScope(
  reader: Reader,
  resource: Attributes,
  open: (resource: Attributes, scope: string | undefined) => () => void
): void {
  const limit = reader.limit();
  const start = reader.pos;
  let scope: string | undefined;
  eachOf(reader, start, limit, 10, () => {
    scope = readScopeName(reader);
  });
  const readRecord = open(resource, scope);
  eachOf(reader, start, limit, 18, readRecord);
}

/** Goes through the fields between two places and calls `read` at those with this tag. */
function eachOf(reader: Reader, start: number, limit: number, wanted: number, read: () => void): void {
  const outer = reader.end;
  reader.pos = start;
  reader.end = limit;
  while (reader.pos < limit) {
    const tag = reader.tag();
    if (tag === wanted) {
      read();
    } else {
      reader.skip(tag);
    }
  }
  reader.end = outer;
}

function readResource(reader: Reader, resource: Attributes, options: RedactOptions): void {
  const limit = reader.limit();
  while (reader.pos < limit) {
    const tag = reader.tag();
    if (tag === 10) {
      readAttribute(reader, resource, options);
    } else {
      reader.skip(tag);
    }
  }
}

function readScopeName(reader: Reader): string | undefined {
  const limit = reader.limit();
  let name: string | undefined;
  while (reader.pos < limit) {
    const tag = reader.tag();
    if (tag === 10) {
      name = reader.string();
    } else {
      reader.skip(tag);
    }
  }
  return name;
}
