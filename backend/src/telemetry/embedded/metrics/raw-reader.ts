import { type DatabaseSync, type StatementSync } from 'node:sqlite';
import { blobColumn } from '../shared/blob.ts';
import { bucketOf, DAY_MS, HOUR_MS } from '../shared/days.ts';
import { eachHistogram, eachScalar } from './batch.ts';
import { decodeHistograms, type HistogramRow, mergeHistograms, mergeScalars, type ScalarChunk } from './chunk.ts';
import { RawTables, type Sample } from './raw-tables.ts';
import { SLOTS } from './resolutions.ts';
import { SeriesList } from './series-list.ts';

/** Samples not sorted in yet, per series. */
export interface Tail {
  scalars: Map<number, { at: number[]; span: number[]; value: number[] }>;
  histograms: Map<number, HistogramRow[]>;
}

/** One day's samples, as a reader sees them: chunks and what still waits in batches, as one. */
export class RawReader {
  readonly list: SeriesList;
  private readonly tables: RawTables;
  private readonly day: number;
  private readonly dirty: StatementSync;
  private readonly spans: StatementSync;
  private readonly batches: StatementSync;

  constructor(db: DatabaseSync, day: number) {
    this.day = day;
    this.list = new SeriesList(db);
    this.tables = new RawTables(db, day);
    this.dirty = db.prepare('SELECT DISTINCT hour FROM dirty');
    this.spans = db.prepare('SELECT min_at, max_at FROM batch');
    this.batches = db.prepare('SELECT scalars, histograms FROM batch WHERE min_at <= ? ORDER BY id');
  }

  /** Hours (numbers) whose roll-ups do not tell everything. */
  unfolded(): Set<number> {
    const hours = new Set<number>();
    for (const row of this.dirty.iterate()) {
      hours.add(Number(row['hour']));
    }
    for (const row of this.spans.iterate()) {
      const last = bucketOf(Number(row['max_at']), HOUR_MS);
      for (let hour = bucketOf(Number(row['min_at']), HOUR_MS); hour <= last; hour++) {
        hours.add(hour);
      }
    }
    return hours;
  }

  /** What waits for these series, up to an instant. */
  tail(to: number, wanted: ReadonlySet<number>): Tail {
    const tail: Tail = { scalars: new Map(), histograms: new Map() };
    for (const row of this.batches.iterate(to)) {
      eachScalar(blobColumn(row['scalars']), (series, at, span, value) => {
        let one = tail.scalars.get(series);
        if (!one) {
          if (!wanted.has(series)) {
            return;
          }
          tail.scalars.set(series, (one = { at: [], span: [], value: [] }));
        }
        one.at.push(at);
        one.span.push(span);
        one.value.push(value);
      });
      eachHistogram(blobColumn(row['histograms']), (series, one) => {
        const rows = tail.histograms.get(series);
        if (rows) {
          rows.push(one);
        } else if (wanted.has(series)) {
          tail.histograms.set(series, [one]);
        }
      });
    }
    return tail;
  }

  /** Samples with from < at ≤ to, in order, after the one before them where `before` asks for it. */
  scalars(series: number, from: number, to: number, tail: Tail, before: boolean): ScalarChunk {
    const [first, last] = this.slots(from, to);
    const parts = this.tables.chunks(series, first, last).map(([slot, bytes]) => this.tables.scalars(slot, bytes));
    const previous =
      before && !(parts[0] && parts[0].at[0]! <= from) ? this.tables.scalarBefore(series, first) : undefined;
    if (previous) {
      parts.unshift(single(previous));
    }
    const fresh = tail.scalars.get(series);
    const whole = parts.length === 1 ? parts[0] : concat(parts);
    return fresh || !whole ? mergeScalars(whole, fresh ?? { at: [], span: [], value: [] }) : whole;
  }

  histograms(series: number, from: number, to: number, tail: Tail, before: boolean): HistogramRow[] {
    const [first, last] = this.slots(from, to);
    const rows = this.tables.chunks(series, first, last).flatMap(([, bytes]) => decodeHistograms(bytes));
    const previous =
      before && !(rows[0] && rows[0][0]! <= from) ? this.tables.histogramBefore(series, first) : undefined;
    if (previous) {
      rows.unshift(previous);
    }
    const fresh = tail.histograms.get(series);
    return fresh ? mergeHistograms(rows, fresh) : rows;
  }

  /** The last sample of the day of the stream with that hash. */
  lastScalar(hash: number): Sample | undefined {
    const id = this.list.idOf(hash);
    if (id === undefined) {
      return undefined;
    }
    const chunk = this.scalars(id, Infinity, Infinity, this.tail(Infinity, new Set([id])), true);
    return chunk.at.length === 0 ? undefined : { at: chunk.at.at(-1)!, value: chunk.value.at(-1)! };
  }

  lastHistogram(hash: number): HistogramRow | undefined {
    const id = this.list.idOf(hash);
    return id === undefined
      ? undefined
      : this.histograms(id, Infinity, Infinity, this.tail(Infinity, new Set([id])), true).at(-1);
  }

  /** First and last slot of the day that (from, to] touches; an empty range past the day's end for `Infinity`. */
  private slots(from: number, to: number): [number, number] {
    const start = this.day * DAY_MS;
    const first = Math.max(0, Math.min(SLOTS, Math.floor((from - start) / HOUR_MS)));
    return [first, Math.min(23, Math.ceil((to - start) / HOUR_MS) - 1)];
  }
}

function single(sample: Sample): ScalarChunk {
  return { at: Float64Array.of(sample.at), span: new Uint32Array(1), value: Float64Array.of(sample.value) };
}

function concat(parts: readonly ScalarChunk[]): ScalarChunk | undefined {
  if (parts.length === 0) {
    return undefined;
  }
  const n = parts.reduce((sum, part) => sum + part.at.length, 0);
  const whole = { at: new Float64Array(n), span: new Uint32Array(n), value: new Float64Array(n) };
  let offset = 0;
  for (const part of parts) {
    whole.at.set(part.at, offset);
    whole.span.set(part.span, offset);
    whole.value.set(part.value, offset);
    offset += part.at.length;
  }
  return whole;
}
