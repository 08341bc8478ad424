import { type DatabaseSync } from 'node:sqlite';
import { blobColumn } from '../shared/blob.ts';
import { bucketOf, DAY_MS, HOUR_MS } from '../shared/days.ts';
import { type WriterFiles } from '../shared/writer-files.ts';
import { eachHistogram, eachScalar } from './batch.ts';
import {
  decodeHistograms,
  decodeScalars,
  encodeHistograms,
  encodeScalars,
  type HistogramRow,
  mergeHistograms,
  mergeScalars,
} from './chunk.ts';
import { markDirty } from './mark-dirty.ts';
import { type RawFile } from './raw-file.ts';
import { SLOTS } from './resolutions.ts';
import { LOOKBACK_DAYS } from './samples.ts';

/** Samples sorted in at once: many, because a chunk is written anew each time. About 24 MB of memory at the most. */
const MAX_POINTS = 500_000;
/** Chunks between two glances at the clock. */
const GLANCE = 8;

interface Fresh {
  at: number[];
  span: number[];
  value: number[];
}

/** A plan to move a day's waiting samples into their chunks, carried out in slices. */
interface Job {
  day: number;
  generation: number;
  points: number;
  lastId: number;
  loaded: boolean;
  scalars: Map<number, Fresh>;
  histograms: Map<number, HistogramRow[]>;
  /** Chunks still to be written. */
  keys: number[];
}

/**
 * Moves waiting samples into chunks, a slice at a time. Until all chunks of a job are written its batches stay: samples
 * that stand in both places are one and the same, and after a crash the job is done again.
 */
export class Compactor {
  private readonly files: WriterFiles<RawFile>;
  private job: Job | undefined;

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
      this.job = newJob(day, this.files.generation);
    }
    const job = this.job!;
    if (!job.loaded) {
      this.files.use(day, (_file, db) => load(job, db, deadline));
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

  private write(job: Job, file: RawFile, db: DatabaseSync, later: readonly number[], deadline: number): void {
    const read = db.prepare('SELECT data FROM chunk WHERE key = ?');
    const insert = db.prepare('INSERT OR REPLACE INTO chunk (key, points, data) VALUES (?, ?, ?)');
    const done: number[] = [];
    for (let key = job.keys.pop(); key !== undefined; key = job.keys.pop()) {
      const bytes = blobColumn(read.get(key)?.['data']);
      const start = job.day * DAY_MS + (key % SLOTS) * HOUR_MS;
      const fresh = job.scalars.get(key);
      if (fresh) {
        const merged = mergeScalars(bytes ? decodeScalars(bytes, start) : undefined, fresh);
        insert.run(key, merged.at.length, encodeScalars(merged, start));
      } else {
        const merged = mergeHistograms(bytes ? decodeHistograms(bytes) : [], job.histograms.get(key) ?? []);
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

function newJob(day: number, generation: number): Job {
  return {
    day,
    generation,
    points: 0,
    lastId: 0,
    loaded: false,
    scalars: new Map(),
    histograms: new Map(),
    keys: [],
  };
}

/** Reads batches into the job until the deadline, or until there are enough or no more. */
function load(job: Job, db: DatabaseSync, deadline: number): void {
  const keyOf = (series: number, at: number) => series * SLOTS + bucketOf(at, HOUR_MS) - job.day * 24;
  for (const row of db
    .prepare('SELECT id, points, scalars, histograms FROM batch WHERE id > ? ORDER BY id')
    .iterate(job.lastId)) {
    if (job.points > 0 && job.points + Number(row['points']) > MAX_POINTS) {
      break;
    }
    job.points += Number(row['points']);
    job.lastId = Number(row['id']);
    eachScalar(blobColumn(row['scalars']), (series, at, span, value) => {
      const key = keyOf(series, at);
      let fresh = job.scalars.get(key);
      if (!fresh) {
        job.scalars.set(key, (fresh = { at: [], span: [], value: [] }));
      }
      fresh.at.push(at);
      fresh.span.push(span);
      fresh.value.push(value);
    });
    eachHistogram(blobColumn(row['histograms']), (series, one) => {
      const key = keyOf(series, one[0]!);
      const fresh = job.histograms.get(key);
      if (fresh) {
        fresh.push(one);
      } else {
        job.histograms.set(key, [one]);
      }
    });
    if (performance.now() >= deadline) {
      return;
    }
  }
  job.loaded = true;
  job.keys = [...job.scalars.keys(), ...job.histograms.keys()].sort((a, b) => b - a);
}
