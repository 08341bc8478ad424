import { type Readiness } from './readiness.ts';
import { type TaskGraph } from './task-graph.ts';

/**
 * The order Task Master's `next` proposes work in (claude-task-master, tm-core `task-service.ts` getNextTask): ready subtasks of
 * tasks in progress first, then ready top-level tasks; within each by priority (critical > high > medium > low, unknown and none
 * as medium; a subtask without one has its parent's), then by the number of dependencies, then by id.
 * `next` also returns work already in progress; that is listed as running here, not as next.
 */

const PRIORITIES: Record<string, number> = { critical: 4, high: 3, medium: 2, low: 1 };

/** Compares ids as people read them: 2 before 10, 5.2 before 5.10, numbers before words. */
export function compareTaskIds(a: string, b: string): number {
  const left = a.split(/[.#]/);
  const right = b.split(/[.#]/);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const x = left[index];
    const y = right[index];
    if (x === undefined || y === undefined) {
      return x === undefined ? -1 : 1;
    }
    const numeric = Number(x) - Number(y);
    if (Number.isFinite(numeric) && numeric !== 0) {
      return numeric;
    }
    if (x !== y && !Number.isFinite(numeric)) {
      const words = Number(Number.isNaN(Number(x))) - Number(Number.isNaN(Number(y)));
      return words === 0 ? (x < y ? -1 : 1) : words;
    }
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function priorityOf(graph: TaskGraph, place: number): number {
  for (let at = place; at >= 0; at = graph.parent[at]!) {
    const { priority } = graph.items[at]!;
    if (priority) {
      return PRIORITIES[priority.toLowerCase()] ?? 2;
    }
  }
  return 2;
}

/** Places of everything that can start now, best first. A ready subtask of a task that has not begun waits for that task. */
export function nextTasks(graph: TaskGraph, { ready }: Readiness): number[] {
  const begun: number[] = [];
  const others: number[] = [];
  ready.forEach((isReady, place) => {
    const above = graph.parent[place]!;
    if (isReady && above >= 0 && graph.items[above]!.status === 'in-progress') {
      begun.push(place);
    } else if (isReady && above < 0) {
      others.push(place);
    }
  });
  const order = (a: number, b: number) =>
    priorityOf(graph, b) - priorityOf(graph, a) ||
    dependencyCount(graph, a) - dependencyCount(graph, b) ||
    compareTaskIds(graph.items[a]!.taskId, graph.items[b]!.taskId);
  return [...begun.sort(order), ...others.sort(order)];
}

const dependencyCount = (graph: TaskGraph, place: number) => graph.items[place]!.dependencies.length;

/** Places of what is in progress, the deepest item of each branch only: `5.2` rather than `5` and `5.2`. */
export function runningTasks(graph: TaskGraph): number[] {
  const hasRunningBelow = new Uint8Array(graph.items.length);
  graph.items.forEach((item, place) => {
    if (item.status === 'in-progress') {
      for (let at = graph.parent[place]!; at >= 0 && !hasRunningBelow[at]; at = graph.parent[at]!) {
        hasRunningBelow[at] = 1;
      }
    }
  });
  const running: number[] = [];
  graph.items.forEach((item, place) => {
    if (item.status === 'in-progress' && !hasRunningBelow[place]) {
      running.push(place);
    }
  });
  return running;
}
