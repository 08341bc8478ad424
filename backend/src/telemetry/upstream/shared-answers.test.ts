import { describe, expect, it } from 'vitest';
import { SharedAnswers } from './shared-answers.ts';

function setup(maxBytes = 100) {
  const clock = { now: 0 };
  const shared = new SharedAnswers<string>({ maxBytes, now: () => clock.now }, (text) => text.length);
  const asked: Array<{ resolve: (text: string) => void; reject: (error: Error) => void; signal: AbortSignal }> = [];
  const work = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      asked.push({ resolve, reject, signal });
    });
  return { clock, shared, asked, work };
}

describe('answers for several', () => {
  it('come from one piece of work, and stand for their time', async () => {
    const { clock, shared, asked, work } = setup();
    const both = [shared.get('k', 10, work), shared.get('k', 10, work)];
    expect(asked).toHaveLength(1);
    asked[0]!.resolve('yes');
    expect(await Promise.all(both)).toEqual(['yes', 'yes']);
    clock.now = 9;
    expect(await shared.get('k', 10, work)).toBe('yes');
    clock.now = 10;
    void shared.get('k', 10, work);
    expect(asked).toHaveLength(2);
  });

  it('are given up only when nobody waits any more, and then asked anew', async () => {
    const { shared, asked, work } = setup();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = shared.get('k', 10, work, first.signal);
    const other = shared.get('k', 10, work, second.signal);
    first.abort(new Error('gone'));
    await expect(one).rejects.toThrow('gone');
    expect(asked[0]!.signal.aborted).toBe(false);
    second.abort(new Error('gone, too'));
    await expect(other).rejects.toThrow('gone, too');
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[0]!.reject(new Error('given up'));
    void shared.get('k', 10, work);
    expect(asked).toHaveLength(2);
  });

  it('are never failures', async () => {
    const { shared, asked, work } = setup();
    const failing = shared.get('k', 10, work);
    asked[0]!.reject(new Error('no'));
    await expect(failing).rejects.toThrow('no');
    const next = shared.get('k', 10, work);
    asked[1]!.resolve('now');
    expect(await next).toBe('now');
  });

  it('hold no more than they may: the oldest go', async () => {
    const { shared, asked, work } = setup(10);
    for (const key of ['a', 'b', 'c']) {
      const got = shared.get(key, 1000, work);
      asked.at(-1)!.resolve(key.repeat(4));
      await got;
    }
    expect(asked).toHaveLength(3);
    await shared.get('c', 1000, work);
    await shared.get('b', 1000, work);
    expect(asked).toHaveLength(3);
    void shared.get('a', 1000, work);
    expect(asked).toHaveLength(4);
  });
});
