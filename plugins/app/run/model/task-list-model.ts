import { type TaskRow } from '../rows.ts';

export const SORTS = ['order', 'status', 'duration', 'attempts', 'cost', 'activity'] as const;
export type Sort = (typeof SORTS)[number];

export interface ListOptions {
  /** Text in the id, title or agent. */
  search: string;
  /** Statuses, or `ready`, `waiting`, `late`; empty shows all. */
  show: readonly string[];
  sort: Sort;
  descending: boolean;
}

export interface ListedTask {
  task: TaskRow;
  /** 1 for a subtask that stands below its task. */
  depth: number;
  /** Duration ÷ expected; null where either is unknown. */
  pace: number | null;
}

const LATE = 2;
const STATUS_ORDER = ['in-progress', 'blocked', 'review', 'pending', 'done', 'completed', 'deferred', 'cancelled'];
const statusRank = (status: string) =>
  STATUS_ORDER.includes(status) ? STATUS_ORDER.indexOf(status) : STATUS_ORDER.length;

export const paceOfTask = ({ durationMs, expectedMs }: TaskRow): number | null =>
  durationMs === null || expectedMs === null || expectedMs <= 0 ? null : durationMs / expectedMs;

/** The chips above the list: what can be shown, and how many that are. Only what there is, in a fixed order. */
export function listFilters(tasks: readonly TaskRow[]): Array<{ value: string; count: number }> {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    for (const value of valuesOf(task)) {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const order = [...STATUS_ORDER, 'ready', 'waiting', 'late'];
  return [...counts]
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([value, count]) => ({ value, count }));
}

function valuesOf(task: TaskRow): string[] {
  const values = [task.status];
  if (task.ready) {
    values.push('ready');
  }
  if (task.blockedBy !== null && task.blockedBy !== '') {
    values.push('waiting');
  }
  if ((paceOfTask(task) ?? 0) > LATE) {
    values.push('late');
  }
  return values;
}

const KEYS: Record<Exclude<Sort, 'order'>, (task: TaskRow) => number | null> = {
  status: ({ status }) => -statusRank(status),
  duration: ({ durationMs }) => durationMs,
  attempts: ({ attempts }) => attempts,
  cost: ({ costUsd }) => costUsd,
  activity: ({ lastActivityAt }) => lastActivityAt,
};

/** Tasks as the list shows them; in the file's order subtasks are indented, in any other order all are equal. */
export function listTasks(tasks: readonly TaskRow[], { search, show, sort, descending }: ListOptions): ListedTask[] {
  const text = search.trim().toLowerCase();
  const wanted = new Set(show);
  const found = tasks
    .filter((task) => wanted.size === 0 || valuesOf(task).some((value) => wanted.has(value)))
    .filter(
      ({ taskId, title, agent }) =>
        text === '' || taskId === text || `${taskId} ${title} ${agent ?? ''}`.toLowerCase().includes(text)
    )
    .map((task) => ({ task, depth: sort === 'order' && task.parentId !== null ? 1 : 0, pace: paceOfTask(task) }));
  if (sort === 'order') {
    return descending ? found.reverse() : found;
  }
  const key = KEYS[sort];
  const sign = descending ? -1 : 1;
  return found
    .map((one, place) => ({ one, place, value: key(one.task) }))
    .sort((a, b) => {
      // What is not known stands last, whichever way the rest is sorted.
      if (a.value === null || b.value === null) {
        return Number(a.value === null) - Number(b.value === null) || a.place - b.place;
      }
      return sign * (a.value - b.value) || a.place - b.place;
    })
    .map(({ one }) => one);
}
