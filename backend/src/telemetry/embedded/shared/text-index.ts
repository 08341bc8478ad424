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

/** Rows are not counted beyond. */
const MANY = 50_000;
/** Rows between two glances at the clock. */
const GLANCE = 32;

/** Where the rows to index come from; texts are undefined where a row is gone. */
export interface IndexSource {
  /** Rows after a key and up to another, in order. */
  after(key: number, until: number): Iterable<[number, string]>;
  text(key: number): string | undefined;
}

/** What the writer does with the index of one file. */
export class TextIndexWriter {
  /** Keys up to here have been passed. */
  indexedTo: number;
  /** Rows not indexed yet, roughly. */
  waiting: number;
  private readonly db: DatabaseSync;
  private readonly insert: StatementSync;
  private readonly insertLate: StatementSync;
  private readonly lateKeys: StatementSync;
  private readonly dropLate: StatementSync;
  private readonly progress: StatementSync;

  /** `table`: where the rows are; its key is called `id`. */
  constructor(db: DatabaseSync, table: string) {
    this.db = db;
    this.indexedTo = Number(db.prepare('SELECT indexed_to FROM progress').get()?.['indexed_to'] ?? -1);
    const waiting = db.prepare(`SELECT count(*) AS n FROM (SELECT 1 FROM ${table} WHERE id > ? LIMIT ${MANY + 1})`);
    this.waiting = Number(waiting.get(this.indexedTo)?.['n']);
    this.insert = db.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
    this.insertLate = db.prepare('INSERT OR IGNORE INTO late VALUES (?)');
    this.lateKeys = db.prepare('SELECT key FROM late ORDER BY key LIMIT 1000');
    this.dropLate = db.prepare('DELETE FROM late WHERE key <= ?');
    this.progress = db.prepare('UPDATE progress SET indexed_to = ?');
  }

  /** To be called for every row that is written. */
  written(key: number): void {
    this.waiting++;
    if (key <= this.indexedTo) {
      this.insertLate.run(key);
    }
  }

  /** True where so much is waiting that longer slices are worth it. */
  behind(): boolean {
    return this.waiting > MANY;
  }

  /** Indexes rows until the deadline (performance.now()): late ones, then those after the mark. Returns how many. */
  advance(deadline: number, until: number, source: IndexSource): number {
    let done = 0;
    let lastLate: number | undefined;
    const inTime = () => done % GLANCE !== 0 || done === 0 || performance.now() < deadline;
    for (const row of this.lateKeys.all()) {
      if (!inTime()) {
        break;
      }
      lastLate = Number(row['key']);
      const found = source.text(lastLate);
      if (found !== undefined) {
        this.insert.run(lastLate, found);
      }
      done++;
    }
    if (lastLate !== undefined) {
      this.dropLate.run(lastLate);
    }
    let last = this.indexedTo;
    if (inTime()) {
      for (const [key, text] of source.after(this.indexedTo, until)) {
        this.insert.run(key, text);
        last = key;
        done++;
        if (!inTime()) {
          break;
        }
      }
    }
    if (last !== this.indexedTo) {
      this.indexedTo = last;
      this.progress.run(last);
    }
    this.waiting = Math.max(0, this.waiting - done);
    return done;
  }

  /** Joins small parts of the index into larger ones, a few pages at a time. Returns whether there was anything to join. */
  merge(): boolean {
    const changes = () => Number(this.db.prepare('SELECT total_changes() AS n').get()?.['n']);
    const before = changes();
    this.db.exec("INSERT INTO words (words, rank) VALUES ('merge', 32)");
    // One change is the command itself (https://sqlite.org/fts5.html#the_merge_command).
    return changes() - before > 1;
  }
}

/** Empties the index; it is built anew by the next maintenance. */
export function resetIndex(db: DatabaseSync): void {
  db.exec(`DROP TABLE IF EXISTS vocabulary; DROP TABLE IF EXISTS words; DELETE FROM late;
    UPDATE progress SET indexed_to = -1; ${INDEX_TABLES}`);
}
