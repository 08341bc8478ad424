import { type DatabaseSync } from 'node:sqlite';
import { type MetricInfo } from '../../types.ts';
import { bucketOf, HOUR_MS, MINUTE_MS, monthDay } from '../shared/days.ts';
import { decodeHistograms } from './chunk.ts';
import { type MetricFiles } from './metric-writer.ts';
import { histogramBefore, scalarBefore } from './previous.ts';
import { type RawFile } from './raw-file.ts';
import { type StoredSeries } from './raw-tables.ts';
import { resolution, SLOTS, tableOf } from './resolutions.ts';
import { addRow, addScalar, type Buckets, encodeBuckets } from './rollup.ts';
import { eachHistogramSample, eachSample } from './samples.ts';

/** Series-hours folded per transaction: a few milliseconds. */
const SLICE = 16;

/** Minutes of some hours of one series, by the hour's place in the day. */
type Hours = Map<number, Buckets>;

/**
 * Makes the roll-ups of out-of-date hours before `closedBefore` (an hour's number), anew from the samples: doing it
 * twice gives the same. The roll-up files are committed before the note that they are due is taken away.
 * Returns whether there was anything to do.
 */
export function foldSlice(files: MetricFiles, day: number, closedBefore: number): boolean {
  const before = Math.min(closedBefore, (day + 1) * 24);
  const due = files.raw.use(day, (_file, db) =>
    db.prepare('SELECT series, hour FROM dirty WHERE hour < ? ORDER BY series, hour LIMIT ?').all(before, SLICE)
  );
  if (due.length === 0) {
    return false;
  }
  const bySeries = new Map<number, number[]>();
  for (const row of due) {
    const id = Number(row['series']);
    bySeries.set(id, [...(bySeries.get(id) ?? []), Number(row['hour']) - day * 24]);
  }
  files.raw.atomic(() =>
    files.raw.use(day, (file, db) => {
      const folded = foldRaw(files, file, db, day, bySeries);
      files.fine.atomic(() => foldFine(files, day, folded));
      files.coarse.atomic(() => foldCoarse(files, day, folded));
    })
  );
  return true;
}

interface Folded {
  series: StoredSeries;
  info: MetricInfo;
  hours: Hours;
}

/** Writes the minutes beside the samples and takes the notes away; returns the minutes. */
function foldRaw(
  files: MetricFiles,
  file: RawFile,
  db: DatabaseSync,
  day: number,
  due: ReadonlyMap<number, number[]>
): Folded[] {
  const table = tableOf(resolution('1m'));
  const write = db.prepare(`INSERT OR REPLACE INTO ${table} (key, data) VALUES (?, ?)`);
  const drop = db.prepare(`DELETE FROM ${table} WHERE key = ?`);
  const done = db.prepare('DELETE FROM dirty WHERE series = ? AND hour = ?');
  const folded: Folded[] = [];
  for (const [id, slots] of due) {
    const series = file.tables.series(id);
    const hours: Hours = new Map();
    for (const slot of slots) {
      const minutes = series ? minuteBuckets(files, file, day, series, slot) : new Map<number, Float64Array>();
      const key = id * SLOTS + slot;
      if (minutes.size > 0) {
        write.run(key, encodeBuckets(minutes));
      } else {
        drop.run(key);
      }
      hours.set(slot, minutes);
      done.run(id, day * 24 + slot);
    }
    if (series) {
      folded.push({ series, hours, info: file.dictionary.info(series.identity) });
    }
  }
  return folded;
}

function minuteBuckets(files: MetricFiles, file: RawFile, day: number, series: StoredSeries, slot: number): Buckets {
  const buckets: Buckets = new Map();
  const { tables } = file;
  const [chunk] = tables.chunks(series.id, slot, slot);
  if (!chunk) {
    return buckets;
  }
  const from = tables.hourStart(slot);
  const to = from + HOUR_MS;
  const index = (at: number) => bucketOf(at - from, MINUTE_MS);
  const { counting, startAt } = series;
  if (series.identity.kind === 'histogram') {
    const before = counting === 'delta' ? undefined : histogramBefore(files.raw, file, day, series, slot);
    eachHistogramSample(decodeHistograms(chunk[1]), counting, startAt, before, from, to, (at, observed) =>
      addRow(buckets, index(at), observed)
    );
  } else {
    const before = counting === 'cumulative' ? scalarBefore(files.raw, file, day, series, slot) : undefined;
    eachSample(tables.scalars(slot, chunk[1]), counting, startAt, before, from, to, (at, value, increase) =>
      addScalar(buckets, index(at), at, value, increase)
    );
  }
  return buckets;
}

/** Minutes as longer buckets; `perHour` of them make an hour, and the day's first has the number 0. */
function widen(hours: Hours, perHour: number): Buckets {
  const buckets: Buckets = new Map();
  for (const [slot, minutes] of hours) {
    for (const index of [...minutes.keys()].sort((a, b) => a - b)) {
      addRow(buckets, slot * perHour + Math.floor((index * perHour) / 60), minutes.get(index)!);
    }
  }
  return buckets;
}

/** The numbers of all buckets of some hours. */
function within(hours: Hours, perHour: number): number[] {
  return [...hours.keys()].flatMap((slot) => Array.from({ length: perHour }, (_, i) => slot * perHour + i));
}

function foldFine(files: MetricFiles, day: number, folded: readonly Folded[]): void {
  files.fine.use(day, (file) => {
    for (const { series, info, hours } of folded) {
      const id = file.id(series, info);
      file.replace(resolution('5m'), id, within(hours, 12), widen(hours, 12));
      file.replace(resolution('15m'), id, within(hours, 4), widen(hours, 4));
    }
  });
}

function foldCoarse(files: MetricFiles, day: number, folded: readonly Folded[]): void {
  const month = monthDay(day);
  const dayInMonth = day - month;
  files.coarse.use(month, (file) => {
    file.cover(day);
    for (const { series, info, hours } of folded) {
      const id = file.id(series, info);
      const all = file.replace(resolution('1h'), id * SLOTS + dayInMonth, within(hours, 1), widen(hours, 1));
      const quarters: Buckets = new Map();
      const whole: Buckets = new Map();
      for (const [hour, row] of [...all].sort(([a], [b]) => a - b)) {
        addRow(quarters, dayInMonth * 4 + Math.floor(hour / 6), row);
        addRow(whole, dayInMonth, row);
      }
      const first = dayInMonth * 4;
      file.replace(resolution('6h'), id, [first, first + 1, first + 2, first + 3], quarters);
      file.replace(resolution('24h'), id, [dayInMonth], whole);
    }
  });
}
