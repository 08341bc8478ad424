import { type DatabaseSync } from 'node:sqlite';
import { type WriterFiles } from '../shared/writer-files.ts';
import { type RawFile } from './raw-file.ts';
import { SLOTS } from './resolutions.ts';

/**
 * Notes the hours whose roll-ups are out of date: the changed ones, and of each series the next hour that has samples,
 * because the increase of its first sample counts from the last one before.
 */
export function markDirty(
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
