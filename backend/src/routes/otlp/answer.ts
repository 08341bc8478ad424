/** Encodes the few protobuf messages OTLP/HTTP answers with. */

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

function bytesField(number: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(content.byteLength)]), content]);
}

function numberField(number: number, value: number): Buffer {
  return Buffer.from([number << 3, ...varint(value)]);
}

/** `Export…ServiceResponse`: empty, or with how many records were rejected and why. */
export function exportAnswer(rejected: number, message: string): Buffer {
  if (rejected === 0 && message === '') {
    return Buffer.alloc(0);
  }
  return bytesField(1, Buffer.concat([numberField(1, rejected), bytesField(2, Buffer.from(message))]));
}

/** `google.rpc.Status`, the body of an error. */
export function statusAnswer(code: number, message: string): Buffer {
  return Buffer.concat([numberField(1, code), bytesField(2, Buffer.from(message))]);
}
