import { type DatabaseSync } from 'node:sqlite';
import { type PurgeRequest } from '../../../store/types.ts';
import { type Origin } from '../../types.ts';
import { inJson, originFits, purgeFiles } from '../shared/purge-file.ts';
import { resetIndex } from '../shared/text-index.ts';
import { type WriterFiles } from '../shared/writer-files.ts';
import { type LogFile } from './log-file.ts';
import { PER_MS } from './schema.ts';

/** Deletes lines from all days; returns how many. */
export function purgeLogs(files: WriterFiles<LogFile>, request: PurgeRequest): number {
  return purgeFiles(files, (db) => purgeDay(db, request));
}

function purgeDay(db: DatabaseSync, request: PurgeRequest): number {
  const { matching } = request;
  const contexts = db.prepare('SELECT id, resource, origin FROM context').all();
  const chosen = contexts.filter((row) => originFits(request, JSON.parse(String(row['origin'])) as Origin));
  const ids = JSON.stringify(chosen.map((row) => row['id']));
  db.exec('CREATE TEMP TABLE IF NOT EXISTS doomed (id INTEGER PRIMARY KEY); DELETE FROM temp.doomed;');
  if (matching === undefined) {
    db.prepare('INSERT INTO doomed SELECT id FROM log WHERE context IN (SELECT value FROM json_each(?))').run(ids);
  } else {
    const own = chosen.filter((row) => `${String(row['resource'])}${String(row['origin'])}`.includes(inJson(matching)));
    db.prepare(
      `INSERT INTO doomed SELECT log.id FROM log LEFT JOIN event ON event.id = log.head / 64
       WHERE context IN (SELECT value FROM json_each(?1)) AND (
         context IN (SELECT value FROM json_each(?2)) OR instr(body, ?3) OR instr(attributes, ?4)
         OR instr(trace, ?3) OR instr(record_id, ?3) OR instr(event.name, ?3))`
    ).run(ids, JSON.stringify(own.map((row) => row['id'])), matching, inJson(matching));
  }
  const removed = Number(db.prepare('SELECT count(*) AS n FROM doomed').get()?.['n']);
  if (removed > 0) {
    db.exec(`DELETE FROM record WHERE id IN (SELECT record_id FROM log JOIN doomed USING (id));
      DELETE FROM log WHERE id IN (SELECT id FROM doomed);
      DELETE FROM context WHERE id NOT IN (SELECT context FROM log);
      DELETE FROM event WHERE id NOT IN (SELECT head / 64 FROM log);
      DELETE FROM minute; DELETE FROM minute_context;
      INSERT INTO minute_context SELECT context, id / ${PER_MS} / 60000, head & 7, count(*) FROM log GROUP BY 1, 2, 3;
      INSERT INTO minute SELECT id / ${PER_MS} / 60000, head, count(*) FROM log GROUP BY 1, 2;`);
    resetIndex(db);
  }
  db.exec('DROP TABLE temp.doomed');
  return removed;
}
