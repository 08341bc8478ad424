import { type DataFrame } from '@grafana/data';
import { firstValueFrom, NEVER, Observable, of, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { Batcher, type BatchAnswer, type SendBatch } from './batch.ts';

const frame = (refId: string, name: string) => ({ refId, name, fields: [], length: 0 }) as DataFrame;
const turn = async () => new Promise((done) => setTimeout(done, 5));

/** Answers every query with a frame of its type's name; records what was sent. */
function setUp(answer?: (queries: Parameters<SendBatch>[1]) => Observable<BatchAnswer>) {
  const sent: Array<Parameters<SendBatch>> = [];
  const batcher = new Batcher((range, queries) => {
    sent.push([range, queries]);
    const frames = queries.map(({ refId, queryType }) => frame(refId, queryType));
    return answer ? answer(queries) : of({ frames, errors: [] });
  });
  const names = async (queryType: string, range?: { from: string; to: string }) =>
    (await firstValueFrom(batcher.ask({ queryType, range }))).map(({ name }) => name);
  return { batcher, sent, names };
}

describe('batching', () => {
  it('sends queries that start together in one request, each answered with its own frames', async () => {
    const { names, sent } = setUp();
    expect(await Promise.all([names('projects'), names('status'), names('runs')])).toEqual([
      ['projects'],
      ['status'],
      ['runs'],
    ]);
    expect(sent).toHaveLength(1);
    expect(sent[0]![1].map(({ refId }) => refId)).toEqual(['A', 'B', 'C']);
  });

  it('sends another range in a request of its own', async () => {
    const { names, sent } = setUp();
    await Promise.all([names('a'), names('b', { from: 'now-1h', to: 'now' }), names('c')]);
    expect(sent.map(([, queries]) => queries.length).sort()).toEqual([1, 2]);
  });

  it('begins a new request in the next turn', async () => {
    const { names, sent } = setUp();
    await names('a');
    await names('b');
    expect(sent).toHaveLength(2);
  });

  it('fails only the query that failed', async () => {
    const { names } = setUp(() =>
      of({ frames: [frame('A', 'good')], errors: [{ refId: 'B', message: 'no such field', status: 400 }] })
    );
    const [good, bad] = await Promise.allSettled([names('good'), names('bad')]);
    expect(good).toEqual({ status: 'fulfilled', value: ['good'] });
    expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'no such field' } });
  });

  it('fails all when the request failed, and when an error names no query', async () => {
    for (const answer of [
      () => throwError(() => new Error('down')),
      () => of({ frames: [], errors: [{ message: 'down' }] }),
    ]) {
      const { names } = setUp(answer);
      const all = await Promise.allSettled([names('a'), names('b')]);
      expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    }
  });

  it('leaves out what is not wanted any more, and sends nothing where nothing is', async () => {
    const { batcher, sent } = setUp();
    const first = batcher.ask({ queryType: 'a' }).subscribe();
    batcher.ask({ queryType: 'b' }).subscribe();
    first.unsubscribe();
    batcher
      .ask({ queryType: 'c', range: { from: 0, to: 1 } })
      .subscribe()
      .unsubscribe();
    await turn();
    expect(sent.map(([, queries]) => queries.map(({ queryType }) => queryType))).toEqual([['b']]);
  });

  it('calls the request off when nobody waits, not before', async () => {
    let off = 0;
    const { batcher } = setUp(
      () =>
        new Observable((subscriber) => {
          const inner = NEVER.subscribe(subscriber);
          return () => {
            off += 1;
            inner.unsubscribe();
          };
        })
    );
    const [a, b] = [batcher.ask({ queryType: 'a' }).subscribe(), batcher.ask({ queryType: 'b' }).subscribe()];
    await turn();
    a.unsubscribe();
    expect(off).toBe(0);
    b.unsubscribe();
    expect(off).toBe(1);
  });

  it('names more queries than there are letters', async () => {
    const { batcher, sent } = setUp();
    const all = Array.from({ length: 40 }, async (_, i) => firstValueFrom(batcher.ask({ queryType: `q${i}` })));
    const answers = await Promise.all(all);
    expect(answers.map(([one]) => one?.name)).toEqual(Array.from({ length: 40 }, (_, i) => `q${i}`));
    expect(new Set(sent[0]![1].map(({ refId }) => refId)).size).toBe(40);
  });
});
