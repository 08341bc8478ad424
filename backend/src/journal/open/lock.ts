import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../store/types.ts';
import { sqliteCode, storeError } from './sqlite-error.ts';

const BUSY = 5;

/**
 * Keeps a second instance off the data folder: an exclusive SQLite lock on a file of its own, which the operating system
 * drops the moment the process is gone, however it went. There is nothing stale to clean up. Returns the way to let go.
 * Throws `StoreError('locked')` naming the process that has it.
 */
export function lockFolder(file: string, now: number): () => void {
  const lockFile = `${file}.lock`;
  const ownerFile = `${file}.owner.json`;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(lockFile, { timeout: 0 });
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    writeFileSync(ownerFile, `${JSON.stringify({ pid: process.pid, since: new Date(now).toISOString() })}\n`);
  } catch (error) {
    db?.close();
    if (sqliteCode(error) === BUSY) {
      throw new StoreError(
        'locked',
        `Another instance${owner(ownerFile)} works on ${file}: stop it (taskmaster-observe down), or give this one a data folder of its own with --data`
      );
    }
    throw storeError(error, lockFile);
  }
  const held = db;
  return () => {
    rmSync(ownerFile, { force: true });
    held.close();
  };
}

function owner(ownerFile: string): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(ownerFile, 'utf8')) as { pid: number; since: string };
    return ` (process ${pid}, since ${since})`;
  } catch {
    return '';
  }
}
