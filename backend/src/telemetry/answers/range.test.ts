import { describe, expect, it } from 'vitest';
import { checkReach } from './range.ts';
import { PRODUCTS, Answering } from './testing/products.ts';

const SENTENCE = /^The time range is too long or too far away: .* 290 years at most, between 1680 and 2260\.$/;
const year = (of: number) => Date.UTC(of, 0, 1);

it('a range is as long as servers can count', () => {
  for (const [from, to] of [
    [1970, 2259],
    [1680, 1960],
    [2026, 2026],
  ] as const) {
    expect(() => checkReach({ from: year(from), to: year(to) })).not.toThrow();
  }
  for (const [from, to] of [
    [1600, 1800],
    [1700, 2000],
    [2026, 275_760],
  ] as const) {
    expect(() => checkReach({ from: year(from), to: year(to) })).toThrow(SENTENCE);
  }
});

describe.each(PRODUCTS)('$name', ({ name, ask }) => {
  it('is not asked about what is too far', async () => {
    let asked = 0;
    const server = new Answering(name, () => {
      asked++;
      return undefined;
    });
    const far = { from: 0, to: 8.64e15 };
    for (const [question, answer] of Object.entries(ask(server, far))) {
      if (!/^(trace|services|operations)$/.test(question)) {
        await expect(answer(), question).rejects.toThrow(SENTENCE);
      }
    }
    expect(asked).toBe(0);
  });
});
