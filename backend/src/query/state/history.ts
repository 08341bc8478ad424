import { type DatabaseSync } from 'node:sqlite';
import { type DurationSample } from '../../analysis/durations.ts';
import { rows } from '../sql.ts';

interface Row {
  tag: string;
  task_id: string;
  parent_id: string | null;
  complexity: number | null;
  busy_ms: number;
}

/** Finished tasks of a project, in all its tags, whose beginning and end were seen. */
export function loadDurationSamples(db: DatabaseSync, project: string): DurationSample[] {
  const finished = rows<Row>(
    db,
    `SELECT tag, task_id, parent_id, complexity, busy_ms FROM tasks
     WHERE project = ? AND busy_ms > 0 AND status IN ('done', 'completed')`,
    project
  );
  if (finished.length === 0) {
    return [];
  }
  const subtasks = new Map(
    rows<{ tag: string; parent_id: string; count: number }>(
      db,
      'SELECT tag, parent_id, count(*) AS count FROM tasks WHERE project = ? AND parent_id IS NOT NULL GROUP BY tag, parent_id',
      project
    ).map((one) => [`${one.tag}\u0000${one.parent_id}`, one.count])
  );
  return finished.map((one) => ({
    durationMs: one.busy_ms,
    complexity: one.complexity ?? undefined,
    subtasks: subtasks.get(`${one.tag}\u0000${one.task_id}`) ?? 0,
    isSubtask: one.parent_id !== null,
  }));
}
