import fc from 'fast-check';
import { expect, it } from 'vitest';
import { floorOf } from './floor.ts';

it('leaves out nothing that is among the latest rows', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 })), fc.integer({ min: 1, max: 20 }), (starts, limit) => {
      const latest = [...starts].sort((a, b) => b - a).slice(0, limit);
      const kept = starts.filter((start) => start >= floorOf(starts, limit)).sort((a, b) => b - a);
      expect(kept.slice(0, limit)).toEqual(latest);
    })
  );
});

it('is no bound where everything fits', () => {
  expect(floorOf([3, 1, 2], 3)).toBe(-Infinity);
  expect(floorOf([3, 1, 2], 2)).toBe(2);
});
