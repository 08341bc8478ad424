import { expect, it, vi } from 'vitest';
import { type Frame } from '#contract/frames.ts';
import { type OpenRun } from '../execution/runner/open-run.ts';
import { RunAutonomy } from './run-autonomy.ts';

const state = { project: 'p', tag: 'master', run: 'r', startedAt: 1 };
const run = () => ({ runner: { state } }) as unknown as OpenRun;
const frame = (score: number | null): Frame => ({
  schema: {
    name: 'status',
    fields: [{ name: 'autonomyScore', type: 'number', typeInfo: { frame: 'float64', nullable: true } }],
  },
  data: { values: [[score]] },
});

it('has the score the service gives, and none where there is none or nobody to ask', async () => {
  vi.useFakeTimers();
  let answer: () => unknown = () => ({ results: { A: { frames: [frame(0.75)] } } });
  const asked: unknown[] = [];
  const json = async <T>(_path: string, body?: unknown): Promise<T> => {
    asked.push(body);
    return Promise.resolve(answer() as T);
  };
  const autonomy = new RunAutonomy(() => ({ json }), run);
  expect(autonomy.score).toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(autonomy.score).toBe(0.75);
  expect(asked).toMatchObject([
    { queries: [{ queryType: 'status', query: { project: 'p', tag: 'master', run: 'r' } }] },
  ]);
  answer = () => {
    throw new Error('The service is not running.');
  };
  await vi.advanceTimersByTimeAsync(60_000);
  expect(autonomy.score).toBeNull();
  autonomy.close();
  vi.useRealTimers();
});
