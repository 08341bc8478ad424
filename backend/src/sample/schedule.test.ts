import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareSample, readSampleTasks } from './prepare.ts';
import { seededRandom } from '../analysis/random.ts';
import { scheduleWork, type Work } from './schedule.ts';
import { stepsOf } from './script.ts';

const SAMPLE = fileURLToPath(new URL('../../../examples/sample-project', import.meta.url));
const OPTIONS = { agents: 2, seed: 1, shortestMs: 1000, longestMs: 2000, failing: ['9.2'] };
let folder: string;
let work: Work[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sample-'));
  await prepareSample(SAMPLE, join(folder, 'copy'), Date.now());
  work = scheduleWork((await readSampleTasks(join(folder, 'copy'))).master.tasks, OPTIONS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('starts nothing before what it depends on, and no agent does two things at once', async () => {
  const { tasks } = (await readSampleTasks(join(folder, 'copy'))).master;
  const endOf = new Map<number, number>(tasks.filter((task) => task.status === 'done').map((task) => [task.id, 0]));
  const busyUntil = [0, 0];
  for (const piece of work) {
    const task = tasks.find((one) => one.id === Number.parseInt(piece.taskId, 10));
    for (const dependency of task?.dependencies ?? []) {
      expect(piece.start).toBeGreaterThanOrEqual(endOf.get(Number(dependency)) ?? Number.NaN);
    }
    expect(piece.start).toBeGreaterThanOrEqual(busyUntil[piece.agent] ?? Number.NaN);
    busyUntil[piece.agent] = piece.end;
    endOf.set(task?.id ?? 0, piece.end);
  }
});

it('leaves undone what waits for itself or for a task that is gone', () => {
  const started = new Set(work.map((piece) => Number.parseInt(piece.taskId, 10)));
  expect([20, 21, 22, 23, 24].filter((id) => started.has(id))).toEqual([]);
  expect(started.size).toBe(15);
});

it('tries again what failed', () => {
  const tries = work.filter((piece) => piece.taskId === '9.2');
  expect(tries.map(({ attempt, fails }) => [attempt, fails])).toEqual([
    [1, true],
    [2, false],
  ]);
});

it('is the same each time', () => {
  const steps = () => {
    const random = seededRandom(5);
    return work.flatMap((piece) => stepsOf(piece, random));
  };
  expect(steps()).toEqual(steps());
});

it('never touches the example itself', async () => {
  cpSync(SAMPLE, join(folder, 'before'), { recursive: true });
  await prepareSample(SAMPLE, join(folder, 'again'), Date.now());
  expect(await readSampleTasks(SAMPLE)).toEqual(await readSampleTasks(join(folder, 'before')));
});
