import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { Reader, WireError } from './reader.ts';

describe('Reader', () => {
  it('reads texts of any length and script, wherever they stand in the body', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ minLength: 500, maxLength: 3000 }),
      fc.string({ unit: 'binary' })
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 30 }), (texts) => {
        const writer = protobuf.Writer.create();
        texts.forEach((one) => writer.uint32(10).string(one));
        const reader = new Reader(writer.finish());
        const read = texts.map(() => (reader.tag(), reader.string()));
        expect(read).toEqual(texts.map((one) => one.toWellFormed()));
        expect(reader.pos).toBe(reader.end);
      })
    );
  });

  it('reads integers of 64 bits: exact numbers, or their digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const unsigned = BigInt.asUintN(64, value);
        const bytes: number[] = [];
        for (let rest = unsigned; ; rest >>= 7n) {
          const last = rest < 0x80n;
          bytes.push(Number(rest & 0x7fn) | (last ? 0 : 0x80));
          if (last) {
            break;
          }
        }
        const read = new Reader(new Uint8Array(bytes)).int64();
        expect(BigInt(read)).toBe(value);
        expect(typeof read).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'string');
      })
    );
  });

  it('works on a part of a larger buffer', () => {
    const whole = new Uint8Array([9, 9, 10, 1, 65, 9]);
    const reader = new Reader(whole.subarray(2, 5));
    reader.tag();
    expect(reader.string()).toBe('A');
  });

  it.each([
    [[0x80], 'ends inside'],
    [Array.from({ length: 11 }, () => 0xff), 'longer than ten bytes'],
    [[10, 5, 65], 'reaches beyond the end'],
    [[9, 1, 2], 'ends inside'],
    [[3], 'wire type 3'],
  ])('says what is wrong with %o', (bytes, message) => {
    const reader = new Reader(new Uint8Array(bytes));
    expect(() => reader.skip(reader.tag())).toThrow(WireError);
    const again = new Reader(new Uint8Array(bytes));
    expect(() => again.skip(again.tag())).toThrow(message);
  });
});
