import { TASK_COLUMNS } from '#contract/columns.ts';
import { buildFrame } from '#contract/frames.ts';
import { type QueryOf } from '#contract/queries.ts';
import { type QueryContext } from './context.ts';
import { type Handler } from './handler.ts';
import { cut, withNotices } from './notices.ts';
import { type Scope, scopesOf } from './scope.ts';
import { rows } from './sql.ts';
import { type ProjectState, projectState } from './state/project-state.ts';
import { loadTasks, rowIdOf, type TaskRecord } from './state/task-record.ts';

const DEFAULT_LIMIT = 10_000;

type TaskQuery = QueryOf<'tasks'>;

/** One row a task and subtask. */
export const answerTasks: Handler<'tasks'> = ({ query }, context) => {
  const found = scopesOf(context.db, query).flatMap((scope) => taskRows(scope, query, context));
  const { rows: shown, notices } = cut(found, query.limit ?? DEFAULT_LIMIT, 'tasks');
  return [buildFrame('tasks', TASK_COLUMNS, shown, withNotices({}, notices))];
};

/** Rows of one tag, by the names of TASK_COLUMNS, in the order of the file; removed tasks last. */
export function taskRows(scope: Scope, query: TaskQuery, context: QueryContext): Array<Record<string, unknown>> {
  const state = projectState(context.db, scope);
  const now = context.now();
  const wanted = matcher(scope, query, context);
  const found: Array<Record<string, unknown>> = [];
  state.graph.items.forEach((task, place) => {
    if (wanted(task)) {
      found.push(taskRow(state, place, now));
    }
  });
  if (query.includeRemoved) {
    for (const task of loadTasks(context.db, scope, true)) {
      if (task.removedAt !== null && wanted(task)) {
        found.push(removedRow(scope, task));
      }
    }
  }
  return found;
}

/** The row of one task. */
export function taskRow(state: ProjectState, place: number, now: number): Record<string, unknown> {
  const { graph, scope, progress, readiness } = state;
  const task = graph.items[place]!;
  const running = state.running.get(task.taskId);
  const blockedBy = readiness.blockedBy[place]!;
  const parent = graph.parent[place]!;
  return {
    ...identity(scope, task),
    parentId: parent >= 0 ? graph.items[parent]!.taskId : null,
    progress: progress.share[place],
    ready: readiness.ready[place] === 1,
    blockedBy: blockedBy.length > 0 ? blockedBy.join(',') : null,
    durationMs: state.durationMs(place, now),
    expectedMs: progress.leftOut[place] ? null : state.model.expectedMs(place),
    lastActivityAt: lastSign(task.lastActivityAt, running?.sessionLastAt),
    agent: running?.agent ?? task.lastAgent,
    ...state.usage[place]!,
  };
}

/** The later of a task's own last event and the last event of the session at work on it. */
function lastSign(own: number | null, session: number | null | undefined): number | null {
  return session === null || session === undefined ? own : Math.max(own ?? 0, session);
}

function identity(scope: Scope, task: TaskRecord): Record<string, unknown> {
  return {
    id: rowIdOf(scope, task.taskId),
    project: scope.project,
    tag: scope.tag,
    run: task.lastRun,
    taskId: task.taskId,
    title: task.title,
    status: task.status,
    rawStatus: task.rawStatus,
    priority: task.priority,
    attempts: task.attempts,
    startedAt: task.startedAt,
    finishedAt: task.finishedAt,
  };
}

/** A task no longer in the file: nothing waits for it and nothing is expected of it. */
function removedRow(scope: Scope, task: TaskRecord): Record<string, unknown> {
  return {
    ...identity(scope, task),
    parentId: task.parentId ?? null,
    progress: 0,
    ready: false,
    durationMs: task.busyMs,
    lastActivityAt: task.lastActivityAt ?? task.removedAt,
    agent: task.lastAgent,
  };
}

function matcher(scope: Scope, query: TaskQuery, { db }: QueryContext): (task: TaskRecord) => boolean {
  const inRun = query.run ? tasksOfRun(db, scope, query.run) : undefined;
  const search = query.search?.toLowerCase();
  const statuses = query.status && query.status.length > 0 ? new Set(query.status) : undefined;
  return (task) =>
    (!query.taskId || task.taskId === query.taskId) &&
    (!query.parentId || task.parentId === query.parentId) &&
    (query.includeSubtasks !== false || task.parentId === undefined) &&
    (!statuses || statuses.has(task.status)) &&
    (!search || task.title.toLowerCase().includes(search) || task.taskId === search) &&
    (!inRun || inRun.has(task.taskId));
}

/** Ids of the tasks something happened to in a run. */
export function tasksOfRun(db: QueryContext['db'], scope: Scope, run: string): Set<string> {
  const found = rows<{ task_id: string }>(
    db,
    `SELECT task_id FROM transitions WHERE run = ?1 AND project = ?2 AND tag = ?3 AND initial = 0
     UNION SELECT task_id FROM attempts WHERE run = ?1 AND project = ?2 AND tag = ?3
     UNION SELECT task_id FROM usage_totals WHERE run = ?1 AND run <> '' AND project = ?2 AND tag = ?3 AND task_id <> ''`,
    run,
    scope.project,
    scope.tag
  );
  return new Set(found.map(({ task_id }) => task_id));
}
