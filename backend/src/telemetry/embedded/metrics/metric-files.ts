import { bucketOf, DAY_MS, monthDay } from '../shared/days.ts';
import { ReaderFiles } from '../shared/reader-files.ts';
import { type EngineNotice, type TimeRange } from '../../types.ts';
import { type MetricFolders } from './metric-writer.ts';
import { type Available } from './plan.ts';
import { RawReader } from './raw-reader.ts';
import { RollupReader } from './rollup-reader.ts';

export interface RawDay {
  samples: RawReader;
  rollups: RollupReader;
}

/** The metric files of a reader thread. */
export interface MetricReaderFiles {
  raw: ReaderFiles<RawDay>;
  fine: ReaderFiles<RollupReader>;
  coarse: ReaderFiles<RollupReader>;
}

export function openMetricFiles(folders: MetricFolders): MetricReaderFiles {
  return {
    raw: new ReaderFiles({
      folder: folders.raw,
      open: (db, day) => ({ samples: new RawReader(db, day), rollups: new RollupReader(db, day) }),
    }),
    fine: new ReaderFiles({ folder: folders.fine, open: (db, day) => new RollupReader(db, day), cacheKb: 512 }),
    coarse: new ReaderFiles({ folder: folders.coarse, open: (db, day) => new RollupReader(db, day), cacheKb: 1024 }),
  };
}

/** The days (numbers) of a range, first and last; a sample at midnight belongs to the day before. */
export function daysOf(range: TimeRange): [number, number] {
  return [bucketOf(range.from, DAY_MS), bucketOf(Math.max(range.to, range.from), DAY_MS)];
}

/** The first day that is kept as samples, as 5 m and as 1 h roll-ups; Infinity where there is none. */
export function keptSince(
  files: MetricReaderFiles,
  notices: EngineNotice[]
): { raw: number; fine: number; coarse: number } {
  const [month] = files.coarse.folder.list();
  return {
    raw: files.raw.folder.list()[0] ?? Infinity,
    fine: files.fine.folder.list()[0] ?? Infinity,
    coarse: (month !== undefined && files.coarse.read(month, notices, (own) => own.firstDay())) || Infinity,
  };
}

/** What there is to read between two instants. */
export function availability(files: MetricReaderFiles, range: TimeRange, notices: EngineNotice[]): Available {
  const [first, last] = daysOf(range);
  const rawDays = files.raw.list(first, last);
  const dirty = new Set<number>();
  for (const day of rawDays) {
    for (const hour of files.raw.read(day, notices, (own) => own.samples.unfolded()) ?? []) {
      dirty.add(hour);
    }
  }
  return {
    rawDays: new Set(rawDays),
    fineDays: new Set(files.fine.list(first, last)),
    coarseMonths: new Set(files.coarse.list(monthDay(first), last)),
    dirty,
  };
}
