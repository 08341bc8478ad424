import { isFinished, isTerminal } from '#contract/status.ts';
import { nextTasks } from '../../analysis/next-tasks.ts';
import { readinessOf } from '../../analysis/readiness.ts';
import { buildTaskGraph, type TaskGraph, type TaskItem } from '../../analysis/task-graph.ts';
import { type RunState } from '../state/types.ts';
import { overlay } from './overlay.ts';

/** What a run can do now. Ids as Task Master shows them. */
export interface QueuePlan<T extends TaskItem = TaskItem> {
  graph: TaskGraph<T>;
  /** What may begin now, best first: leaves only, by Task Master's own rule for `next`. */
  ready: T[];
  /** Tasks whose pause before another try is not over yet, and when the first one is, epoch ms. */
  nextRetryAt?: number;
  running: string[];
  /** Open tasks nothing is in the way of but an end that cannot come: what each waits for. */
  stranded: Array<{ taskId: string; waitsFor: string[] }>;
  /** Leaves that are over, and that are counted. */
  finished: number;
  total: number;
}

/**
 * Plans a run over the tasks of the file. A task with subtasks is not executed itself: it is in progress from its first subtask
 * on, and done when they all are. Linear in tasks and dependencies, a few ms for 10,000.
 * @param now epoch ms
 */
export function planQueue<T extends TaskItem>(items: readonly T[], state: RunState, now: number): QueuePlan<T> {
  const view = closeParents(overlay(items, state), state);
  const graph = buildTaskGraph(view);
  const hasOpenChild = graph.children.map((below) => below.some((at) => !isTerminal(graph.items[at]!.status)));
  // A parent's own turn is to be begun; which subtask is next depends on that, so it is begun before `next` is asked.
  const begun = begin(graph, hasOpenChild);
  const readiness = readinessOf(begun);
  const ready = nextTasks(begun, readiness)
    .filter((place) => !hasOpenChild[place])
    .map((place) => begun.items[place]!)
    .filter(({ taskId }) => mayStart(state, taskId));
  const retries: T[] = [];
  let nextRetryAt: number | undefined;
  const running: string[] = [];
  for (const item of begun.items) {
    const task = state.tasks[item.taskId];
    if (task?.phase === 'running') {
      running.push(item.taskId);
    } else if (task?.phase === 'retry' && !isTerminal(item.status)) {
      const at = task.retryAt ?? 0;
      if (at <= now) {
        retries.push(item);
      } else if (nextRetryAt === undefined || at < nextRetryAt) {
        nextRetryAt = at;
      }
    }
  }
  const leaves = begun.items.filter((_item, place) => begun.children[place]!.length === 0);
  const counted = leaves.filter(({ status }) => status !== 'cancelled' && status !== 'deferred');
  const stranded = begun.items.flatMap(({ taskId, status }, place) =>
    status === 'pending' && readiness.blockedBy[place]!.length > 0 && begun.children[place]!.length === 0
      ? [{ taskId, waitsFor: [...readiness.blockedBy[place]!] }]
      : []
  );
  return {
    graph: begun,
    ready: [...retries, ...ready],
    ...(nextRetryAt === undefined ? {} : { nextRetryAt }),
    running,
    stranded,
    finished: counted.filter(({ status }) => isFinished(status)).length,
    total: counted.length,
  };
}

function mayStart(state: RunState, taskId: string): boolean {
  const phase = state.tasks[taskId]?.phase;
  return phase === undefined || phase === 'waiting';
}

/** Marks every ready task that has open subtasks as in progress, level by level: its subtasks may then be next. */
function begin<T extends TaskItem>(graph: TaskGraph<T>, hasOpenChild: boolean[]): TaskGraph<T> {
  let now = graph;
  for (let level = 0; level < 10; level++) {
    const { ready } = readinessOf(now);
    const places = new Set(
      now.items.flatMap((item, place) =>
        ready[place] && hasOpenChild[place] && item.status === 'pending' ? [place] : []
      )
    );
    if (places.size === 0) {
      return now;
    }
    const items = now.items.map((item, place) => (places.has(place) ? { ...item, status: 'in-progress' } : item));
    now = { ...now, items };
  }
  return now;
}

/** A task whose subtasks are all over is done, when the run has finished at least one of them. Deepest first. */
function closeParents<T extends TaskItem>(items: T[], state: RunState): T[] {
  const below = new Map<string, T[]>();
  for (const item of items) {
    if (item.parentId !== undefined) {
      const list = below.get(item.parentId);
      if (list) {
        list.push(item);
      } else {
        below.set(item.parentId, [item]);
      }
    }
  }
  if (below.size === 0) {
    return items;
  }
  const closed = new Map<string, T>();
  const now = (item: T): T => closed.get(item.taskId) ?? item;
  for (const item of [...items].reverse()) {
    const children = below.get(item.taskId);
    if (!children || isTerminal(item.status)) {
      continue;
    }
    const over = children.every((child) => isTerminal(now(child).status));
    const ours = children.some(
      (child) => isFinished(now(child).status) && (closed.has(child.taskId) || state.tasks[child.taskId])
    );
    if (over && ours) {
      closed.set(item.taskId, { ...item, status: 'done' });
    }
  }
  return closed.size === 0 ? items : items.map(now);
}

/** Parents whose status in the file follows from the plan: begun, or done. */
export function parentStatuses(plan: QueuePlan, items: readonly TaskItem[], state: RunState): Map<string, string> {
  const before = new Map(items.map(({ taskId, status }) => [taskId, status]));
  const active = new Set<string>();
  plan.graph.items.forEach((item, place) => {
    if (state.tasks[item.taskId] === undefined) {
      return;
    }
    for (let above = plan.graph.parent[place]!; above >= 0; above = plan.graph.parent[above]!) {
      active.add(plan.graph.items[above]!.taskId);
    }
  });
  const changes = new Map<string, string>();
  for (const { taskId, status } of plan.graph.items) {
    if (active.has(taskId) && before.get(taskId) !== status && (status === 'done' || status === 'in-progress')) {
      changes.set(taskId, status);
    }
  }
  return changes;
}
