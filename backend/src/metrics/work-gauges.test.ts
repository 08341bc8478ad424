import { describe, expect, it } from 'vitest';
import { type WorkRun } from '../query/reads/work.ts';
import { Metrics } from './metrics.ts';
import { type Budgets, setWorkGauges } from './work-gauges.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;

const run = (more: Partial<WorkRun> = {}): WorkRun => ({
  project: 'shop-1',
  name: 'shop',
  run: 'shop-1.r',
  source: 'observed',
  startedAt: NOW - 60 * MINUTE,
  lastAt: NOW - MINUTE,
  endedAt: null,
  progress: 0.5,
  ready: 2,
  inWork: 0,
  movedAt: NOW - 40 * MINUTE,
  sessionAt: NOW - MINUTE,
  costUsd: 30,
  tasks: [],
  ...more,
});

/** Gauges that have a value, by name without prefix; of several series the first. */
async function gauges(runs: WorkRun[], budgets: Budgets = {}): Promise<Record<string, number>> {
  const { own } = new Metrics('local');
  setWorkGauges(own, runs, NOW, budgets);
  const found: Record<string, number> = {};
  for (const name of [
    'activeRuns',
    'runLastEvent',
    'runProgress',
    'runStalled',
    'budget',
    'budgetUsed',
    'taskSilence',
    'taskLastSign',
    'taskOverrun',
  ] as const) {
    const [first] = (await own[name].get()).values;
    if (first) {
      found[name] = first.value;
    }
  }
  return found;
}

describe('gauges of work under way', () => {
  it('tell of an open run', async () => {
    expect(await gauges([run()])).toEqual({
      activeRuns: 1,
      runLastEvent: (NOW - MINUTE) / 1000,
      runProgress: 0.5,
      runStalled: 2400,
    });
  });

  it('call nothing stalled where nobody is at work, something is, or nothing is ready', async () => {
    for (const more of [{ sessionAt: NOW - 6 * MINUTE }, { sessionAt: null }, { inWork: 1 }, { ready: 0 }]) {
      expect((await gauges([run(more)])).runStalled).toBe(0);
    }
    expect((await gauges([run({ sessionAt: null, source: 'execute' })])).runStalled).toBe(2400);
  });

  it('take nothing else back', async () => {
    const { own } = new Metrics('local');
    own.runOutcomes.inc({ project: 'p', run: 'r', kind: 'gate', outcome: 'passed' }, 3);
    setWorkGauges(own, [run()], NOW, {});
    setWorkGauges(own, [], NOW, {});
    expect((await own.runOutcomes.get()).values).toHaveLength(1);
    expect((await own.runProgress.get()).values).toEqual([]);
  });

  it('are quiet about a run that is open but silent, and about one that ended long ago', async () => {
    expect((await gauges([run({ lastAt: NOW - 31 * MINUTE })])).activeRuns).toBe(0);
    const ended = await gauges([run({ endedAt: NOW - 10 * MINUTE, progress: 1 })], { '*': 10 });
    expect(ended).toEqual({ activeRuns: 0, runLastEvent: (NOW - MINUTE) / 1000, runProgress: 1, budget: 10 });
    expect(await gauges([run({ endedAt: NOW - 61 * MINUTE })])).toEqual({ activeRuns: 0 });
  });

  it('compare cost with the budget of the project, of its name, or of all', async () => {
    expect((await gauges([run()], { 'shop-1': 20, '*': 1 })).budgetUsed).toBe(1.5);
    expect((await gauges([run()], { shop: 60 })).budgetUsed).toBe(0.5);
    expect((await gauges([run()], { '*': 15 })).budgetUsed).toBe(2);
    expect((await gauges([run()], { other: 15 })).budgetUsed).toBeUndefined();
    expect((await gauges([run()], { '*': 0 })).budgetUsed).toBeUndefined();
  });

  it('measure silence and time of a task in work; a stuck task does not overrun as well', async () => {
    const task = {
      taskId: '5.2',
      since: NOW - 30 * MINUTE,
      expectedMs: 10 * MINUTE,
      lastSignAt: NOW - 6 * MINUTE,
      silenceLimitMs: 15 * MINUTE,
    };
    expect(await gauges([run({ inWork: 1, tasks: [task] })])).toMatchObject({ taskSilence: 0.4, taskOverrun: 3 });
    const stuck = await gauges([run({ inWork: 1, tasks: [{ ...task, lastSignAt: NOW - 30 * MINUTE }] })]);
    expect(stuck).toMatchObject({ taskSilence: 2, taskLastSign: (NOW - 30 * MINUTE) / 1000 });
    expect(stuck.taskOverrun).toBeUndefined();
    const unknown = await gauges([run({ tasks: [{ ...task, expectedMs: null, lastSignAt: null }] })]);
    expect(unknown.taskSilence).toBeUndefined();
    expect(unknown.taskOverrun).toBeUndefined();
  });
});
