import { type StatusRow, type TaskRow } from '../rows.ts';

/** Most tasks the service names in each list of a status. */
const MOST_LISTED = 50;
/** Most tasks the service sends to who does not ask for more. */
const MOST_TASKS = 10_000;

/** How many tasks a list stands for; `atLeast` where the rest is not known. */
export interface Total {
  count: number;
  atLeast: boolean;
}

export interface WholeWork {
  running: Total;
  ready: Total;
  /** All that wait, with what for; the service's list where the tasks are not known. */
  waiting: StatusRow['waiting'];
  /** `waiting` is cut. */
  waitingCut: boolean;
}

const isCut = (list: readonly unknown[]) => list.length >= MOST_LISTED;

/**
 * What stands behind the cut lists of a status, by the service's own rules: in work is the deepest task in progress of
 * each branch; a subtask can start once its task is in progress; what lies below a deferred or cancelled task waits for
 * nothing. `tasks` are all of the tag, or none where they are not known.
 */
export function wholeWork(status: StatusRow, tasks: readonly TaskRow[]): WholeWork {
  const { running, ready, waiting } = status;
  const known = tasks.length > 0;
  const atLeast = !known || tasks.length >= MOST_TASKS;
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  /** The nearest first. */
  const parentsOf = ({ parentId }: TaskRow): TaskRow[] => {
    const parent = parentId === null ? undefined : byId.get(parentId);
    return parent ? [parent, ...parentsOf(parent)] : [];
  };
  const total = (list: readonly unknown[], count: () => number): Total =>
    isCut(list) ? { count: Math.max(list.length, count()), atLeast } : { count: list.length, atLeast: false };
  return {
    running: total(running, () => {
      const inWork = tasks.filter((task) => task.status === 'in-progress');
      const withWorkBelow = new Set(inWork.flatMap((task) => parentsOf(task).map(({ taskId }) => taskId)));
      // Where the tasks are not known: its leaves in progress are nearly all of it.
      return Math.max(status.inProgress, inWork.filter(({ taskId }) => !withWorkBelow.has(taskId)).length);
    }),
    ready: total(
      ready,
      () => tasks.filter((task) => task.ready && (parentsOf(task)[0]?.status ?? 'in-progress') === 'in-progress').length
    ),
    waiting: isCut(waiting) && known ? tasks.filter((task) => waits(task, parentsOf(task))).map(asWaiting) : waiting,
    waitingCut: isCut(waiting) && atLeast,
  };
}

const isAside = ({ status }: TaskRow) => status === 'deferred' || status === 'cancelled';
const waits = (task: TaskRow, parents: readonly TaskRow[]) =>
  (task.status === 'blocked' || (task.status === 'pending' && Boolean(task.blockedBy))) && !parents.some(isAside);

const asWaiting = ({ taskId, title, blockedBy }: TaskRow) => ({
  taskId,
  title,
  waitsFor: blockedBy ? blockedBy.split(',') : [],
});

/** `1,204`, or `at least 50`. */
export const totalText = ({ count, atLeast }: Total) => `${atLeast ? 'at least ' : ''}${count.toLocaleString('en-US')}`;
