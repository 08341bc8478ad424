import { type DatabaseSync } from 'node:sqlite';
import { StoreError } from '../../store/types.ts';
import { connectedProjects } from '../scope.ts';

/** What stands where a text was taken out of a definition that must stay. */
export const PURGED = '[purged]';

/** Shorter texts would match half of everything. */
const MIN_LENGTH = 4;

/** Definitions: without them a task or project would vanish that is still there. The text is taken out of them instead. */
const KEPT = "('project.added', 'task.added', 'task.changed')";

export interface Removed {
  events: number;
  /** Whose rows must be made anew; null stands for none. */
  projects: Array<string | null>;
}

/**
 * Deletes every event that contains the text, in any field, as it is or escaped as in JSON. Definitions of tasks and projects
 * stay, without the text. Leaves the rows of deleted events' projects to the caller.
 */
export function removeMatching(db: DatabaseSync, text: string): Removed {
  if (text.length < MIN_LENGTH) {
    throw new StoreError('invalid', `matching: a text of at least ${MIN_LENGTH} characters was expected`);
  }
  const escaped = JSON.stringify(text).slice(1, -1);
  const fields = ['id', 'project', 'tag', 'run', 'task_id', 'session', 'agent', 'type'];
  const inFields = fields.map((field) => `coalesce(instr(${field}, ?1), 0) > 0`).join(' OR ');
  db.exec('CREATE TEMP TABLE IF NOT EXISTS matched (seq INTEGER PRIMARY KEY, in_fields INTEGER, kept INTEGER)');
  db.exec('DELETE FROM matched');
  db.prepare(
    `INSERT INTO matched SELECT seq, (${inFields}), type IN ${KEPT} FROM events
     WHERE instr(data, ?2) > 0 OR instr(data, ?1) > 0 OR ${inFields}`
  ).run(text, escaped);
  const touched = db
    .prepare('SELECT DISTINCT project FROM events WHERE seq IN (SELECT seq FROM matched)')
    .all() as Array<{ project: string | null }>;
  const projects = connectedProjects(
    db,
    touched.map((row) => row.project)
  );
  const events = Number(db.prepare('SELECT count(*) AS n FROM matched').get()?.n ?? 0);
  db.prepare(
    `UPDATE events SET data = replace(replace(data, ?1, '${PURGED}'), ?2, '${PURGED}')
     WHERE seq IN (SELECT seq FROM matched WHERE kept AND NOT in_fields)`
  ).run(escaped, text);
  db.exec('DELETE FROM events WHERE seq IN (SELECT seq FROM matched WHERE in_fields OR NOT kept)');
  db.exec('DROP TABLE matched');
  return { events, projects };
}
