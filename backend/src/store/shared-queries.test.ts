import { describe, expect, it } from 'vitest';
import { type QueryRequest } from '#contract/queries.ts';
import { SharedQueries } from './shared-queries.ts';

const MINUTE = 60_000;

function setup(answer: (request: QueryRequest) => unknown = () => ({ results: {} })) {
  const clock = { now: 1_000_000_300 };
  const asked: QueryRequest[] = [];
  const queries = new SharedQueries({
    ask: async (request, signal) => {
      asked.push(request as QueryRequest);
      await Promise.resolve();
      signal?.throwIfAborted();
      return new TextEncoder().encode(JSON.stringify(answer(request as QueryRequest)));
    },
    isRemote: (queryType) => queryType === 'logs',
    now: () => clock.now,
  });
  const ask = (queryType = 'tasks', more: object = {}, signal?: AbortSignal) => {
    const timeRange = { from: clock.now - 30 * MINUTE, to: clock.now };
    return queries.answer({ queries: [{ refId: 'A', queryType, query: {}, timeRange, ...more }] }, signal);
  };
  return { clock, asked, queries, ask };
}

describe('queries of several viewers', () => {
  it('are asked once within a second, and answered with the same bytes', async () => {
    const { clock, asked, ask } = setup();
    const [one, other] = await Promise.all([ask(), ask()]);
    clock.now += 600;
    expect(await ask()).toBe(one);
    expect(other).toBe(one);
    expect(asked).toHaveLength(1);
    clock.now += 500;
    expect(await ask()).not.toBe(one);
  });

  it('that differ are answered each for itself', async () => {
    const { asked, ask } = setup();
    await Promise.all([ask(), ask('runs'), ask('tasks', { refId: 'B' }), ask('tasks', { query: { limit: 1 } })]);
    expect(asked).toHaveLength(4);
  });

  it('are asked anew after anything was written', async () => {
    const { asked, queries, ask } = setup();
    await ask();
    queries.changed({ journal: false });
    await ask();
    expect(asked).toHaveLength(2);
  });

  it('whose answers come from servers are asked anew after what they are joined with', async () => {
    const { asked, queries, ask } = setup();
    await ask('logs');
    queries.changed({ journal: false });
    await ask('logs');
    expect(asked).toHaveLength(1);
    queries.changed({ journal: true });
    await ask('logs');
    expect(asked).toHaveLength(2);
  });

  it('that failed are asked anew', async () => {
    const { asked, ask } = setup(() => ({
      results: { A: { status: 502, error: 'It is down.', errorSource: 'downstream' } },
    }));
    await ask();
    await ask();
    expect(asked).toHaveLength(2);
  });

  it('have an answer even for one who has gone; the others get theirs', async () => {
    const { asked, ask } = setup();
    const gone = new AbortController();
    const [left, stays] = [ask('tasks', {}, gone.signal), ask()];
    gone.abort();
    expect(JSON.parse(Buffer.from(await left).toString())).toMatchObject({
      results: { A: { error: expect.stringMatching(/has gone/) } },
    });
    expect(JSON.parse(Buffer.from(await stays).toString())).toEqual({ results: {} });
    expect(asked).toHaveLength(1);
  });
});
