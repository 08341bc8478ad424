import { type StatusRow, type TaskRow } from '../rows.ts';

export interface NextTask {
  taskId: string;
  title: string;
  priority: string | null;
  expectedMs: number | null;
}

/** Ready tasks in the order Task Master's `next` takes them, with what each is expected to take. */
export function nextTasks({ ready }: StatusRow, tasks: readonly TaskRow[]): NextTask[] {
  const expected = new Map(tasks.map(({ taskId, expectedMs }) => [taskId, expectedMs]));
  return ready.map((task) => ({ ...task, expectedMs: expected.get(task.taskId) ?? null }));
}
