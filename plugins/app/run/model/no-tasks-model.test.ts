import { expect, it } from 'vitest';
import { noTasksView } from './no-tasks-model.ts';

it('a project whose file cannot be read says so in its own sentence', () => {
  const problem = 'tasks.json: It is not JSON (line 3). Repair it or take it back from Git.';
  expect(noTasksView({ state: 'broken', problem, path: '/home/dev/shop' })).toMatchObject({
    text: problem,
    failed: true,
  });
});

it('one without a task file says where none was read, and how tasks come', () => {
  const { title, text, failed } = noTasksView({ state: 'missing', problem: null, path: '/home/dev/shop' });
  expect([title, failed]).toEqual(['No tasks yet', false]);
  expect(text).toContain('no task file of it in /home/dev/shop. Let Task Master');
  expect(noTasksView(undefined).text).toContain('no task file of it. Let Task Master');
});
