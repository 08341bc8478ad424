import { type DatabaseSync } from 'node:sqlite';
import { type DependencyRef, type TaskItem } from '../../analysis/task-graph.ts';
import { rows } from '../sql.ts';
import { type Scope } from '../scope.ts';

/** A task as the journal knows it, without its long definition. Times epoch ms, durations ms. */
export interface TaskRecord extends TaskItem {
  rawStatus: string | null;
  startedAt: number | null;
  finishedAt: number | null;
  changedAt: number;
  lastActivityAt: number | null;
  lastRun: string | null;
  lastAgent: string | null;
  attempts: number;
  /** Time in attempts that have ended. */
  busyMs: number | null;
  removedAt: number | null;
  dependencies: TaskDependencyRef[];
}

export interface TaskDependencyRef extends DependencyRef {
  ambiguous: boolean;
}

interface TaskRow {
  task_id: string;
  parent_id: string | null;
  position: number;
  title: string;
  status: string;
  raw_status: string | null;
  priority: string | null;
  complexity: number | null;
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

interface DependencyRow {
  task_id: string;
  depends_on: string | null;
  raw: string;
  ambiguous: number;
}

const NO_DEPENDENCIES: TaskDependencyRef[] = [];

/** Tasks of a tag in the order of the file; with `removed` also those no longer in it, which nothing depends on any more. */
export function loadTasks(db: DatabaseSync, { project, tag }: Scope, removed: boolean): TaskRecord[] {
  const dependencies = new Map<string, TaskDependencyRef[]>();
  for (const one of rows<DependencyRow>(
    db,
    'SELECT task_id, depends_on, raw, ambiguous FROM dependencies WHERE project = ? AND tag = ? ORDER BY task_id, ordinal',
    project,
    tag
  )) {
    const reference = { raw: one.raw, taskId: one.depends_on ?? undefined, ambiguous: one.ambiguous === 1 };
    const list = dependencies.get(one.task_id);
    if (list) {
      list.push(reference);
    } else {
      dependencies.set(one.task_id, [reference]);
    }
  }
  const found = rows<TaskRow>(
    db,
    `SELECT task_id, parent_id, position, title, status, raw_status, priority, complexity, changed_at, started_at, finished_at,
       last_activity_at, last_run, last_agent, attempts, busy_ms, removed_at
     FROM tasks WHERE project = ? AND tag = ?${removed ? '' : ' AND removed_at IS NULL'}`,
    project,
    tag
  );
  const bySession = agentsBySession(db, project, tag);
  return found
    .sort((a, b) => a.position - b.position || (a.task_id < b.task_id ? -1 : 1))
    .map((one) => ({
      taskId: one.task_id,
      parentId: one.parent_id ?? undefined,
      position: one.position,
      title: one.title,
      status: one.status,
      rawStatus: one.raw_status,
      priority: one.priority ?? undefined,
      complexity: one.complexity ?? undefined,
      changedAt: one.changed_at,
      startedAt: one.started_at,
      finishedAt: one.finished_at,
      lastActivityAt: one.last_activity_at,
      lastRun: one.last_run,
      lastAgent: one.last_agent ?? bySession.get(one.task_id) ?? null,
      attempts: one.attempts,
      busyMs: one.busy_ms,
      removedAt: one.removed_at,
      dependencies: dependencies.get(one.task_id) ?? NO_DEPENDENCIES,
    }));
}

/** Agent of the session that served a task's last attempt, where the attempt itself was not told by an agent. */
function agentsBySession(db: DatabaseSync, project: string, tag: string): Map<string, string> {
  const found = rows<{ task_id: string; agent: string }>(
    db,
    `SELECT a.task_id, s.agent FROM attempts a JOIN sessions s ON s.id = a.session
     WHERE a.project = ? AND a.tag = ? AND s.agent IS NOT NULL ORDER BY a.task_id, a.number`,
    project,
    tag
  );
  return new Map(found.map(({ task_id, agent }) => [task_id, agent]));
}

export const rowIdOf = ({ project, tag }: Scope, taskId: string) => `${project}/${tag}/${taskId}`;
