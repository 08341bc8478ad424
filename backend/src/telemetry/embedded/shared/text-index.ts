import { type DatabaseSync, type StatementSync } from 'node:sqlite';

/**
 * A full-text index over rows with 64-bit keys that grow with time: FTS5 without content and without positions, fed
 * lazily in key order (FTS5 writes a segment whenever a key is smaller than the one before). Keys up to `indexed_to` are
 * in it, but for those in `late`, which came after their place had been passed. It only proposes rows: every hit is
 * compared with the row itself, so that a row that is gone or changed does no harm.
 */
export const INDEX_TABLES = `
  CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    text, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 0'
  );
  CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(words, instance);
  CREATE TABLE IF NOT EXISTS late (key INTEGER PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS progress (id INTEGER PRIMARY KEY CHECK (id = 1), indexed_to INTEGER NOT NULL);
  INSERT OR IGNORE INTO progress VALUES (1, -1);`;

/** What the writer does with the index of one file. */
export class TextIndexWriter {
  /** Keys up to here have been passed. */
  indexedTo: number;
  private readonly insert: StatementSync;
  private readonly insertLate: StatementSync;
  private readonly lateKeys: StatementSync;
  private readonly dropLate: StatementSync;
  private readonly progress: StatementSync;

  constructor(db: DatabaseSync) {
    this.indexedTo = Number(db.prepare('SELECT indexed_to FROM progress').get()?.['indexed_to'] ?? -1);
    this.insert = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
    this.insertLate = db.prepare('INSERT OR IGNORE INTO late VALUES (?)');
    this.lateKeys = db.prepare('SELECT key FROM late ORDER BY key LIMIT ?');
    this.dropLate = db.prepare('DELETE FROM late WHERE key <= ?');
    this.progress = db.prepare('UPDATE progress SET indexed_to = ?');
  }

  /** To be called for every row that is written. */
  written(key: number): void {
    if (key <= this.indexedTo) {
      this.insertLate.run(key);
    }
  }

  /**
   * Indexes up to `limit` rows: late ones first, then those after the mark and up to `until`. `rows` gives the rows
   * after a key in order, `text` one row's text (undefined where it is gone). Returns how many were done.
   */
  advance(
    limit: number,
    until: number,
    rows: (after: number, until: number, limit: number) => Iterable<[number, string]>,
    text: (key: number) => string | undefined
  ): number {
    const late = this.lateKeys.all(limit).map((row) => Number(row['key']));
    for (const key of late) {
      const found = text(key);
      if (found !== undefined) {
        this.insert.run(key, found);
      }
    }
    const lastLate = late.at(-1);
    if (lastLate !== undefined) {
      this.dropLate.run(lastLate);
    }
    let done = late.length;
    let last = this.indexedTo;
    for (const [key, found] of rows(this.indexedTo, until, Math.max(0, limit - done))) {
      this.insert.run(key, found);
      last = key;
      done++;
    }
    if (last !== this.indexedTo) {
      this.indexedTo = last;
      this.progress.run(last);
    }
    return done;
  }
}

/** Empties the index; it is built anew by the next maintenance. */
export function resetIndex(db: DatabaseSync): void {
  db.exec(`DROP TABLE IF EXISTS vocabulary; DROP TABLE IF EXISTS words; DELETE FROM late;
    UPDATE progress SET indexed_to = -1; ${INDEX_TABLES}`);
}
