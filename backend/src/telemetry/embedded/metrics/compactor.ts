import { type DatabaseSync } from 'node:sqlite';
import { blobColumn } from '../shared/blob.ts';
import { DAY_MS, HOUR_MS } from '../shared/days.ts';
import { type WriterFiles } from '../shared/writer-files.ts';
import {
  decodeHistograms,
  decodeScalars,
  encodeHistograms,
  encodeScalars,
  mergeHistograms,
  mergeScalars,
} from './chunk.ts';
import { CompactionJob } from './compaction-job.ts';
import { markDirty } from './mark-dirty.ts';
import { type RawFile } from './raw-file.ts';
import { SLOTS } from './resolutions.ts';
import { LOOKBACK_DAYS } from './samples.ts';

/** Chunks between two glances at the clock. */
const GLANCE = 8;

/**
 * Moves waiting samples into chunks, a slice at a time. Until all chunks of a job are written its batches stay: samples
 * that stand in both places are one and the same, and after a crash the job is done again.
 */
export class Compactor {
  private readonly files: WriterFiles<RawFile>;
  private job: CompactionJob | undefined;

  constructor(files: WriterFiles<RawFile>) {
    this.files = files;
  }

  /** True while a job for that day is under way. */
  busy(day: number): boolean {
    return this.job?.day === day && this.job.generation === this.files.generation;
  }

  /** Goes on until the deadline (performance.now()); begins with the day's oldest samples where no job is under way. */
  step(day: number, deadline: number): void {
    if (!this.busy(day)) {
      this.job = new CompactionJob(day, this.files.generation);
    }
    const job = this.job!;
    if (!job.loaded) {
      this.files.use(day, (_file, db) => job.load(db, deadline));
      if (!job.loaded) {
        return;
      }
    }
    const later = this.files.folder.list().filter((other) => other > day && other <= day + LOOKBACK_DAYS);
    const left = job.keys.length;
    try {
      this.files.atomic(() => this.files.use(day, (file, db) => this.write(job, file, db, later, deadline)));
    } catch (error) {
      this.job = undefined;
      throw error;
    }
    if (left === 0 || job.keys.length === 0) {
      this.job = undefined;
    }
  }

  /** Sorts in everything that waits on a day. */
  finish(day: number): void {
    while (this.busy(day) || this.files.use(day, (file) => file.waiting.rows > 0)) {
      this.step(day, Infinity);
    }
  }

  private write(job: CompactionJob, file: RawFile, db: DatabaseSync, later: readonly number[], deadline: number): void {
    const read = db.prepare('SELECT data FROM chunk WHERE key = ?');
    const insert = db.prepare('INSERT OR REPLACE INTO chunk (key, points, data) VALUES (?, ?, ?)');
    const done: number[] = [];
    for (let key = job.keys.pop(); key !== undefined; key = job.keys.pop()) {
      const bytes = blobColumn(read.get(key)?.['data']);
      const start = job.day * DAY_MS + (key % SLOTS) * HOUR_MS;
      const fresh = job.scalars(key);
      if (fresh) {
        const merged = mergeScalars(bytes ? decodeScalars(bytes, start) : undefined, fresh);
        insert.run(key, merged.at.length, encodeScalars(merged, start));
      } else {
        const merged = mergeHistograms(bytes ? decodeHistograms(bytes) : [], job.histogramRows(key));
        insert.run(key, merged.length, encodeHistograms(merged));
      }
      done.push(key);
      if (done.length % GLANCE === 0 && performance.now() >= deadline) {
        break;
      }
    }
    markDirty(this.files, file, db, job.day, later, done);
    if (job.keys.length === 0) {
      file.sorted(job.lastId);
    }
  }
}
