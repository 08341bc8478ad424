import { expect, it } from 'vitest';
import { type StatusRow, type TaskRow } from '../rows.ts';
import { totalText, wholeWork } from './whole-work.ts';

const task = (taskId: string, status: string, over: Partial<TaskRow> = {}) =>
  ({ taskId, title: taskId, status, parentId: null, blockedBy: null, ready: false, ...over }) as TaskRow;
const many = (count: number, prefix: string, status: string, over?: Partial<TaskRow>) =>
  Array.from({ length: count }, (_, n) => task(`${prefix}${n}`, status, over));

const tasks = [
  ...many(600, 'r', 'in-progress'),
  task('r0.1', 'in-progress', { parentId: 'r0' }),
  ...many(120, 'n', 'pending', { ready: true }),
  task('n0.1', 'pending', { ready: true, parentId: 'n0' }),
  task('r1.1', 'pending', { ready: true, parentId: 'r1' }),
  ...many(300, 'w', 'pending', { blockedBy: 'r0,n1' }),
  task('off', 'cancelled'),
  task('off.1', 'pending', { parentId: 'off', blockedBy: 'r0' }),
];
const named = (prefix: string) => tasks.filter(({ taskId }) => taskId.startsWith(prefix)).slice(0, 50);
const cut = {
  inProgress: 599,
  running: named('r'),
  ready: named('n'),
  waiting: named('w').map(({ taskId, title }) => ({ taskId, title, waitsFor: ['r0', 'n1'] })),
} as unknown as StatusRow;

it('counts what stands behind lists that are cut', () => {
  const { running, ready, waiting, waitingCut } = wholeWork(cut, tasks);
  expect(running).toEqual({ count: 600, atLeast: false });
  expect(ready).toEqual({ count: 121, atLeast: false });
  expect(waiting).toHaveLength(300);
  expect(waiting[299]!.waitsFor).toEqual(['r0', 'n1']);
  expect(waitingCut).toBe(false);
});

it('says that it is more where the tasks are not known', () => {
  const { running, ready, waiting, waitingCut } = wholeWork(cut, []);
  expect([totalText(running), totalText(ready)]).toEqual(['at least 599', 'at least 50']);
  expect([waiting.length, waitingCut]).toEqual([50, true]);
});

it('takes lists that are not cut as they are', () => {
  const short = { ...cut, running: cut.running.slice(0, 2), ready: [], waiting: [] };
  expect(wholeWork(short, tasks)).toEqual({
    running: { count: 2, atLeast: false },
    ready: { count: 0, atLeast: false },
    waiting: [],
    waitingCut: false,
  });
});
