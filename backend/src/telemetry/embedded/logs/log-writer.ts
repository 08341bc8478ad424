import { join } from 'node:path';
import { type DatabaseSync } from 'node:sqlite';
import { type LogRecord } from '../../types.ts';
import { DAY_MS, dayOf, isTime } from '../shared/days.ts';
import { Folder } from '../shared/folder.ts';
import { indexStep } from '../shared/index-step.ts';
import { type IndexSource } from '../shared/text-index.ts';
import { WriterFiles } from '../shared/writer-files.ts';
import { logIndexText } from './log-index.ts';
import { LogFile } from './log-file.ts';
import { PER_MS } from './schema.ts';

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

  /** One slice of indexing, until `deadline` (performance.now()). Returns whether there is more to do at once. */
  step(deadline: number): boolean {
    const until = (day: number) => (this.now() - SETTLE_MS - day * DAY_MS) * PER_MS;
    return indexStep(this.files, 'log', deadline, until, indexSource);
  }
}

const INDEXED = 'head, context, body, attributes, trace';

function indexSource(db: DatabaseSync): IndexSource {
  return {
    *after(key, until) {
      const rows = db.prepare(`SELECT id, ${INDEXED} FROM log WHERE id > ? AND id <= ? ORDER BY id`);
      for (const row of rows.iterate(key, until)) {
        yield [Number(row['id']), logIndexText(row)];
      }
    },
    text(key) {
      const row = db.prepare(`SELECT ${INDEXED} FROM log WHERE id = ?`).get(key);
      return row && logIndexText(row);
    },
  };
}
