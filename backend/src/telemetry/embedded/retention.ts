import { type DatabaseSync } from 'node:sqlite';
import { type StoreOptions } from '../../store/types.ts';
import { DAY_MS, monthDays } from './shared/days.ts';
import { type WriterFile, type WriterFiles } from './shared/writer-files.ts';
import { type LogWriter } from './logs/log-writer.ts';
import { SEVERITIES } from './logs/schema.ts';
import { type MetricWriter } from './metrics/metric-writer.ts';
import { resetIndex } from './shared/text-index.ts';
import { type TraceWriter } from './traces/trace-writer.ts';

export interface Writers {
  metrics: MetricWriter;
  traces: TraceWriter;
  logs: LogWriter;
}

/** In `PRAGMA user_version` of a day's logs: only errors are left in it. */
const ERRORS_ONLY = 1;

/** Deletes files all of whose records are past their retention; samples are folded first. */
export function applyRetention(writers: Writers, retention: StoreOptions['retention'], now: number): void {
  const { files } = writers.metrics;
  // What is not folded before is lost with the file.
  expire(files.raw, now - retention.metricsMs, (day) => writers.metrics.finish(day));
  expire(files.fine, now - retention.metrics5mMs);
  expire(files.coarse, now - retention.metrics1hMs);
  expire(writers.traces.files, now - retention.tracesMs);
  expire(writers.logs.files, now - Math.max(retention.logsMs, retention.logErrorsMs));
  if (retention.logErrorsMs > retention.logsMs) {
    keepErrors(writers.logs, now - retention.logsMs);
  }
}

function expire<T extends WriterFile>(files: WriterFiles<T>, before: number, last?: (first: number) => void): void {
  for (const first of expired(files, before)) {
    last?.(first);
    files.remove(first);
  }
  files.folder.removeCorrupt(before);
}

function expired<T extends WriterFile>({ folder }: WriterFiles<T>, before: number): number[] {
  const days = (first: number) => (folder.period === 'day' ? 1 : monthDays(first));
  return folder.list().filter((first) => (first + days(first)) * DAY_MS <= before);
}

/** Files known to hold nothing but errors, so that they need not be opened again. */
const reduced = new Set<string>();

/** Deletes all lines below `error` of days whose other lines are past their retention. */
function keepErrors({ files }: LogWriter, before: number): void {
  for (const day of expired(files, before)) {
    if (reduced.has(files.folder.file(day))) {
      continue;
    }
    const done = files.use(
      day,
      (_file, db) => db.prepare('PRAGMA user_version').get()?.['user_version'] === ERRORS_ONLY
    );
    if (!done) {
      files.atomic(() => files.use(day, (_file, db) => deleteBelowErrors(db)));
      files.use(day, (_file, db) => db.exec(`VACUUM; PRAGMA wal_checkpoint(TRUNCATE);`));
    }
    files.close(day);
    reduced.add(files.folder.file(day));
  }
}

function deleteBelowErrors(db: DatabaseSync): void {
  const error = SEVERITIES.indexOf('error');
  db.exec(`DELETE FROM record WHERE id IN (SELECT record_id FROM log WHERE (head & 7) < ${error});
    DELETE FROM log WHERE (head & 7) < ${error};
    DELETE FROM minute WHERE (head & 7) < ${error};
    DELETE FROM minute_context WHERE severity < ${error};`);
  resetIndex(db);
  db.exec(`PRAGMA user_version = ${ERRORS_ONLY}`);
}
