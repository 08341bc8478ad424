import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type MetricInfo } from '../../types.ts';
import { blobColumn } from '../shared/blob.ts';
import { type WriterFile } from '../shared/writer-files.ts';
import { Dictionary } from './dictionary.ts';
import { type StoredSeries } from './raw-tables.ts';
import { type Resolution, tableOf } from './resolutions.ts';
import { type Buckets, decodeBuckets, encodeBuckets } from './rollup.ts';
import { createMetricTables } from './schema.ts';

const MEMORY = 20_000;

/** A file of roll-ups, as the writer sees it. */
export class TierFile implements WriterFile {
  readonly dictionary: Dictionary;
  private readonly db: DatabaseSync;
  private readonly known = new Map<number, number>();
  private covered: StatementSync | undefined;
  private readonly statements = new Map<string, { read: StatementSync; write: StatementSync; drop: StatementSync }>();

  constructor(db: DatabaseSync, tier: '5m' | '1h') {
    createMetricTables(db, tier);
    this.db = db;
    this.dictionary = new Dictionary(db);
  }

  /** The series' number in this file; its metric's unit and description are kept beside. */
  id(series: StoredSeries, info: MetricInfo): number {
    let id = this.known.get(series.hash);
    if (id === undefined) {
      id = this.dictionary.id(series.identity);
      this.dictionary.note(info);
      if (this.known.size >= MEMORY) {
        this.known.clear();
      }
      this.known.set(series.hash, id);
    }
    return id;
  }

  /** Puts buckets in place of those with certain numbers in a chunk; returns the whole chunk. */
  replace(one: Resolution, key: number, numbers: readonly number[], fresh: Buckets): Buckets {
    const { read, write, drop } = this.table(one);
    const buckets = decodeBuckets(blobColumn(read.get(key)?.['data']));
    for (const index of numbers) {
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

  /** Notes that there are roll-ups of a day. */
  cover(day: number): void {
    this.covered ??= this.db.prepare('INSERT OR IGNORE INTO covered (day) VALUES (?)');
    this.covered.run(day);
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
