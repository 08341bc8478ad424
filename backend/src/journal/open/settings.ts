import { type DatabaseSync } from 'node:sqlite';

/** Pages (4 KB) in the write-ahead log before they are folded into the database, between two answers; 32 MB. */
export const CHECKPOINT_PAGES = 8192;

/**
 * How the writer's connection works. FULL: a commit is on disk when it returns, power loss included. Folding the log back is
 * left to `checkpoint()`, so that it never falls into the middle of an acknowledgement. Cache: at most 64 MB, taken as it is
 * needed, for the inner pages of ten million events' indexes and the leaves of thousands of tasks at work.
 */
export function configure(db: DatabaseSync): void {
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -65536;
    PRAGMA temp_store = MEMORY;
    PRAGMA foreign_keys = OFF;
  `);
}
