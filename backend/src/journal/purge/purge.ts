import { type DatabaseSync } from 'node:sqlite';
import { StoreError, type PurgeRequest } from '../../store/types.ts';
import { type Projections } from '../projections/index.ts';
import { rebuildProjects } from '../rebuild.ts';
import { type PurgedJournal } from '../types.ts';
import { connectedProjects } from '../scope.ts';
import { type Removed, removeMatching } from './matching.ts';
import { removeRun } from './run.ts';

/**
 * Removes events, makes anew what was made of them, and overwrites what they left in the files: deleted content is zeroed
 * (`secure_delete`), the database rewritten and the write-ahead log emptied. Throws `StoreError('invalid')` for a request
 * that names nothing.
 */
export function purgeEvents(
  db: DatabaseSync,
  projections: Projections,
  request: PurgeRequest,
  now: number,
  chunk?: number
): PurgedJournal {
  projections.forget();
  db.exec('PRAGMA secure_delete = ON');
  try {
    const tasksBefore = taskCount(db);
    db.exec('BEGIN IMMEDIATE');
    const { events, projects } = remove(db, request, now);
    const affected = JSON.stringify(projects);
    // The project a session gave its first events is theirs for good now: what gave it may be gone.
    db.prepare('UPDATE events SET late = 0 WHERE late <> 0 AND project IN (SELECT value FROM json_each(?))').run(
      affected
    );
    rebuildProjects(db, projections, projects, chunk);
    const tasks = Math.max(0, tasksBefore - taskCount(db));
    if (events > 0) {
      db.exec('VACUUM');
    }
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return { events, tasks };
  } finally {
    db.exec('PRAGMA secure_delete = OFF');
  }
}

function remove(db: DatabaseSync, request: PurgeRequest, now: number): Removed {
  const named = [request.project, request.run, request.matching].filter((value) => value !== undefined && value !== '');
  if (named.length !== 1) {
    throw new StoreError('invalid', 'A purge needs exactly one of: project, run, matching');
  }
  if (request.project) {
    const projects = connectedProjects(db, [request.project]);
    const done = db.prepare('DELETE FROM events WHERE project = ?').run(request.project);
    return { events: Number(done.changes), projects };
  }
  return request.run ? removeRun(db, request.run, now) : removeMatching(db, request.matching ?? '');
}

function taskCount(db: DatabaseSync): number {
  return Number(db.prepare('SELECT count(*) AS n FROM tasks').get()?.n ?? 0);
}
