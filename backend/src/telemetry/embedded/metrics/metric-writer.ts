import { join } from 'node:path';
import { type MetricPoint } from '../../types.ts';
import { bucketOf, DAY_MS, HOUR_MS, isTime } from '../shared/days.ts';
import { Folder } from '../shared/folder.ts';
import { WriterFiles } from '../shared/writer-files.ts';
import { compactSlice } from './compact.ts';
import { foldSlice } from './fold.ts';
import { RawFile } from './raw-file.ts';
import { TierFile } from './tier-file.ts';

export interface MetricFolders {
  raw: Folder;
  fine: Folder;
  coarse: Folder;
}

/** Where the samples, the 5 m and 15 m roll-ups, and the 1 h, 6 h and 24 h roll-ups are. */
export function metricFolders(root: string): MetricFolders {
  return {
    raw: new Folder(join(root, 'metrics'), 'day'),
    fine: new Folder(join(root, 'metrics', '5m'), 'day'),
    coarse: new Folder(join(root, 'metrics', '1h'), 'month'),
  };
}

export interface MetricFiles {
  raw: WriterFiles<RawFile>;
  fine: WriterFiles<TierFile>;
  coarse: WriterFiles<TierFile>;
}

/** Waiting samples are sorted into chunks when there are this many, or the oldest of them waits this long. */
const COMPACT_POINTS = 100_000;
const COMPACT_ROWS = 500;
const COMPACT_MS = 60_000;
/** An hour is folded when it has been over for this long. */
const CLOSED_MS = 120_000;

/** Keeps metric samples and their roll-ups; see docs/telemetry-store.md. */
export class MetricWriter {
  readonly files: MetricFiles;
  private readonly now: () => number;
  /** Points that cannot be kept: no time, or no number (NaN and infinities have no place in a column). */
  unusable = 0;
  private readonly lastCompaction = new Map<number, number>();

  constructor(root: string, now: () => number, maxPages?: number) {
    const folders = metricFolders(root);
    this.now = now;
    this.files = {
      raw: new WriterFiles({ folder: folders.raw, open: (db, day) => new RawFile(db, day), now, maxPages }),
      fine: new WriterFiles({ folder: folders.fine, open: (db) => new TierFile(db, '5m'), now, maxOpen: 1, maxPages }),
      coarse: new WriterFiles({
        folder: folders.coarse,
        open: (db) => new TierFile(db, '1h'),
        now,
        maxOpen: 1,
        maxPages,
      }),
    };
  }

  write(points: readonly MetricPoint[]): void {
    for (let i = 0; i < points.length;) {
      const first = points[i]!;
      if (!usable(first)) {
        this.unusable++;
        i++;
        continue;
      }
      const day = bucketOf(Math.round(first.at), DAY_MS);
      i = this.files.raw.use(day, (file) => this.writeDay(file, day, points, i));
    }
  }

  /** Writes the points from `start` on that are of that day; returns where the next day's begin. */
  private writeDay(file: RawFile, day: number, points: readonly MetricPoint[], start: number): number {
    let i = start;
    for (; i < points.length; i++) {
      const point = points[i]!;
      if (!usable(point)) {
        break;
      }
      const at = Math.round(point.at);
      if (bucketOf(at, DAY_MS) !== day) {
        break;
      }
      file.add(point, at);
    }
    return i;
  }

  /** Sorts samples in and folds closed hours until `deadline` (performance.now()). Returns whether there is more. */
  maintain(deadline: number, everything = false): boolean {
    const { raw } = this.files;
    for (const day of raw.folder.list().reverse()) {
      while (this.compactionDue(day, everything)) {
        if (!compactSlice(raw, day)) {
          this.lastCompaction.set(day, this.now());
        }
        if (performance.now() >= deadline) {
          return true;
        }
      }
      const closed = everything ? Infinity : bucketOf(this.now() - CLOSED_MS, HOUR_MS);
      while (foldSlice(this.files, day, closed)) {
        if (performance.now() >= deadline) {
          return true;
        }
      }
    }
    return false;
  }

  private compactionDue(day: number, everything: boolean): boolean {
    return this.files.raw.use(day, (_file, db) => {
      const row = db.prepare('SELECT count(*) AS n, coalesce(sum(points), 0) AS points FROM batch').get();
      const rows = Number(row?.['n']);
      const waited = this.now() - (this.lastCompaction.get(day) ?? 0);
      return (
        rows > 0 &&
        (everything || rows > COMPACT_ROWS || Number(row?.['points']) > COMPACT_POINTS || Math.abs(waited) > COMPACT_MS)
      );
    });
  }

  closeAll(): void {
    this.files.raw.closeAll();
    this.files.fine.closeAll();
    this.files.coarse.closeAll();
  }
}

function usable(point: MetricPoint): boolean {
  if (!isTime(point.at)) {
    return false;
  }
  return point.histogram
    ? Number.isFinite(point.histogram.sum) && Number.isFinite(point.histogram.count)
    : Number.isFinite(point.value);
}
