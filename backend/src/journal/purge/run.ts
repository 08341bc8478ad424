import { type DatabaseSync } from 'node:sqlite';
import { eventId } from '../event-id.ts';
import { connectedProjects } from '../scope.ts';
import { type Removed } from './matching.ts';

/** What a run found rather than did: it stays when the run goes. */
const KEPT =
  "('project.added', 'project.removed', 'task.added', 'task.changed', 'task.removed', 'input.broken', 'input.recovered', 'import.progress')";

/**
 * Deletes what happened in a run. Definitions stay, without the run. The tasks keep the status they have now: where the change
 * that led to it goes, a state without a past takes its place.
 */
export function removeRun(db: DatabaseSync, run: string, now: number): Removed {
  const touched = db.prepare('SELECT DISTINCT project FROM events WHERE run = ?').all(run) as Array<{
    project: string | null;
  }>;
  const projects = connectedProjects(
    db,
    touched.map((row) => row.project)
  );
  const states = db
    .prepare(
      `SELECT DISTINCT t.project, t.tag, t.task_id, t.status, t.raw_status FROM events e
       JOIN tasks t ON t.project = e.project AND t.tag = e.tag AND t.task_id = e.task_id
       WHERE e.run = ? AND e.type = 'task.status' AND e.source <> 'git' AND t.removed_at IS NULL`
    )
    .all(run) as Array<Record<'project' | 'tag' | 'task_id' | 'status', string> & { raw_status: string | null }>;
  const done = db.prepare(`DELETE FROM events WHERE run = ? AND type NOT IN ${KEPT}`).run(run);
  db.prepare('UPDATE events SET run = NULL WHERE run = ?').run(run);
  const insert = db.prepare(`
    INSERT INTO events (id, at, seen_at, type, project, tag, task_id, source, data)
    VALUES (?, ?, ?, 'task.status', ?, ?, ?, 'service', ?)`);
  for (const { project, tag, task_id, status, raw_status } of states) {
    const data = { to: status, ...(raw_status === null ? {} : { rawTo: raw_status }), initial: true };
    insert.run(eventId(), now, now, project, tag, task_id, JSON.stringify(data));
  }
  return { events: Number(done.changes), projects };
}
