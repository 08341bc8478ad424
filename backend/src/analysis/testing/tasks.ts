import fc from 'fast-check';
import { TASK_STATUSES } from '#contract/status.ts';
import { type TaskItem } from '../task-graph.ts';

/** For tests: task lists as bad as files get them. Ids repeat, parents are missing or in circles, dependencies dangle and loop. */
const ids = fc.constantFrom('1', '2', '3', '4', '5', '1.1', '1.2', '2.1', '2.1.1', '3.1', '5#2', 'x', '99');

export const taskItem: fc.Arbitrary<TaskItem> = fc.record({
  taskId: ids,
  parentId: fc.option(ids, { nil: undefined }),
  title: fc.string({ maxLength: 8 }),
  status: fc.constantFrom<string>(...TASK_STATUSES),
  priority: fc.option(fc.constantFrom('high', 'low', 'CRITICAL', 'whenever'), { nil: undefined }),
  complexity: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
  position: fc.nat(20),
  dependencies: fc.array(fc.record({ raw: ids, taskId: fc.option(ids, { nil: undefined }) }), { maxLength: 4 }),
});

export const taskList = fc.array(taskItem, { maxLength: 14 });

/** The same with each id once, as the journal keeps them. */
export const distinctTasks = fc.uniqueArray(taskItem, { maxLength: 14, selector: ({ taskId }) => taskId });

/** A task with everything unsaid filled in. */
export function task(taskId: string, more: Partial<TaskItem> & { needs?: string[] } = {}): TaskItem {
  const { needs = [], ...rest } = more;
  const dot = taskId.lastIndexOf('.');
  return {
    taskId,
    parentId: dot > 0 ? taskId.slice(0, dot) : undefined,
    title: `Task ${taskId}`,
    status: 'pending',
    position: 0,
    dependencies: needs.map((id) => ({ raw: id, taskId: id })),
    ...rest,
  };
}
