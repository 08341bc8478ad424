import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTasks } from './read-tasks.ts';

const ids = (list: unknown[]) => readTasks(list).tasks.map((task) => task.taskId);

describe('readTasks', () => {
  it('shows ids as Task Master does, however they are written', () => {
    const subtasks = [{ id: 1 }, { id: '2' }, { id: 5.3 }, { id: '5.4' }];
    expect(ids([{ id: 5, subtasks }, { id: '6' }])).toEqual(['5', '5.1', '5.2', '5.3', '5.4', '6']);
  });

  it('reads subtasks of subtasks', () => {
    expect(ids([{ id: 1, subtasks: [{ id: 2, subtasks: [{ id: 3 }] }] }])).toEqual(['1', '1.2', '1.2.3']);
  });

  it('keeps a second task with the same id, and says whose double it is', () => {
    const { tasks } = readTasks([{ id: 7 }, { id: 7, subtasks: [{ id: 1 }] }]);
    expect(tasks.map((task) => task.taskId)).toEqual(['7', '7#2', '7#2.1']);
    expect(tasks[1]?.duplicateOf).toBe('7');
  });

  it('maps unknown statuses to the nearest known one and keeps the words', () => {
    const { tasks } = readTasks([{ id: 1, status: 'in_progress' }, { id: 2, status: 'canceled' }, { id: 3 }]);
    expect(tasks.map(({ status, rawStatus }) => [status, rawStatus])).toEqual([
      ['in-progress', 'in_progress'],
      ['cancelled', 'canceled'],
      ['pending', undefined],
    ]);
  });

  it('takes an undotted id in a subtask for a sibling, and says when a task has that id too', () => {
    const list = [
      { id: 1 },
      { id: 2, subtasks: [{ id: 1 }, { id: 2, dependencies: [1, '1', '1.1', 9, '3'] }] },
      { id: 3 },
    ];
    const subtask = readTasks(list).tasks.find((task) => task.taskId === '2.2');
    expect(subtask?.dependencies).toEqual([
      { raw: '1', taskId: '2.1', resolved: true, ambiguous: true },
      { raw: '1', taskId: '2.1', resolved: true, ambiguous: true },
      { raw: '1.1', resolved: false },
      { raw: '9', resolved: false },
      { raw: '3', resolved: false, ambiguous: true },
    ]);
  });

  it('keeps unknown fields', () => {
    const { tasks } = readTasks([{ id: 1, updatedAt: '2025-01-01', effort: { h: 3 }, complexity: 'odd' }]);
    expect(tasks[0]?.extra).toEqual({ updatedAt: '2025-01-01', effort: { h: 3 }, complexity: 'odd' });
  });

  it('takes complexity from the report before the task, and understands its words', () => {
    const { tasks } = readTasks(
      [
        { id: 1, complexity: 3 },
        { id: 2, complexity: 'complex' },
      ],
      new Map([['1', 8]])
    );
    expect(tasks.map((task) => task.complexity)).toEqual([8, 7]);
  });

  it('never throws, gives every object a row and every row an id of its own', () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { maxLength: 12 }), (list) => {
        const { tasks, skipped } = readTasks(list);
        const objects = list.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
        expect(skipped).toBeGreaterThanOrEqual(list.length - objects.length);
        expect(tasks.length).toBeGreaterThanOrEqual(objects.length);
        expect(new Set(tasks.map((task) => task.position)).size).toBe(tasks.length);
      })
    );
  });

  it('gives random task trees unique ids', () => {
    const id = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('1', '1.1', ' 2 ', '', null, 1.1));
    const tree = fc.letrec((tie) => ({
      task: fc.record(
        { id, status: fc.anything(), dependencies: fc.anything(), subtasks: fc.array(tie('task'), { maxLength: 3 }) },
        { requiredKeys: [] }
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree.task, { maxLength: 6 }), (list) => {
        const found = ids(list);
        expect(new Set(found).size).toBe(found.length);
      })
    );
  });
});
