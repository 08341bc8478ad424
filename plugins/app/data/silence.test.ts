import { type DataFrame } from '@grafana/data';
import { firstValueFrom, of } from 'rxjs';
import { expect, it } from 'vitest';
import { Batcher, type BatchAnswer } from './batch.ts';
import { saySilence } from './silence.ts';

const silent: BatchAnswer = { frames: [], errors: [] };
const frame = { refId: 'A', fields: [], length: 0 } as DataFrame;

it('an answer in which nothing came is a failure of every query, not a table without rows', async () => {
  const batcher = new Batcher((_range, queries) => of(saySilence(silent, queries)));
  const asked = [batcher.ask({ queryType: 'status' }), batcher.ask({ queryType: 'tasks' })];
  for (const one of asked.map(async (answer) => firstValueFrom(answer))) {
    await expect(one).rejects.toMatchObject({ message: expect.stringMatching(/does not answer/) as string });
  }
});

it('leaves answers with rows or errors, and metrics without series, as they are', () => {
  const failed = { frames: [], errors: [{ refId: 'A', message: 'No such project.' }] };
  expect(saySilence({ ...silent, frames: [frame] }, [{ queryType: 'status' }]).errors).toEqual([]);
  expect(saySilence(failed, [{ queryType: 'status' }])).toBe(failed);
  expect(saySilence(silent, [{ queryType: 'metric' }])).toBe(silent);
});
