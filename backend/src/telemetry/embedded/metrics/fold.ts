import { type DatabaseSync } from 'node:sqlite';
import { DAY_MS, HOUR_MS, MINUTE_MS, bucketOf, monthDay } from '../shared/days.ts';
import { decodeHistograms, type HistogramRow } from './chunk.ts';
import { type MetricFiles } from './metric-writer.ts';
import { type RawFile } from './raw-file.ts';
import { type StoredSeries } from './raw-tables.ts';
import { resolution, SLOTS, tableOf } from './resolutions.ts';
import { addRow, addScalar, type Buckets, encodeBuckets, histogramBucket } from './rollup.ts';
import { eachHistogramSample, eachSample } from './samples.ts';

/** Series-hours folded per transaction. */
const SLICE = 200;

/**
 * Makes the roll-ups of the oldest out-of-date hours before `closedBefore` (an hour's number), anew from the samples:
 * doing it twice gives the same. The roll-up files are committed before the note that they are due is taken away.
 * Returns whether there was anything to do.
 */
export function foldSlice(files: MetricFiles, day: number, closedBefore: number): boolean {
  const due = files.raw.use(day, (_file, db) =>
    db
      .prepare('SELECT hour, series FROM dirty WHERE hour < ? ORDER BY hour, series LIMIT ?')
      .all(Number.isFinite(closedBefore) ? closedBefore : Number.MAX_SAFE_INTEGER, SLICE)
  );
  if (due.length === 0) {
    return false;
  }
  files.fine.atomic(() =>
    files.coarse.atomic(() => {
      files.raw.atomic(() =>
        files.raw.use(day, (file, db) => {
          for (const row of due) {
            foldHour(files, file, db, day, Number(row['series']), Number(row['hour']));
          }
          // The roll-up files go first: without them on disk the hour stays due.
          files.fine.commit();
          files.coarse.commit();
        })
      );
    })
  );
  return true;
}

function foldHour(
  files: MetricFiles,
  file: RawFile,
  db: DatabaseSync,
  day: number,
  series: number,
  hour: number
): void {
  const slot = hour - day * 24;
  const stored = file.tables.series(series);
  if (stored) {
    const minutes = minuteBuckets(files, file, day, stored, slot);
    const table = tableOf(resolution('1m'));
    const key = series * SLOTS + slot;
    if (minutes.size > 0) {
      db.prepare(`INSERT OR REPLACE INTO ${table} (key, data) VALUES (?, ?)`).run(key, encodeBuckets(minutes));
    } else {
      db.prepare(`DELETE FROM ${table} WHERE key = ?`).run(key);
    }
    foldTiers(files, db, day, stored, slot, minutes);
  }
  db.prepare('DELETE FROM dirty WHERE hour = ? AND series = ?').run(hour, series);
}

function minuteBuckets(files: MetricFiles, file: RawFile, day: number, stored: StoredSeries, slot: number): Buckets {
  const buckets: Buckets = new Map();
  const { tables } = file;
  const [chunk] = tables.chunks(stored.id, slot, slot);
  if (!chunk) {
    return buckets;
  }
  const from = tables.hourStart(slot);
  const to = from + HOUR_MS;
  const index = (at: number) => bucketOf(at - from, MINUTE_MS);
  const { counting, startAt } = stored;
  if (stored.identity.kind === 'histogram') {
    const before = counting === 'delta' ? undefined : histogramBefore(files, file, day, stored, slot);
    eachHistogramSample(decodeHistograms(chunk[1]), counting, startAt, before, from, to, (at, observed) =>
      addRow(buckets, index(at), histogramBucket(at, observed))
    );
  } else {
    const before = counting === 'cumulative' ? scalarBefore(files, file, day, stored, slot) : undefined;
    eachSample(tables.scalars(slot, chunk[1]), counting, startAt, before, from, to, (at, value, increase) =>
      addScalar(buckets, index(at), at, value, increase)
    );
  }
  return buckets;
}

function scalarBefore(
  files: MetricFiles,
  file: RawFile,
  day: number,
  stored: StoredSeries,
  slot: number
): number | undefined {
  const found =
    file.tables.scalarBefore(stored.id, slot) ??
    earlier(files, day, stored, (other, id) => other.tables.scalarBefore(id, SLOTS));
  return found?.value;
}

function histogramBefore(
  files: MetricFiles,
  file: RawFile,
  day: number,
  stored: StoredSeries,
  slot: number
): HistogramRow | undefined {
  return (
    file.tables.histogramBefore(stored.id, slot) ??
    earlier(files, day, stored, (other, id) => other.tables.histogramBefore(id, SLOTS))
  );
}

/** Looks a stream up in the days before, newest first, as far back as it can have begun. */
function earlier<R>(
  files: MetricFiles,
  day: number,
  stored: StoredSeries,
  read: (file: RawFile, id: number) => R | undefined
): R | undefined {
  const began = stored.startAt === null ? -Infinity : bucketOf(stored.startAt, DAY_MS);
  for (const other of files.raw.folder.list().reverse()) {
    if (other >= day || other < began) {
      continue;
    }
    const found = files.raw.use(other, (file) => {
      const id = file.dictionary.lookup(stored.identity);
      return id === undefined ? undefined : read(file, id);
    });
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Merges minutes into longer buckets; `offset` is the number of the hour's first long bucket within its chunk. */
function widen(minutes: Buckets, length: number, offset: number): Buckets {
  const buckets: Buckets = new Map();
  for (const index of [...minutes.keys()].sort((a, b) => a - b)) {
    addRow(buckets, offset + Math.floor(index / length), minutes.get(index)!);
  }
  return buckets;
}

function foldTiers(
  files: MetricFiles,
  db: DatabaseSync,
  day: number,
  stored: StoredSeries,
  slot: number,
  minutes: Buckets
): void {
  const info = db.prepare('SELECT name, kind, unit, description FROM metric WHERE name = ?').get(stored.identity.name);
  const note = {
    name: stored.identity.name,
    kind: stored.identity.kind,
    unit: text(info?.['unit']),
    description: text(info?.['description']),
  };
  files.fine.use(day, (file) => {
    const id = file.dictionary.id(stored.identity);
    file.dictionary.note(note);
    file.replace(resolution('5m'), id, slot * 12, slot * 12 + 11, widen(minutes, 5, slot * 12));
    file.replace(resolution('15m'), id, slot * 4, slot * 4 + 3, widen(minutes, 15, slot * 4));
  });
  const month = monthDay(day);
  const dayInMonth = day - month;
  files.coarse.use(month, (file) => {
    const id = file.dictionary.id(stored.identity);
    file.dictionary.note(note);
    const hours = file.replace(resolution('1h'), id * SLOTS + dayInMonth, slot, slot, widen(minutes, 60, slot));
    const quarter = Math.floor(slot / 6);
    const inQuarter: Buckets = new Map();
    const inDay: Buckets = new Map();
    for (const [hour, row] of [...hours].sort(([a], [b]) => a - b)) {
      addRow(inDay, dayInMonth, row);
      if (Math.floor(hour / 6) === quarter) {
        addRow(inQuarter, dayInMonth * 4 + quarter, row);
      }
    }
    file.replace(resolution('6h'), id, dayInMonth * 4 + quarter, dayInMonth * 4 + quarter, inQuarter);
    file.replace(resolution('24h'), id, dayInMonth, dayInMonth, inDay);
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
