import { type DatabaseSync } from 'node:sqlite';
import { type RowCache, rowCache } from '../row-cache.ts';

/** What changes about a task while it is worked on. Its definition is written straight to the table. */
export interface TaskState {
  project: string;
  tag: string;
  task_id: string;
  status: string;
  raw_status: string | null;
  first_seen_at: number;
  /** When the status last changed; where no change was seen, when it was first seen. */
  changed_at: number;
  started_at: number | null;
  finished_at: number | null;
  last_activity_at: number | null;
  last_run: string | null;
  last_agent: string | null;
  attempts: number;
  busy_ms: number | null;
  removed_at: number | null;
}

export type TaskRows = RowCache<TaskState>;

export function taskKey(project: string, tag: string, taskId: string): string {
  return `${project}\u0000${tag}\u0000${taskId}`;
}

export function taskRows(db: DatabaseSync): TaskRows {
  const load = db.prepare(`
    SELECT project, tag, task_id, status, raw_status, first_seen_at, changed_at, started_at, finished_at, last_activity_at,
      last_run, last_agent, attempts, busy_ms, removed_at
    FROM tasks WHERE project = ? AND tag = ? AND task_id = ?`);
  const save = db.prepare(`
    UPDATE tasks SET status = ?, raw_status = ?, first_seen_at = ?, changed_at = ?, started_at = ?, finished_at = ?,
      last_activity_at = ?, last_run = ?, last_agent = ?, attempts = ?, busy_ms = ?, removed_at = ?
    WHERE project = ? AND tag = ? AND task_id = ?`);
  return rowCache(
    (key) => {
      const [project = '', tag = '', taskId = ''] = key.split('\u0000');
      return load.get(project, tag, taskId) as TaskState | undefined;
    },
    (row) =>
      save.run(
        row.status,
        row.raw_status,
        row.first_seen_at,
        row.changed_at,
        row.started_at,
        row.finished_at,
        row.last_activity_at,
        row.last_run,
        row.last_agent,
        row.attempts,
        row.busy_ms,
        row.removed_at,
        row.project,
        row.tag,
        row.task_id
      )
  );
}
