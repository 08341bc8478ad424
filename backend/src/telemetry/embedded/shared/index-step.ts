import { type DatabaseSync } from 'node:sqlite';
import { type IndexSource, type TextIndexWriter } from './text-index.ts';
import { type WriterFile, type WriterFiles } from './writer-files.ts';

/** How much longer a slice may take where very much is waiting: short transactions make FTS5 write everything more often. */
const BOOST = 5;

export interface IndexedFile extends WriterFile {
  index: TextIndexWriter;
}

/**
 * One slice of indexing in whichever day needs it. `until(day)` is the last key that may be indexed now. Days that need
 * nothing more are taken off the list. Returns whether there is more to do at once.
 */
export function indexStep<T extends IndexedFile>(
  files: WriterFiles<T>,
  table: string,
  deadline: number,
  until: (day: number) => number,
  source: (db: DatabaseSync) => IndexSource
): boolean {
  for (const day of files.due()) {
    const state = files.use(day, (file, db) => {
      const { indexedTo } = file.index;
      const row = db.prepare(`SELECT 1 FROM ${table} WHERE id > ? LIMIT 1`);
      const last = until(day);
      const ready =
        db.prepare(`SELECT 1 FROM ${table} WHERE id > ? AND id <= ? LIMIT 1`).get(indexedTo, last) ??
        db.prepare('SELECT 1 FROM late LIMIT 1').get();
      return { ready: ready !== undefined, waiting: row.get(indexedTo) !== undefined, last };
    });
    if (state.ready) {
      const started = performance.now();
      files.atomic(() =>
        files.use(day, (file, db) => {
          const longer = file.index.behind() ? (deadline - started) * (BOOST - 1) : 0;
          file.index.advance(deadline + longer, state.last, source(db));
        })
      );
      return true;
    }
    if (!state.waiting) {
      if (files.atomic(() => files.use(day, (file) => file.index.merge()))) {
        return true;
      }
      files.touched.delete(day);
    }
  }
  return false;
}
