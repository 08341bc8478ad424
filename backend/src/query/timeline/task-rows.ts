import { type QueryContext } from '../context.ts';
import { type Scope } from '../scope.ts';
import { rows, Where } from '../sql.ts';
import { type ProjectState, projectState } from '../state/project-state.ts';
import { rowIdOf } from '../state/task-record.ts';
import { floorOf } from './floor.ts';
import { markerRows } from './marker-rows.ts';
import { type Period, spanStatus, type TimelineRow } from './row.ts';

interface AttemptRow {
  task_id: string;
  run: string | null;
  number: number;
  started_at: number;
  ended_at: number | null;
  status: string;
  source: string;
  session: string | null;
  agent: string | null;
  model: string | null;
  detail: string | null;
}

/** Tasks somebody worked on in the period, their attempts, and as points the transitions that belong to none. */
export function taskRows(
  context: QueryContext,
  scope: Scope,
  period: Period,
  query: { taskId?: string },
  kinds: ReadonlySet<string>,
  limit: number
): TimelineRow[] {
  const state = projectState(context.db, scope);
  const isWanted = wantedTasks(query.taskId);
  const attempts = loadAttempts(context, scope, period, query.taskId ? -1 : limit).filter(({ task_id: id }) =>
    isWanted(id)
  );
  const byTask = new Map<string, AttemptRow[]>();
  for (const one of attempts) {
    const known = byTask.get(one.task_id);
    if (known) {
      known.push(one);
    } else {
      byTask.set(one.task_id, [one]);
    }
  }
  // Attempts come by start, so the first of each task is where the task begins.
  const floor = floorOf(
    [
      ...(kinds.has('task') ? Array.from(byTask.values(), ([first]) => first!.started_at) : []),
      ...(kinds.has('attempt') ? attempts.map((one) => one.started_at) : []),
    ],
    limit
  );
  const found: TimelineRow[] = [];
  for (const [taskId, list] of byTask) {
    if (kinds.has('task') && list[0]!.started_at >= floor) {
      found.push(taskRow(state, taskId, list, byTask));
    }
    for (const attempt of kinds.has('attempt') ? list : []) {
      if (attempt.started_at >= floor) {
        found.push(attemptRow(state, attempt));
      }
    }
  }
  return kinds.has('marker') ? [...found, ...markerRows(context, state, period, isWanted)] : found;
}

/** A task with its subtasks, or all. */
function wantedTasks(taskId: string | undefined): (id: string) => boolean {
  return (id) => !taskId || id === taskId || id.startsWith(`${taskId}.`);
}

/** The latest attempts of the period, by start. */
function loadAttempts({ db }: QueryContext, { project, tag }: Scope, period: Period, limit: number): AttemptRow[] {
  const where = new Where()
    .equal('a.project', project)
    .equal('a.tag', tag)
    .equal('a.run', period.run)
    .add(
      'a.started_at IS NOT NULL AND a.started_at <= ? AND (a.ended_at IS NULL OR a.ended_at >= ?)',
      period.to,
      period.from
    );
  return rows<AttemptRow>(
    db,
    `SELECT a.task_id, a.run, a.number, a.started_at, a.ended_at, a.status, a.source, a.session, ifnull(a.agent, s.agent) AS agent,
       s.model, a.detail
     FROM attempts a LEFT JOIN sessions s ON s.id = a.session${where.toString()} ORDER BY a.started_at DESC LIMIT ?`,
    ...where.values,
    limit
  ).reverse();
}

/** Lane and name of a task: its id and title. */
export function laneOf({ graph }: ProjectState, taskId: string): string {
  const place = graph.byId.get(taskId);
  return place === undefined ? taskId : `${taskId} ${graph.items[place]!.title}`;
}

function taskRow(
  state: ProjectState,
  taskId: string,
  attempts: readonly AttemptRow[],
  shown: ReadonlyMap<string, unknown>
): TimelineRow {
  const { graph, scope } = state;
  const place = graph.byId.get(taskId);
  const task = place === undefined ? undefined : graph.items[place]!;
  const parent = place === undefined ? -1 : graph.parent[place]!;
  const parentId = parent >= 0 ? graph.items[parent]!.taskId : undefined;
  const name = laneOf(state, taskId);
  const running = attempts.some((attempt) => attempt.ended_at === null);
  return {
    id: rowIdOf(scope, taskId),
    parentId: parentId !== undefined && shown.has(parentId) ? rowIdOf(scope, parentId) : null,
    lane: name,
    kind: 'task',
    name,
    start: Math.min(...attempts.map((attempt) => attempt.started_at)),
    end: running ? null : Math.max(...attempts.map((attempt) => attempt.ended_at!)),
    status: task?.status ?? 'cancelled',
    taskId,
    agent: attempts.at(-1)!.agent ?? task?.lastAgent,
    attributes: {
      dependencies:
        place === undefined ? [] : graph.dependencies[place]!.map((at) => rowIdOf(scope, graph.items[at]!.taskId)),
      priority: task?.priority ?? null,
      ...(task ? {} : { removed: true }),
    },
  };
}

function attemptRow(state: ProjectState, attempt: AttemptRow): TimelineRow {
  return {
    id: `${rowIdOf(state.scope, attempt.task_id)}#${attempt.number}`,
    parentId: rowIdOf(state.scope, attempt.task_id),
    lane: laneOf(state, attempt.task_id),
    kind: 'attempt',
    name: `Attempt ${attempt.number}`,
    start: attempt.started_at,
    end: attempt.ended_at,
    status: spanStatus(attempt.ended_at === null ? 'running' : attempt.status),
    taskId: attempt.task_id,
    attempt: attempt.number,
    agent: attempt.agent,
    model: attempt.model,
    attributes: {
      ...parseDetail(attempt.detail),
      ...(attempt.session === null ? {} : { session: attempt.session }),
      source: attempt.source,
    },
  };
}

function parseDetail(detail: string | null): Record<string, unknown> {
  if (detail === null) {
    return {};
  }
  try {
    const value: unknown = JSON.parse(detail);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { detail };
  } catch {
    return { detail };
  }
}
