import { describe, expect, test } from 'vitest';
import { histogramQuantile, sampleQuantile } from './quantile.ts';

describe('quantile of a histogram', () => {
  test('lies within its bucket by its share of it', () => {
    expect(histogramQuantile(0.5, [1, 2, 5], [10, 10, 0, 0])).toBe(1);
    expect(histogramQuantile(0.75, [1, 2, 5], [10, 10, 0, 0])).toBe(1.5);
    expect(histogramQuantile(0.9, [10], [4, 0])).toBe(9);
  });
  test('beyond the last bound is the last bound', () => {
    expect(histogramQuantile(0.99, [1, 2], [1, 1, 98])).toBe(2);
  });
  test('in a first bucket that does not end above zero is its bound', () => {
    expect(histogramQuantile(0.1, [-5, 5], [10, 0, 0])).toBe(-5);
  });
  test('skips empty buckets', () => {
    expect(histogramQuantile(0.5, [1, 2, 3, 4], [0, 0, 4, 0, 0])).toBe(2.5);
  });
  test('of nothing is unknown', () => {
    expect(histogramQuantile(0.5, [1, 2], [0, 0, 0])).toBeNaN();
    expect(histogramQuantile(0.5, [], [7])).toBeNaN();
  });
});

test('quantile of samples lies between the two nearest', () => {
  expect(sampleQuantile(0.5, [4, 1, 3, 2])).toBe(2.5);
  expect(sampleQuantile(0.99, [7])).toBe(7);
  expect(sampleQuantile(0.5, [])).toBeNaN();
});
