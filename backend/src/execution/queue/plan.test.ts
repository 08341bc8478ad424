import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctTasks, task } from '../../analysis/testing/tasks.ts';
import { buildTaskGraph } from '../../analysis/task-graph.ts';
import { isTerminal } from '#contract/status.ts';
import { beginState, taskOf } from '../state/apply.ts';
import { DEFAULT_CONFIG } from '../state/config.ts';
import { type RunState } from '../state/types.ts';
import { parentStatuses, planQueue } from './plan.ts';
import { refusalsOf } from './refuse.ts';

function stateOf(phases: Record<string, Partial<RunState['tasks'][string]>> = {}): RunState {
  const state = beginState({
    seq: 1,
    at: 0,
    type: 'run.started',
    run: 'r',
    project: 'p',
    tag: 'master',
    tasksFile: '/p/tasks.json',
    config: { ...DEFAULT_CONFIG, command: 'true' },
  });
  for (const [taskId, more] of Object.entries(phases)) {
    Object.assign(taskOf(state, taskId), more);
  }
  return state;
}
const idsOf = (list: Array<{ taskId: string }>) => list.map(({ taskId }) => taskId);

describe('planQueue', () => {
  const items = [
    task('1'),
    task('2', { needs: ['1'] }),
    task('3', { priority: 'high' }),
    task('3.1'),
    task('3.2', { needs: ['3.1'] }),
    task('4', { needs: ['3'] }),
  ];

  it('begins a task by its first subtask, and finishes it with its last', () => {
    const state = stateOf();
    expect(idsOf(planQueue(items, state, 0).ready)).toEqual(['3.1', '1']);
    taskOf(state, '3.1').phase = 'running';
    let plan = planQueue(items, state, 0);
    expect(plan.running).toEqual(['3.1']);
    expect(idsOf(plan.ready)).toEqual(['1']);
    expect(parentStatuses(plan, items, state)).toEqual(new Map([['3', 'in-progress']]));
    taskOf(state, '3.1').phase = 'done';
    taskOf(state, '3.2').phase = 'done';
    plan = planQueue(items, state, 0);
    expect(idsOf(plan.ready)).toEqual(['1', '4']);
    expect(parentStatuses(plan, items, state)).toEqual(new Map([['3', 'done']]));
    expect(plan).toMatchObject({ finished: 2, total: 5 });
  });

  it('waits for the pause before another try, and says what can never begin', () => {
    const state = stateOf({
      '1': { phase: 'failed', attempts: 3 },
      '3.1': { phase: 'retry', attempts: 1, retryAt: 500 },
    });
    expect(planQueue(items, state, 100)).toMatchObject({ ready: [], nextRetryAt: 500 });
    expect(idsOf(planQueue(items, state, 500).ready)).toEqual(['3.1']);
    expect(planQueue(items, state, 100).stranded.map(({ taskId }) => taskId)).toContain('2');
  });

  it('leaves to others what they did meanwhile', () => {
    const state = stateOf({ '1': { phase: 'failed', attempts: 3 }, '2': { phase: 'retry', retryAt: 0, attempts: 1 } });
    const changed = items.map((item) =>
      item.taskId === '1' || item.taskId === '2' ? { ...item, status: 'done' } : item
    );
    expect(idsOf(planQueue(changed, state, 1).ready)).toEqual(['3.1']);
  });

  it('never proposes what runs, is over, or waits; whatever the file', () => {
    fc.assert(
      fc.property(distinctTasks, (list) => {
        const state = stateOf();
        const plan = planQueue(list, state, 0);
        for (const item of plan.ready) {
          const place = plan.graph.byId.get(item.taskId)!;
          expect(item.status).toBe('pending');
          expect(plan.graph.dependencies[place]!.every((at) => isTerminal(plan.graph.items[at]!.status))).toBe(true);
          expect(plan.graph.children[place]!.some((at) => !isTerminal(plan.graph.items[at]!.status))).toBe(false);
        }
        expect(new Set(idsOf(plan.ready)).size).toBe(plan.ready.length);
      })
    );
  });

  it('comes to an end on every queue that is not refused', () => {
    fc.assert(
      fc.property(distinctTasks, (list) => {
        const file = list.map((item) => (isTerminal(item.status) ? item : { ...item, status: 'pending' }));
        const refused = refusalsOf(buildTaskGraph(file)).length > 0;
        const state = stateOf();
        let steps = 0;
        for (let plan = planQueue(file, state, 0); plan.ready.length > 0; plan = planQueue(file, state, 0)) {
          taskOf(state, plan.ready[0]!.taskId).phase = 'done';
          expect(++steps).toBeLessThanOrEqual(file.length);
        }
        const end = planQueue(file, state, 0);
        // What waits for cancelled work, or stands in a task that is over, is nobody's turn: Task Master's `next` says the same.
        const over = new Set(file.filter(({ status }) => isTerminal(status)).map(({ taskId }) => taskId));
        const nobodysTurn = file.some(
          ({ status, parentId }) => status === 'cancelled' || status === 'deferred' || (parentId && over.has(parentId))
        );
        if (!refused && !nobodysTurn) {
          expect(end.finished).toBe(end.total);
        }
      }),
      { numRuns: 500 }
    );
  });
});

describe('refusalsOf', () => {
  it('names a circle in the order of waiting, also one through a parent', () => {
    const plain = buildTaskGraph([
      task('1', { needs: ['3'] }),
      task('2', { needs: ['1'] }),
      task('3', { needs: ['2'] }),
      task('4'),
    ]);
    expect(refusalsOf(plain)).toMatchObject([
      { kind: 'cycle', text: expect.stringContaining('1 → 3 → 2 → 1') as string },
    ]);
    const nested = buildTaskGraph([task('1'), task('1.1', { needs: ['2'] }), task('2', { needs: ['1'] })]);
    expect(refusalsOf(nested)).toMatchObject([
      { kind: 'cycle', taskIds: expect.arrayContaining(['1.1', '2']) as string[] },
    ]);
    expect(refusalsOf(buildTaskGraph([task('1', { needs: ['1'] })]))).toMatchObject([
      { kind: 'cycle', taskIds: ['1'] },
    ]);
  });

  it('says what is missing, twice there, or nothing at all; finished work is left in peace', () => {
    expect(refusalsOf(buildTaskGraph([task('1', { needs: ['9'] })])).map(({ kind }) => kind)).toEqual(['missing']);
    expect(refusalsOf(buildTaskGraph([]))).toMatchObject([{ kind: 'empty' }]);
    expect(refusalsOf(buildTaskGraph([task('1', { needs: ['1', '9'], status: 'done' })]))).toEqual([]);
  });
});
