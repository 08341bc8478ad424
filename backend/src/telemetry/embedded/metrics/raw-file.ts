import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { type MetricPoint } from '../../types.ts';
import { type WriterFile } from '../shared/writer-files.ts';
import { BatchBuilder } from './batch.ts';
import { Dictionary } from './dictionary.ts';
import { RawTables } from './raw-tables.ts';
import { createMetricTables } from './schema.ts';
import { identityOf, quickKey, temporalityOf } from './series-identity.ts';

/** Series remembered per file; beyond, the memory starts anew. */
const MEMORY = 50_000;
/** Samples of a batch row, at most. */
const MAX_BATCH = 32_768;
const MAX_SPAN = 0xffff_ffff;

/** One day's samples, as the writer sees them: appends to the batch of the transaction. */
export class RawFile implements WriterFile {
  readonly dictionary: Dictionary;
  readonly tables: RawTables;
  /** Batches not sorted in yet. */
  readonly waiting = { rows: 0, points: 0 };
  private readonly known = new Map<string, number>();
  private readonly batch = new BatchBuilder();
  private readonly insert: StatementSync;
  private readonly drop: StatementSync;
  private readonly count: StatementSync;

  constructor(db: DatabaseSync, day: number) {
    createMetricTables(db, 'raw');
    this.dictionary = new Dictionary(db);
    this.tables = new RawTables(db, day);
    this.insert = db.prepare('INSERT INTO batch (min_at, max_at, points, scalars, histograms) VALUES (?, ?, ?, ?, ?)');
    this.drop = db.prepare('DELETE FROM batch WHERE id <= ?');
    this.count = db.prepare('SELECT count(*) AS n, coalesce(sum(points), 0) AS points FROM batch');
    this.countWaiting();
  }

  /** Adds one point; `at` is its time in whole ms. */
  add(point: MetricPoint, at: number): void {
    const series = this.series(point);
    const span = spanOf(point, at);
    if (point.histogram) {
      this.batch.histogram(series, at, span, point.histogram);
    } else {
      this.batch.scalar(series, at, span, point.value ?? 0);
    }
    if (this.batch.points >= MAX_BATCH) {
      this.flush();
    }
  }

  flush(): void {
    const { batch } = this;
    if (batch.points > 0) {
      this.insert.run(batch.minAt, batch.maxAt, batch.points, batch.scalarBlob(), batch.histogramBlob());
      this.waiting.rows++;
      this.waiting.points += batch.points;
      batch.clear();
    }
  }

  /** Takes away the batches up to one, all of whose samples are in their chunks. */
  sorted(lastId: number): void {
    this.drop.run(lastId);
    this.countWaiting();
  }

  private countWaiting(): void {
    const row = this.count.get();
    this.waiting.rows = Number(row?.['n']);
    this.waiting.points = Number(row?.['points']);
  }

  private series(point: MetricPoint): number {
    const key = quickKey(point);
    let id = this.known.get(key);
    if (id === undefined) {
      id = this.dictionary.id(identityOf(point));
      this.dictionary.note(point);
      if (this.known.size >= MEMORY) {
        this.known.clear();
      }
      this.known.set(key, id);
    }
    return id;
  }
}

/** How long a delta sample covers; 0 for everything else. */
function spanOf(point: MetricPoint, at: number): number {
  if (point.startAt === undefined || temporalityOf(point) !== 'delta') {
    return 0;
  }
  return Math.min(MAX_SPAN, Math.max(0, Math.round(at - point.startAt)));
}
