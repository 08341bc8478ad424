/** The only task in progress of a project, over time. */

export interface TaskKey {
  tag: string;
  taskId: string;
}

export interface Mark extends TaskKey {
  at: number;
  /** In progress from `at` on, or not. */
  on: boolean;
}

export interface SoleSpan {
  /** Until the next span's `from`. */
  from: number;
  /** Null: none in progress, or several. */
  task: TaskKey | null;
}

/** More than this many in progress are several, whatever their nesting: tasks, subtasks and theirs are three. */
export const MANY = 8;

/**
 * The one task these stand for: a task whose subtask is in progress too is the subtask's frame, not work of its own.
 * Null for none and for several.
 */
export function onlyTask(inProgress: ReadonlyMap<string, TaskKey>): TaskKey | null {
  if (inProgress.size === 0 || inProgress.size > MANY) {
    return null;
  }
  const all = [...inProgress.values()];
  const leaves = all.filter(
    (task) => !all.some((other) => other.tag === task.tag && other.taskId.startsWith(`${task.taskId}.`))
  );
  return leaves.length === 1 ? (leaves[0] ?? null) : null;
}

export function keyOf(task: TaskKey): string {
  return `${task.tag}\u0000${task.taskId}`;
}

export function sameTask(a: TaskKey | null | undefined, b: TaskKey | null | undefined): boolean {
  return (a?.tag ?? null) === (b?.tag ?? null) && (a?.taskId ?? null) === (b?.taskId ?? null);
}

/**
 * The spans from the first mark on. `inProgress` is what was in progress just before (it is changed), `before` the task that
 * was the only one then; marks come in order of time.
 */
export function soleSpans(
  inProgress: Map<string, TaskKey>,
  before: TaskKey | null,
  marks: readonly Mark[]
): SoleSpan[] {
  const spans: SoleSpan[] = [];
  let last = before;
  marks.forEach((mark, index) => {
    if (mark.on) {
      inProgress.set(keyOf(mark), { tag: mark.tag, taskId: mark.taskId });
    } else {
      inProgress.delete(keyOf(mark));
    }
    if (marks[index + 1]?.at === mark.at) {
      return; // one moment has one state
    }
    const task = onlyTask(inProgress);
    if (!sameTask(task, last)) {
      spans.push({ from: mark.at, task });
      last = task;
    }
  });
  return spans;
}
