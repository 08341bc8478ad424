import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketProblem, explicitBuckets } from './buckets.ts';

const NONE = { offset: 0, counts: [] };
const base = { scale: 0, count: 0, sum: 0, zeroCount: 0, zeroThreshold: 0, positive: NONE, negative: NONE };

describe('explicitBuckets', () => {
  it('reads the data model’s own example: scale 0, offset 1', () => {
    const from = { ...base, count: 3, sum: 10, zeroCount: 1, positive: { offset: 1, counts: [0, 2] }, min: 0, max: 5 };
    expect(explicitBuckets(from)).toEqual({
      count: 3,
      sum: 10,
      bounds: [0, 4, 8],
      counts: [1, 0, 2, 0],
      min: 0,
      max: 5,
    });
  });

  it('puts negative values below zero', () => {
    const value = explicitBuckets({ ...base, count: 5, zeroCount: 1, negative: { offset: 0, counts: [3, 1] } });
    expect(value.bounds).toEqual([-4, -2, -1, 0]);
    expect(value.counts).toEqual([0, 1, 3, 1, 0]); // −4…−2: 1, −2…−1: 3, −1…0: the zero bucket
  });

  it('gives up resolution, never a count', () => {
    const buckets = fc.record({
      offset: fc.integer({ min: -500, max: 500 }),
      counts: fc.array(fc.nat({ max: 1000 }), { maxLength: 320 }),
    });
    fc.assert(
      fc.property(
        buckets,
        buckets,
        fc.integer({ min: -4, max: 20 }),
        fc.nat(),
        (positive, negative, scale, zeroCount) => {
          const total = [...positive.counts, ...negative.counts, zeroCount].reduce((sum, n) => sum + n, 0);
          const value = explicitBuckets({ ...base, scale, count: total, zeroCount, positive, negative });
          expect(bucketProblem(value)).toBeUndefined();
          expect(value.counts.reduce((sum, n) => sum + n, 0)).toBe(total);
          expect(value.bounds.length).toBeLessThanOrEqual(2 * 65 + 1);
        }
      )
    );
  });

  it('keeps every value between the bounds it was between', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 12 }), (value, scale) => {
        const index = Math.ceil(Math.log2(value) * 2 ** scale) - 1;
        const { bounds, counts } = explicitBuckets({
          ...base,
          scale,
          count: 1,
          positive: { offset: index, counts: [1] },
        });
        const at = counts.indexOf(1);
        const slack = 1 + 1e-9; // rounding of the logarithm
        expect(value * slack).toBeGreaterThan(bounds[at - 1] as number);
        expect(value / slack).toBeLessThanOrEqual(bounds[at] as number);
      })
    );
  });
});

describe('bucketProblem', () => {
  it.each([
    [{ count: 1, sum: 1, bounds: [1], counts: [1] }, 'bucketCounts: 2 numbers'],
    [{ count: 1, sum: 1, bounds: [2, 1], counts: [1, 0, 0] }, 'explicitBounds'],
    [{ count: 1, sum: NaN, bounds: [], counts: [1] }, 'sum'],
    [{ count: -1, sum: 1, bounds: [], counts: [1] }, 'count'],
  ])('%o', (value, expected) => {
    expect(bucketProblem(value)).toContain(expected);
  });
});
