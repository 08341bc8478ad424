/**
 * Bytes that are decoded at once. A string cut out of another one keeps that one alive for as long as it lives itself, in
 * whichever cache it ends up: so the pieces are small.
 */
const WINDOW = 1024;

/**
 * Reads the protobuf wire format. Ours, because a span has twenty attributes and this is the hottest loop of the service:
 * short strings are cut out of a piece of the body that is decoded as a whole, instead of being decoded one by one.
 */
export class Reader {
  readonly bytes: Uint8Array;
  pos: number;
  end: number;
  private readonly view: DataView;
  private readonly buffer: Buffer;
  private window = '';
  private windowAt = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.pos = 0;
    this.end = bytes.length;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Field number and wire type of the next field: `number << 3 | type`. */
  tag(): number {
    const first = this.byteAt(this.pos);
    if (first < 0x80) {
      this.pos++;
      return first;
    }
    return this.varint();
  }

  /** A varint as a number: exact up to 2^53, negative numbers as two's complement of 64 bits. */
  varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byteAt(this.pos++);
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        return low;
      }
    }
    let byte = this.byteAt(this.pos++);
    low |= (byte & 0x0f) << 28;
    high = (byte & 0x7f) >> 4;
    for (let shift = 3; byte >= 0x80; shift += 7) {
      if (shift > 31) {
        throw new WireError('a number is longer than ten bytes', this.pos);
      }
      byte = this.byteAt(this.pos++);
      high |= (byte & 0x7f) << shift;
    }
    return (high | 0) * 4294967296 + (low >>> 0);
  }

  /** A 64-bit integer: a number where it is exact, else its decimal digits. */
  int64(): number | string {
    const start = this.pos;
    const value = this.varint();
    return Number.isSafeInteger(value) ? value : exactVarint(this.bytes, start, this.pos);
  }

  /** An unsigned fixed64; nearest number. */
  fixed64(): number {
    const at = this.skipBytes(8);
    return this.view.getUint32(at + 4, true) * 4294967296 + this.view.getUint32(at, true);
  }

  /** A signed fixed64; nearest number. */
  sfixed64(): number {
    const at = this.skipBytes(8);
    return this.view.getInt32(at + 4, true) * 4294967296 + this.view.getUint32(at, true);
  }

  fixed32(): number {
    return this.view.getUint32(this.skipBytes(4), true);
  }

  double(): number {
    return this.view.getFloat64(this.skipBytes(8), true);
  }

  /** The end of a length-delimited field that begins here. */
  limit(): number {
    const length = this.varint();
    const end = this.pos + length;
    if (length < 0 || end > this.end) {
      throw new WireError('a field reaches beyond the end', this.pos);
    }
    return end;
  }

  string(): string {
    const end = this.limit();
    const start = this.pos;
    this.pos = end;
    for (let i = start; i < end; i++) {
      if ((this.bytes[i] as number) > 0x7f) {
        return this.buffer.toString('utf8', start, end);
      }
    }
    if (end - start > WINDOW) {
      return this.buffer.toString('latin1', start, end);
    }
    if (start < this.windowAt || end > this.windowAt + this.window.length) {
      this.window = this.buffer.toString('latin1', start, start + WINDOW);
      this.windowAt = start;
    }
    return this.window.slice(start - this.windowAt, end - this.windowAt);
  }

  /** Bytes as lower-case hex. */
  hex(): string {
    const end = this.limit();
    const start = this.pos;
    this.pos = end;
    return this.buffer.toString('hex', start, end);
  }

  base64(): string {
    const end = this.limit();
    const start = this.pos;
    this.pos = end;
    return this.buffer.toString('base64', start, end);
  }

  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.varint();
        return;
      case 1:
        this.skipBytes(8);
        return;
      case 2:
        this.pos = this.limit();
        return;
      case 5:
        this.skipBytes(4);
        return;
      default:
        throw new WireError(`wire type ${tag & 7} is not known`, this.pos);
    }
  }

  private byteAt(pos: number): number {
    if (pos >= this.end) {
      throw new WireError('the body ends inside a field', pos);
    }
    return this.bytes[pos] as number;
  }

  private skipBytes(count: number): number {
    const at = this.pos;
    if (at + count > this.end) {
      throw new WireError('the body ends inside a field', at);
    }
    this.pos = at + count;
    return at;
  }
}

/** The bytes are not what they say they are; the message is for the sender. */
export class WireError extends Error {
  constructor(message: string, pos: number) {
    super(`${message} (byte ${pos})`);
    this.name = 'WireError';
  }
}

function exactVarint(bytes: Uint8Array, start: number, end: number): string {
  let value = 0n;
  for (let i = start, shift = 0n; i < end; i++, shift += 7n) {
    value |= BigInt((bytes[i] as number) & 0x7f) << shift;
  }
  return String(BigInt.asIntN(64, value));
}
