import { StoreError } from '../../store/types.ts';

/** SQLite's primary result codes that mean something to a user: https://sqlite.org/rescode.html */
const FULL = 13;
const READONLY = 8;
const BUSY = [5, 6];
const IOERR = 10;
const CANTOPEN = 14;
const CORRUPT = [11, 26];

/** SQLite's primary result code of what was thrown, undefined where it did not come from SQLite. */
export function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

export function isCorrupt(error: unknown): boolean {
  return CORRUPT.includes(sqliteCode(error) ?? 0);
}

/** What was thrown while working on `file`, as a sentence for the user. A `StoreError` stays as it is. */
export function storeError(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) {
    return error;
  }
  const detail = error instanceof Error ? error.message : String(error);
  const system = (error as { code?: unknown } | null)?.code;
  const code = sqliteCode(error);
  if (code === FULL || system === 'ENOSPC' || system === 'EDQUOT') {
    return new StoreError(
      'full',
      `There is no room left on the disk for ${file}: free some, then send again (${detail})`
    );
  }
  if (code === READONLY || code === CANTOPEN || system === 'EROFS' || system === 'EACCES' || system === 'EPERM') {
    return new StoreError(
      'readonly',
      `${file} cannot be written: check the folder's rights and that its disk is not mounted read-only (${detail})`
    );
  }
  if (code !== undefined && CORRUPT.includes(code)) {
    return new StoreError(
      'corrupt',
      `${file} is damaged: start the service again, it moves the file aside and saves what can be read (${detail})`
    );
  }
  if (code !== undefined && BUSY.includes(code)) {
    return new StoreError('locked', `${file} is in use by another program: end that, then start again (${detail})`);
  }
  if (code === IOERR) {
    return new StoreError('internal', `Reading or writing ${file} failed: check the disk it is on (${detail})`);
  }
  return new StoreError('internal', `${file}: ${detail}`);
}
