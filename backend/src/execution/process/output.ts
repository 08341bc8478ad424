import { closeSync, ftruncateSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';

/** The end of a file as text, at most `most` bytes; empty where there is none. */
export function tailOf(file: string, most: number): string {
  let fd: number;
  try {
    if (statSync(file).size === 0) {
      return '';
    }
    fd = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(fd);
    const bytes = Buffer.alloc(Math.min(size, most));
    const read = readSync(fd, bytes, 0, bytes.length, Math.max(0, size - most));
    return bytes.toString('utf8', 0, read);
  } finally {
    closeSync(fd);
  }
}

const KEPT = 256 * 1024;

/**
 * Cuts a file that is being appended to down to its end, when it has grown beyond `most` bytes. What its writer adds in that
 * very moment may be lost; nothing waits for it. True where it was cut.
 */
export function boundFile(file: string, most: number): boolean {
  let size: number;
  try {
    size = statSync(file).size;
  } catch {
    return false;
  }
  if (size <= most) {
    return false;
  }
  const tail = tailOf(file, Math.min(KEPT, most / 2));
  const fd = openSync(file, 'r+');
  try {
    ftruncateSync(fd, 0);
    writeSync(fd, `[${size - Buffer.byteLength(tail)} bytes of output were left out here]\n${tail}`, 0);
  } finally {
    closeSync(fd);
  }
  return true;
}
