import { type DatabaseSync } from 'node:sqlite';
import { blobColumn, floats } from '../shared/blob.ts';
import { bucketOf, HOUR_MS } from '../shared/days.ts';
import { eachHistogram, SCALAR } from './batch.ts';
import { type FreshScalars, type HistogramRow } from './chunk.ts';
import { SLOTS } from './resolutions.ts';

/** Samples sorted in at once: many, because a chunk is written anew each time. 10 MB of memory. */
const MAX_POINTS = 250_000;

/**
 * The waiting samples of a day, by the chunk each belongs to. Read in slices; scalars stay packed as they were stored, and
 * are only numbered: a quarter of a million objects or growing lists would cost hundreds of megabytes.
 */
export class CompactionJob {
  readonly day: number;
  readonly generation: number;
  /** The last batch that is in it. */
  lastId = 0;
  /** Chunks still to be written, the last first. */
  keys: number[] = [];
  loaded = false;
  private points = 0;
  private readonly blobs: Float64Array[] = [];
  /** Per chunk: how many scalars it gets, then where the next of them goes. */
  private readonly places = new Map<number, { count: number; start: number }>();
  private readonly histograms = new Map<number, HistogramRow[]>();
  /** Blob and place within it of every scalar, chunk by chunk. */
  private order: Uint32Array | undefined;
  private sorted = 0;

  constructor(day: number, generation: number) {
    this.day = day;
    this.generation = generation;
  }

  /** Reads batches until the deadline (performance.now()), or until there are enough or no more; then sorts them. */
  load(db: DatabaseSync, deadline: number): void {
    if (!this.order) {
      if (!this.read(db, deadline)) {
        return;
      }
      this.number();
    }
    while (this.sorted < this.blobs.length) {
      this.place(this.sorted++);
      if (performance.now() >= deadline) {
        return;
      }
    }
    this.keys = [...this.places.keys(), ...this.histograms.keys()].sort((a, b) => b - a);
    this.loaded = true;
  }

  /** The scalars of a chunk in order of arrival, or undefined where it is one of histograms. */
  scalars(key: number): FreshScalars | undefined {
    const place = this.places.get(key);
    if (!place || !this.order) {
      return undefined;
    }
    const { count, start } = place;
    const fresh = { at: new Float64Array(count), span: new Uint32Array(count), value: new Float64Array(count) };
    // `place` has moved every start to its chunk's end.
    for (let i = 0; i < count; i++) {
      const blob = this.blobs[this.order[(start - count + i) * 2]!]!;
      const row = this.order[(start - count + i) * 2 + 1]!;
      fresh.at[i] = blob[row + 1]!;
      fresh.span[i] = blob[row + 2]!;
      fresh.value[i] = blob[row + 3]!;
    }
    return fresh;
  }

  histogramRows(key: number): HistogramRow[] {
    return this.histograms.get(key) ?? [];
  }

  /** Returns whether everything that belongs to this job is read. */
  private read(db: DatabaseSync, deadline: number): boolean {
    const rows = db.prepare('SELECT id, points, scalars, histograms FROM batch WHERE id > ? ORDER BY id');
    for (const row of rows.iterate(this.lastId)) {
      if (this.points > 0 && this.points + Number(row['points']) > MAX_POINTS) {
        return true;
      }
      this.points += Number(row['points']);
      this.lastId = Number(row['id']);
      const blob = floats(blobColumn(row['scalars']));
      this.blobs.push(blob);
      for (let i = 0; i < blob.length; i += SCALAR) {
        const key = this.keyOf(blob[i]!, blob[i + 1]!);
        const place = this.places.get(key);
        if (place) {
          place.count++;
        } else {
          this.places.set(key, { count: 1, start: 0 });
        }
      }
      eachHistogram(blobColumn(row['histograms']), (series, one) => {
        const key = this.keyOf(series, one[0]!);
        const known = this.histograms.get(key);
        if (known) {
          known.push(one);
        } else {
          this.histograms.set(key, [one]);
        }
      });
      if (performance.now() >= deadline) {
        return false;
      }
    }
    return true;
  }

  /** Gives every chunk its stretch of `order`. */
  private number(): void {
    let start = 0;
    for (const place of this.places.values()) {
      place.start = start;
      start += place.count;
    }
    this.order = new Uint32Array(start * 2);
  }

  /** Puts the scalars of one blob into their chunks' stretches. */
  private place(number: number): void {
    const blob = this.blobs[number]!;
    for (let i = 0; i < blob.length; i += SCALAR) {
      const place = this.places.get(this.keyOf(blob[i]!, blob[i + 1]!))!;
      this.order![place.start * 2] = number;
      this.order![place.start * 2 + 1] = i;
      place.start++;
    }
  }

  private keyOf(series: number, at: number): number {
    return series * SLOTS + bucketOf(at, HOUR_MS) - this.day * 24;
  }
}
