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
import { type RawFile } from './raw-file.ts';
import { SLOTS } from './resolutions.ts';

/** Samples sorted in per transaction. */
const SLICE_POINTS = 50_000;

interface Fresh {
  at: number[];
  span: number[];
  value: number[];
}

/** Moves the oldest waiting samples of a day into their chunks, in one transaction. Returns whether more are waiting. */
export function compactSlice(files: WriterFiles<RawFile>, day: number): boolean {
  const later = files.folder.list().filter((other) => other > day);
  return files.atomic(() => files.use(day, (file, db) => moveSlice(files, file, db, day, later)));
}

function moveSlice(
  files: WriterFiles<RawFile>,
  file: RawFile,
  db: DatabaseSync,
  day: number,
  later: readonly number[]
): boolean {
  const scalars = new Map<number, Fresh>();
  const histograms = new Map<number, HistogramRow[]>();
  const keyOf = (series: number, at: number) => series * SLOTS + bucketOf(at, HOUR_MS) - day * 24;
  let points = 0;
  let lastId = 0;
  for (const row of db.prepare('SELECT id, points, scalars, histograms FROM batch ORDER BY id').iterate()) {
    if (points > 0 && points + Number(row['points']) > SLICE_POINTS) {
      break;
    }
    points += Number(row['points']);
    lastId = Number(row['id']);
    eachScalar(blobColumn(row['scalars']), (series, at, span, value) => {
      const key = keyOf(series, at);
      let fresh = scalars.get(key);
      if (!fresh) {
        scalars.set(key, (fresh = { at: [], span: [], value: [] }));
      }
      fresh.at.push(at);
      fresh.span.push(span);
      fresh.value.push(value);
    });
    eachHistogram(blobColumn(row['histograms']), (series, one) => {
      const key = keyOf(series, one[0]!);
      const fresh = histograms.get(key);
      if (fresh) {
        fresh.push(one);
      } else {
        histograms.set(key, [one]);
      }
    });
  }
  if (points === 0) {
    return false;
  }
  const read = db.prepare('SELECT data FROM chunk WHERE key = ?');
  const write = db.prepare('INSERT OR REPLACE INTO chunk (key, points, data) VALUES (?, ?, ?)');
  const old = (key: number) => blobColumn(read.get(key)?.['data']);
  const hourStart = (key: number) => day * DAY_MS + (key % SLOTS) * HOUR_MS;
  for (const [key, fresh] of scalars) {
    const bytes = old(key);
    const merged = mergeScalars(bytes ? decodeScalars(bytes, hourStart(key)) : undefined, fresh);
    write.run(key, merged.at.length, encodeScalars(merged, hourStart(key)));
  }
  for (const [key, fresh] of histograms) {
    const bytes = old(key);
    const merged = mergeHistograms(bytes ? decodeHistograms(bytes) : [], fresh);
    write.run(key, merged.length, encodeHistograms(merged));
  }
  markDirty(files, file, db, day, later, [...scalars.keys(), ...histograms.keys()]);
  db.prepare('DELETE FROM batch WHERE id <= ?').run(lastId);
  return db.prepare('SELECT 1 FROM batch LIMIT 1').get() !== undefined;
}

/**
 * Notes the hours whose roll-ups are out of date: the changed ones, and of each series the next hour that has samples,
 * because the increase of its first sample counts from the last one before.
 */
function markDirty(
  files: WriterFiles<RawFile>,
  file: RawFile,
  db: DatabaseSync,
  day: number,
  later: readonly number[],
  keys: readonly number[]
): void {
  const mark = db.prepare('INSERT OR IGNORE INTO dirty (series, hour) VALUES (?, ?)');
  const next = db.prepare('SELECT key FROM chunk WHERE key > ? AND key < ? LIMIT 1');
  for (const key of keys) {
    const series = Math.floor(key / SLOTS);
    mark.run(series, day * 24 + (key % SLOTS));
    const following = next.get(key, (series + 1) * SLOTS);
    if (following) {
      mark.run(series, day * 24 + (Number(following['key']) % SLOTS));
    } else if (later.length > 0) {
      markLaterDay(files, file, series, later);
    }
  }
}

function markLaterDay(files: WriterFiles<RawFile>, file: RawFile, series: number, later: readonly number[]): void {
  const stored = file.tables.series(series);
  if (!stored || stored.counting !== 'cumulative') {
    return;
  }
  for (const day of later) {
    const found = files.use(day, (other, db) => {
      const id = other.dictionary.lookup(stored.identity);
      const first =
        id !== undefined &&
        db.prepare('SELECT key FROM chunk WHERE key >= ? AND key < ? LIMIT 1').get(id * SLOTS, (id + 1) * SLOTS);
      if (!first) {
        return false;
      }
      db.prepare('INSERT OR IGNORE INTO dirty (series, hour) VALUES (?, ?)').run(
        id,
        day * 24 + (Number(first['key']) % SLOTS)
      );
      return true;
    });
    if (found) {
      return;
    }
  }
}
