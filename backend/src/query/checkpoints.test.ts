import { expect, it } from 'vitest';
import { rowsOf } from '../util/frame-rows.ts';
import { answerQuery } from './answer.ts';
import { insert, memoryJournal, testContext } from './testing/journal.ts';

const NOW = 1_800_000_000_000;

it('lists what runs saved, the latest first, and whether a copy was written', async () => {
  const db = memoryJournal();
  insert(db, 'projects', { id: 'p', name: 'p', path: '/p', added_at: 1, current_tag: 'master' });
  for (const run of ['r1', 'r2']) {
    insert(db, 'runs', { id: run, project: 'p', source: 'execute', started_at: NOW - 5000, last_at: NOW });
  }
  const saved = (id: string, run: string, at: number, data: object) =>
    insert(db, 'events', {
      id,
      at,
      seen_at: at,
      type: 'checkpoint.saved',
      project: 'p',
      tag: 'master',
      run,
      source: 'api',
      data,
    });
  const use = { host: 'builder', cpuPercent: 12.5, memoryBytes: 1e6, memoryPercent: 0.5, processes: 3 };
  saved('a', 'r1', NOW - 3000, { id: 'cp-1', reason: 'start', bytes: 100, copies: 2, done: 0, open: 5, use });
  saved('b', 'r1', NOW - 2000, { id: 'cp-2', reason: 'task-end', bytes: 120, copies: 0, done: 1, open: 4 });
  saved('c', 'r2', NOW - 1000, { odd: true });
  const ask = async (query: Record<string, unknown>) => {
    const answer = await answerQuery(
      { queries: [{ refId: 'A', queryType: 'checkpoints', timeRange: { from: NOW - 10_000, to: NOW }, query }] },
      testContext(db, NOW)
    );
    expect(answer.results.A!.error).toBeUndefined();
    return rowsOf(answer.results.A!.frames![0]!);
  };
  expect(await ask({ run: 'r1' })).toEqual([
    {
      id: 'r1/cp-2',
      project: 'p',
      run: 'r1',
      createdAt: NOW - 2000,
      reason: 'task-end',
      valid: false,
      sizeBytes: 120,
      tasksDone: 1,
      tasksOpen: 4,
      host: null,
      cpuPercent: null,
      memoryBytes: null,
      memoryPercent: null,
    },
    {
      id: 'r1/cp-1',
      project: 'p',
      run: 'r1',
      createdAt: NOW - 3000,
      reason: 'start',
      valid: true,
      sizeBytes: 100,
      tasksDone: 0,
      tasksOpen: 5,
      host: 'builder',
      cpuPercent: 12.5,
      memoryBytes: 1e6,
      memoryPercent: 0.5,
    },
  ]);
  expect(await ask({ project: 'p' })).toHaveLength(3);
});
