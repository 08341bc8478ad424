import { join } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { type LogRecord } from '../../types.ts';
import { DAY_MS, dayOf, isTime } from '../shared/days.ts';
import { Folder } from '../shared/folder.ts';
import { WriterFiles } from '../shared/writer-files.ts';
import { logIndexText } from './log-index.ts';
import { LogFile } from './log-file.ts';
import { PER_MS } from './schema.ts';

/** Lines indexed per transaction: about 40 ms. */
const SLICE = 5000;
/** Lines younger than this are left to a later slice, so that what comes a little out of order is not late. */
const SETTLE_MS = 5000;

export function logFolder(root: string): Folder {
  return new Folder(join(root, 'logs'), 'day');
}

/** Keeps log lines; see docs/telemetry-store.md. */
export class LogWriter {
  readonly files: WriterFiles<LogFile>;
  /** Lines without a usable time. */
  unusable = 0;
  private readonly now: () => number;

  constructor(root: string, now: () => number, maxPages?: number) {
    this.now = now;
    this.files = new WriterFiles({ folder: logFolder(root), open: (db, day) => new LogFile(db, day), now, maxPages });
  }

  write(logs: readonly LogRecord[]): void {
    for (let i = 0; i < logs.length;) {
      const first = logs[i]!;
      if (!isTime(first.at)) {
        this.unusable++;
        i++;
        continue;
      }
      const day = dayOf(first.at);
      i = this.files.use(day, (file) => {
        let next = i;
        while (next < logs.length && isTime(logs[next]!.at) && dayOf(logs[next]!.at) === day) {
          file.add(logs[next]!);
          next++;
        }
        return next;
      });
    }
  }

  /** Brings the text index up to date until `deadline` (performance.now()). Returns whether there is more. */
  maintain(deadline: number, everything = false): boolean {
    for (const day of this.files.folder.list().reverse()) {
      const until = everything ? Infinity : (this.now() - SETTLE_MS - day * DAY_MS) * PER_MS;
      while (this.indexSlice(day, until) > 0) {
        if (performance.now() >= deadline) {
          return true;
        }
      }
    }
    return false;
  }

  private indexSlice(day: number, until: number): number {
    const { indexedTo, due } = this.files.use(day, (file, db) => ({
      indexedTo: file.index.indexedTo,
      due:
        db.prepare('SELECT 1 FROM log WHERE id > ? AND id <= ? LIMIT 1').get(file.index.indexedTo, until) ??
        db.prepare('SELECT 1 FROM late LIMIT 1').get(),
    }));
    if (!due || until <= indexedTo) {
      return 0;
    }
    return this.files.atomic(() =>
      this.files.use(day, (file, db) =>
        file.index.advance(SLICE, until, rows(db), (key) => {
          const row = db.prepare('SELECT head, context, body, attributes, trace FROM log WHERE id = ?').get(key);
          return row && logIndexText(row);
        })
      )
    );
  }
}

function rows(db: DatabaseSync): (after: number, until: number, limit: number) => Iterable<[number, string]> {
  const select = db.prepare(
    'SELECT id, head, context, body, attributes, trace FROM log WHERE id > ? AND id <= ? ORDER BY id LIMIT ?'
  );
  return function* (after, until, limit) {
    for (const row of select.iterate(after, until, limit)) {
      yield [Number(row['id']), logIndexText(row)];
    }
  };
}
