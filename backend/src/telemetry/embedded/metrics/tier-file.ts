import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { blobColumn } from '../shared/blob.ts';
import { type WriterFile } from '../shared/writer-files.ts';
import { Dictionary } from './dictionary.ts';
import { type Resolution, tableOf } from './resolutions.ts';
import { type Buckets, decodeBuckets, encodeBuckets } from './rollup.ts';
import { createMetricTables } from './schema.ts';

/** A file of roll-ups, as the writer sees it. */
export class TierFile implements WriterFile {
  readonly dictionary: Dictionary;
  private readonly db: DatabaseSync;
  private readonly statements = new Map<string, { read: StatementSync; write: StatementSync; drop: StatementSync }>();

  constructor(db: DatabaseSync, tier: '5m' | '1h') {
    createMetricTables(db, tier);
    this.db = db;
    this.dictionary = new Dictionary(db);
  }

  /** Puts buckets in place of all that were within [first, last] of a chunk; returns the whole chunk. */
  replace(one: Resolution, key: number, first: number, last: number, fresh: Buckets): Buckets {
    const { read, write, drop } = this.table(one);
    const buckets = decodeBuckets(blobColumn(read.get(key)?.['data']));
    for (let index = first; index <= last; index++) {
      buckets.delete(index);
    }
    for (const [index, row] of fresh) {
      buckets.set(index, row);
    }
    if (buckets.size > 0) {
      write.run(key, encodeBuckets(buckets));
    } else {
      drop.run(key);
    }
    return buckets;
  }

  /** Nothing is held back: roll-ups are written at once. */
  flush(): void {}

  private table(one: Resolution): { read: StatementSync; write: StatementSync; drop: StatementSync } {
    let known = this.statements.get(one.name);
    if (!known) {
      const table = tableOf(one);
      known = {
        read: this.db.prepare(`SELECT data FROM ${table} WHERE key = ?`),
        write: this.db.prepare(`INSERT OR REPLACE INTO ${table} (key, data) VALUES (?, ?)`),
        drop: this.db.prepare(`DELETE FROM ${table} WHERE key = ?`),
      };
      this.statements.set(one.name, known);
    }
    return known;
  }
}
