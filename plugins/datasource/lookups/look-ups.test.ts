import { describe, expect, it } from 'vitest';
import { LookUps, sentenceOf } from './look-ups.ts';

describe('look-ups', () => {
  it('ask once for the same question within ten seconds, and without what is empty', async () => {
    let now = 0;
    const asked: unknown[] = [];
    const lookUps = new LookUps(
      async (path, parameters) => {
        asked.push([path, parameters]);
        return Promise.resolve([{ value: 'a', label: 'A' }, { nonsense: true }]);
      },
      () => now
    );
    const first = await lookUps.find('runs', { project: 'p', tag: '', limit: 5 });
    expect(first).toEqual([{ value: 'a', label: 'A' }]);
    await lookUps.find('runs', { limit: 5, project: 'p' });
    expect(asked).toEqual([['lookup/runs', { project: 'p', limit: 5 }]]);
    now = 10_000;
    await lookUps.find('runs', { project: 'p', limit: 5 });
    expect(asked).toHaveLength(2);
  });

  it('say what the service said, and ask again after a failure', async () => {
    let count = 0;
    const lookUps = new LookUps(async () => {
      count += 1;
      return Promise.reject({ status: 502, data: { message: 'The service does not answer.' } });
    });
    await expect(lookUps.find('runs', {})).rejects.toThrow('The service does not answer.');
    await expect(lookUps.find('runs', {})).rejects.toThrow('The service does not answer.');
    expect(count).toBe(2);
    expect(sentenceOf(undefined)).toMatch(/Test the data source/);
  });
});
