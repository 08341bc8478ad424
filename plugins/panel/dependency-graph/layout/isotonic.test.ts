import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeInOrder } from './isotonic.ts';

describe('placeInOrder', () => {
  it('leaves alone what is far enough apart', () => {
    expect([...placeInOrder([0, 50, 90], [1, 1, 1], [0, 10, 10], 3)]).toEqual([0, 50, 90]);
  });

  it('shares the way between what collides, by weight', () => {
    expect([...placeInOrder([10, 10], [1, 1], [0, 10], 2)]).toEqual([5, 15]);
    expect([...placeInOrder([10, 10], [3, 1], [0, 8], 2)]).toEqual([8, 16]);
  });

  it('keeps order and distances, and no single item could be moved to a better place', () => {
    const items = fc.array(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 1, max: 9 }), fc.nat(20)), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(items, (list) => {
        const wanted = list.map(([value]) => value);
        const weight = list.map(([, value]) => value);
        const gap = list.map(([, , value]) => value);
        const placed = [...placeInOrder(wanted, weight, gap, list.length)];
        const cost = (at: number[]): number =>
          at.reduce((sum, x, index) => sum + (weight[index] as number) * (x - (wanted[index] as number)) ** 2, 0);
        const valid = (at: number[]): boolean =>
          at.every((x, index) => index === 0 || x - (at[index - 1] as number) >= (gap[index] as number) - 1e-6);
        expect(valid(placed)).toBe(true);
        const best = cost(placed);
        placed.forEach((x, index) => {
          for (const by of [-0.5, 0.5]) {
            const other = placed.with(index, x + by);
            expect(!valid(other) || cost(other) >= best - 1e-6).toBe(true);
          }
        });
      })
    );
  });
});
