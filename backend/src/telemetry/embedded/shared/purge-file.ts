import { type DatabaseSync } from 'node:sqlite';
import { type PurgeRequest } from '../../../store/types.ts';
import { type Origin } from '../../types.ts';
import { type WriterFile, type WriterFiles } from './writer-files.ts';

/** Runs a deletion in every file of a signal; files that lost something are rewritten so that no trace of it stays. */
export function purgeFiles<T extends WriterFile>(
  files: WriterFiles<T>,
  remove: (db: DatabaseSync, own: T) => number
): number {
  let total = 0;
  for (const first of files.folder.list()) {
    const removed = files.atomic(() =>
      files.use(first, (own, db) => {
        db.exec('PRAGMA secure_delete = ON');
        return remove(db, own);
      })
    );
    if (removed > 0) {
      files.use(first, (_own, db) => db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE);'));
      total += removed;
    }
    // The caches may speak of rows that are gone.
    files.close(first);
  }
  return total;
}

/** True where an origin is of the project and run asked for. */
export function originFits(request: PurgeRequest, origin: Origin): boolean {
  return (
    (request.project === undefined || origin.project === request.project) &&
    (request.run === undefined || origin.run === request.run)
  );
}

/** A text as it stands inside JSON, where quotes and line ends are escaped. */
export function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
