import { StoreError } from '../../../store/types.ts';

/** SQLite's primary result codes that the service tells apart (https://sqlite.org/rescode.html). */
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const CONSTRAINT = 19;
const NOTADB = 26;

/** Primary result code of an error that node:sqlite threw, or undefined for any other error. */
function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') {
    return undefined;
  }
  return error.errcode & 0xff;
}

/** True where the file itself is damaged, so that trying again cannot help. */
export function isCorrupt(error: unknown): boolean {
  const code = primaryCode(error);
  return code === CORRUPT || code === NOTADB || (error instanceof StoreError && error.code === 'corrupt');
}

export function isConstraint(error: unknown): boolean {
  return primaryCode(error) === CONSTRAINT;
}

/** True where the file vanished or was never made (a reader's race with retention). */
export function isMissing(error: unknown): boolean {
  return primaryCode(error) === CANTOPEN;
}

/** True where a file was just made and its tables are not there yet. */
export function isUnready(error: unknown): boolean {
  return primaryCode(error) === 1 && error instanceof Error && error.message.includes('no such table');
}

/** What to tell the caller of a failed write to `file`. Anything SQLite did not say itself is handed back as it is. */
export function asStoreError(error: unknown, file: string): Error {
  const code = primaryCode(error);
  const detail = error instanceof Error ? error.message : String(error);
  const fsCode = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === FULL || fsCode === 'ENOSPC' || fsCode === 'EDQUOT') {
    return new StoreError('full', `The disk is full: ${file} could not be written. Free some space and send again.`);
  }
  if (code === READONLY || fsCode === 'EROFS' || fsCode === 'EACCES') {
    return new StoreError('readonly', `${file} cannot be written: the data folder is read-only (${detail}).`);
  }
  if (code === CORRUPT || code === NOTADB) {
    return new StoreError('corrupt', `${file} is damaged and was moved aside (${detail}). Send again.`);
  }
  if (code !== undefined) {
    return new StoreError('internal', `${file} could not be used: ${detail}.`);
  }
  return error instanceof Error ? error : new StoreError('internal', detail);
}
