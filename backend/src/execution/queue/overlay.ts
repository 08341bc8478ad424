import { isTerminal } from '#contract/status.ts';
import { type TaskItem } from '../../analysis/task-graph.ts';
import { type RunState, type TaskState } from '../state/types.ts';

/** What a run knows of a task, in Task Master's words; undefined where the file's own status stands. */
export function statusOf(task: TaskState | undefined): string | undefined {
  switch (task?.phase) {
    case 'running':
    case 'retry':
      return 'in-progress';
    case 'done':
      return 'done';
    case 'failed':
      return 'blocked';
    case 'skipped':
      return 'deferred';
    case 'overridden':
      return task.override?.status;
    default:
      return undefined;
  }
}

/**
 * The file's tasks as the run sees them: what it did itself counts before what the file says, because its writes reach the file a
 * moment later. What somebody else finished, cancelled or set aside meanwhile stands, unless the run is working on it.
 */
export function overlay<T extends TaskItem>(items: readonly T[], state: RunState): T[] {
  return items.map((item) => {
    const task = state.tasks[item.taskId];
    const own = statusOf(task);
    if (own === undefined) {
      // Given back by `retry TASK`: the file may still say blocked from the last time.
      return task && !isTerminal(item.status) && item.status !== 'pending' ? { ...item, status: 'pending' } : item;
    }
    const others = task?.phase === 'retry' || task?.phase === 'failed';
    return others && isTerminal(item.status) ? item : own === item.status ? item : { ...item, status: own };
  });
}

/** Most tasks whose statuses the end of a run names. */
const MOST_LEFT = 5_000;

/** How a run leaves the tasks it had to do with, and their parents, by task. `items`: as its plan has them at the end. */
export function leftStatuses(state: Pick<RunState, 'tasks'>, items: readonly TaskItem[]): Record<string, string[]> {
  const planned = new Map(items.map(({ taskId, status }) => [taskId, status]));
  const left: Record<string, string[]> = {};
  for (const [taskId, task] of Object.entries(state.tasks).slice(-MOST_LEFT)) {
    const status = statusOf(task);
    if (status !== undefined) {
      left[taskId] = [status];
    }
    for (let end = taskId.lastIndexOf('.'); end > 0; end = taskId.lastIndexOf('.', end - 1)) {
      const parent = taskId.slice(0, end);
      const set = planned.get(parent);
      if (set === 'done' || set === 'in-progress') {
        left[parent] ??= [set];
      }
    }
  }
  return left;
}
