import { randomBytes } from 'node:crypto';

/** Protobuf of an OTLP trace export, written by hand: only what the benchmark sends (field numbers of trace.proto). */

const text = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

function lengthDelimited(field: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.from(varint(field * 8 + 2)), Uint8Array.from(varint(content.length)), content]);
}

const string = (field: number, value: string) => lengthDelimited(field, text.encode(value));

function fixed64(field: number, value: bigint): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = field * 8 + 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
}

const attribute = (field: number, key: string, value: string) =>
  lengthDelimited(field, Buffer.concat([string(1, key), lengthDelimited(2, string(1, value))]));

export interface SpanBatch {
  body: Buffer;
  /** Offsets in the body of the 16-byte trace ids and 8-byte span ids, to be made new for each sending. */
  traceIds: number[];
  spanIds: number[];
  times: number[];
}

/** A batch of spans with `attributes` attributes each; ids and times are filled in by `refresh`. */
export function makeSpanBatch(spans: number, attributes: number): SpanBatch {
  const marker = randomBytes(16);
  const parts = Array.from({ length: spans }, (_, index) => {
    const own = Array.from({ length: attributes }, (__, at) =>
      attribute(9, `bench.attribute.${at}`, `value ${at} of ${index % 50}`)
    );
    return lengthDelimited(
      2,
      Buffer.concat([
        lengthDelimited(1, marker),
        lengthDelimited(2, marker.subarray(0, 8)),
        string(5, `operation-${index % 20}`),
        Uint8Array.of(6 * 8, 1),
        fixed64(7, 0n),
        fixed64(8, 0n),
        ...own,
      ])
    );
  });
  const resource = lengthDelimited(1, attribute(1, 'service.name', 'bench'));
  const scopeSpans = lengthDelimited(2, Buffer.concat(parts));
  const body = Buffer.from(lengthDelimited(1, Buffer.concat([resource, scopeSpans])));
  const batch: SpanBatch = { body, traceIds: [], spanIds: [], times: [] };
  for (let at = body.indexOf(marker); at !== -1; at = body.indexOf(marker, at + 16)) {
    batch.traceIds.push(at);
    batch.spanIds.push(at + 18);
    // Name follows the span id; kind and the two times have fixed lengths behind it.
    const nameLength = body[at + 18 + 8 + 1] as number;
    batch.times.push(at + 18 + 8 + 2 + nameLength + 2 + 1);
  }
  return batch;
}

/** New ids (ten spans a trace) and current times, in a copy of the batch. */
export function refresh(batch: SpanBatch, now: number): Buffer {
  const body = Buffer.from(batch.body);
  const random = randomBytes(batch.spanIds.length * 8);
  let trace = randomBytes(16);
  for (const [index, at] of batch.traceIds.entries()) {
    if (index % 10 === 0) {
      trace = randomBytes(16);
    }
    trace.copy(body, at);
    random.copy(body, batch.spanIds[index], index * 8, index * 8 + 8);
    const start = BigInt(now) * 1_000_000n + BigInt(index) * 1000n;
    body.writeBigUInt64LE(start, batch.times[index] as number);
    body.writeBigUInt64LE(start + 2_500_000n, (batch.times[index] as number) + 9);
  }
  return body;
}
