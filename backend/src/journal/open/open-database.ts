import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { quickCheck } from './integrity.ts';
import { migrate } from './migrate.ts';
import { salvage } from './salvage.ts';
import { configure } from './settings.ts';
import { isCorrupt } from './sqlite-error.ts';

/** How long to wait for a reader's short lock, ms. */
export const BUSY_MS = 5000;

export interface OpenedDatabase {
  db: DatabaseSync;
  /** What was found damaged and what became of it, in a sentence; absent where nothing was. */
  salvaged?: string;
}

/**
 * Opens the database, checks it and brings its tables up to date. One that is damaged is renamed, never deleted, and its
 * readable events go into a new one.
 */
export function openDatabase(file: string, now: number): OpenedDatabase {
  const existed = existsSync(file);
  try {
    return { db: openChecked(file, existed) };
  } catch (error) {
    if (!existed || !isCorrupt(error)) {
      throw error;
    }
  }
  const aside = `${file}.damaged-${new Date(now).toISOString().replaceAll(/[-:.]/g, '')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) {
      renameSync(file + suffix, aside + suffix);
    }
  }
  const db = openChecked(file, false);
  const saved = salvage(aside, db);
  const salvaged =
    `${file} was damaged and is now ${aside}; a new journal holds the ${saved} events that could be read. ` +
    'Task files are read again by themselves; import --git brings back committed history. Delete the damaged file when you no longer need it.';
  return { db, salvaged };
}

function openChecked(file: string, check: boolean): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    configure(db);
    if (check) {
      const version = Number(db.prepare('PRAGMA user_version').get()?.user_version ?? 0);
      if (version > 0) {
        quickCheck(db, file);
      }
    }
    migrate(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
