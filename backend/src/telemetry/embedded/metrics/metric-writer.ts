import { join } from 'node:path';
import { type MetricPoint } from '../../types.ts';
import { bucketOf, DAY_MS, HOUR_MS, isTime } from '../shared/days.ts';
import { Folder } from '../shared/folder.ts';
import { WriterFiles } from '../shared/writer-files.ts';
import { Compactor } from './compactor.ts';
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
const COMPACT_POINTS = 250_000;
const COMPACT_ROWS = 3000;
const COMPACT_MS = 60_000;
/** An hour is folded when it has been over for this long. */
const CLOSED_MS = 120_000;

/** Keeps metric samples and their roll-ups; see docs/telemetry-store.md. */
export class MetricWriter {
  readonly files: MetricFiles;
  private readonly now: () => number;
  /** Points that cannot be kept: no time, or no number (NaN and infinities have no place in a column). */
  unusable = 0;
  readonly compactor: Compactor;
  private readonly sortedAt = new Map<number, number>();

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
    this.compactor = new Compactor(this.files.raw);
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

  /** One slice of sorting in or folding, until `deadline` (performance.now()). Returns whether there is more to do at once. */
  step(deadline: number): boolean {
    const { raw } = this.files;
    const closed = bucketOf(this.now() - CLOSED_MS, HOUR_MS);
    for (const day of raw.due()) {
      if (this.compactor.busy(day) || this.compactionDue(day)) {
        this.compactor.step(day, deadline);
        if (!this.compactor.busy(day)) {
          this.sortedAt.set(day, this.now());
        }
        return true;
      }
      if (foldSlice(this.files, day, closed)) {
        return true;
      }
      if (raw.use(day, (file, db) => file.waiting.rows === 0 && !db.prepare('SELECT 1 FROM dirty LIMIT 1').get())) {
        raw.touched.delete(day);
        this.sortedAt.delete(day);
      }
    }
    return false;
  }

  /** Sorts in and folds everything of a day, however long it takes. */
  finish(day: number): void {
    this.compactor.finish(day);
    while (foldSlice(this.files, day, Infinity)) {
      // to the end
    }
  }

  private compactionDue(day: number): boolean {
    return this.files.raw.use(day, ({ waiting }) => {
      const waited = Math.abs(this.now() - (this.sortedAt.get(day) ?? 0));
      return (
        waiting.points > COMPACT_POINTS || (waiting.rows > 0 && (waiting.rows > COMPACT_ROWS || waited > COMPACT_MS))
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
