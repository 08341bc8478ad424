import { describe, expect, it } from 'vitest';
import { type RunState } from '../state/types.ts';
import { leftStatuses } from './overlay.ts';

const tasks = { '1.2.1': { phase: 'done' }, '3.1': { phase: 'failed' }, '4': { phase: 'waiting' } };
const state = { tasks } as unknown as Pick<RunState, 'tasks'>;
const items = [
  { taskId: '1', status: 'in-progress' },
  { taskId: '1.2', status: 'done' },
  { taskId: '3', status: 'pending' },
].map((item, position) => ({ ...item, title: '', position, dependencies: [] }));

describe('what a run leaves', () => {
  it('is its tasks, and their parents only as its plan set them', () => {
    expect(leftStatuses(state, items)).toEqual({
      '1.2.1': ['done'],
      '1.2': ['done'],
      '1': ['in-progress'],
      '3.1': ['blocked'],
    });
  });
});
