/** The bytes of typed numbers, without a copy. Files are little-endian, as every platform Node 24 runs on. */
export function blobOf(numbers: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** A blob as 64-bit floats; copied only where its memory is not aligned. */
export function floats(blob: Uint8Array | null | undefined, offset = 0, length?: number): Float64Array {
  if (!blob) {
    return new Float64Array(0);
  }
  const count = length ?? Math.floor((blob.byteLength - offset) / 8);
  const start = blob.byteOffset + offset;
  return start % 8 === 0
    ? new Float64Array(blob.buffer, start, count)
    : new Float64Array(blob.slice(offset, offset + count * 8).buffer, 0, count);
}

/** A blob as 32-bit unsigned integers; copied only where its memory is not aligned. */
export function uints(blob: Uint8Array, offset: number, count: number): Uint32Array {
  const start = blob.byteOffset + offset;
  return start % 4 === 0
    ? new Uint32Array(blob.buffer, start, count)
    : new Uint32Array(blob.slice(offset, offset + count * 4).buffer, 0, count);
}

/** A column of a row as a blob. */
export function blobColumn(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}
