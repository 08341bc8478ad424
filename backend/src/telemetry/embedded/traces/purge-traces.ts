import { type DatabaseSync } from 'node:sqlite';
import { type PurgeRequest } from '../../../store/types.ts';
import { type Origin } from '../../types.ts';
import { inJson, originFits, purgeFiles } from '../shared/purge-file.ts';
import { resetIndex } from '../shared/text-index.ts';
import { type WriterFiles } from '../shared/writer-files.ts';
import { PER_TRACE } from './schema.ts';
import { type TraceFile } from './trace-file.ts';

/** Deletes spans from all days and makes the summaries of their traces anew; returns how many spans went. */
export function purgeTraces(files: WriterFiles<TraceFile>, request: PurgeRequest): number {
  return purgeFiles(files, (db, file) => purgeDay(db, file, request));
}

function purgeDay(db: DatabaseSync, file: TraceFile, request: PurgeRequest): number {
  const { matching } = request;
  const contexts = db.prepare('SELECT id, resource, origin FROM context').all();
  const chosen = contexts.filter((row) => originFits(request, JSON.parse(String(row['origin'])) as Origin));
  const ids = JSON.stringify(chosen.map((row) => row['id']));
  db.exec('CREATE TEMP TABLE IF NOT EXISTS doomed (id INTEGER PRIMARY KEY); DELETE FROM temp.doomed;');
  if (matching === undefined) {
    db.prepare('INSERT INTO doomed SELECT id FROM span WHERE context IN (SELECT value FROM json_each(?))').run(ids);
  } else {
    const own = chosen.filter((row) => `${String(row['resource'])}${String(row['origin'])}`.includes(inJson(matching)));
    db.prepare(
      `INSERT INTO doomed SELECT span.id FROM span JOIN operation ON operation.id = span.operation
         JOIN trace ON trace.id = span.id / ${PER_TRACE}
       WHERE span.context IN (SELECT value FROM json_each(?1)) AND (
         span.context IN (SELECT value FROM json_each(?2)) OR instr(attributes, ?4) OR instr(rest, ?4)
         OR instr(operation.name, ?3) OR instr(operation.service, ?3) OR instr(trace.trace_id, ?3)
         OR instr(span_id, ?3) OR instr(parent_id, ?3))`
    ).run(ids, JSON.stringify(own.map((row) => row['id'])), matching, inJson(matching));
  }
  const removed = Number(db.prepare('SELECT count(*) AS n FROM doomed').get()?.['n']);
  if (removed > 0) {
    const touched = db.prepare(`SELECT DISTINCT id / ${PER_TRACE} AS trace FROM doomed`).all();
    db.exec('DELETE FROM span WHERE id IN (SELECT id FROM doomed)');
    for (const row of touched) {
      const summary = file.summarize(Number(row['trace']));
      if (summary.spans > 0) {
        file.store(summary);
      } else {
        db.prepare('DELETE FROM trace WHERE id = ?').run(summary.id);
      }
    }
    db.exec(`DELETE FROM context WHERE id NOT IN (SELECT context FROM span);
      DELETE FROM operation WHERE id NOT IN (SELECT operation FROM span);`);
    resetIndex(db);
  }
  db.exec('DROP TABLE temp.doomed');
  return removed;
}
