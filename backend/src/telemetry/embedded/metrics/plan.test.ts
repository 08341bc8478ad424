import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/days.ts';
import { gridOf, roundStep, windowOf } from './grid.ts';
import { type Available, longestFor, planSegments } from './plan.ts';

const DAY = 20_000;
const T = DAY * DAY_MS;
const everything: Available = {
  rawDays: new Set([DAY, DAY + 1]),
  fineDays: new Set([DAY, DAY + 1]),
  coarseMonths: new Set(Array.from({ length: 40 }, (_, i) => DAY - i)),
  dirty: new Set(),
};
const names = (from: number, to: number, longest: number, available = everything) =>
  planSegments(from, to, longest, available).map(
    (one) => `${(one.from - T) / MINUTE_MS}-${(one.to - T) / MINUTE_MS} ${one.resolution?.name ?? 'samples'}`
  );

describe('a plan', () => {
  test('takes the longest roll-up that is allowed', () => {
    expect(names(T, T + 2 * HOUR_MS, HOUR_MS)).toEqual(['0-120 1h']);
    expect(names(T, T + 2 * HOUR_MS, MINUTE_MS)).toEqual(['0-120 1m']);
    expect(names(T, T + 2 * HOUR_MS, 0)).toEqual(['0-120 samples']);
  });
  test('fills the edges with shorter ones', () => {
    expect(names(T + 3.5 * MINUTE_MS, T + 75 * MINUTE_MS, DAY_MS)).toEqual([
      '3.5-4 samples',
      '4-5 1m',
      '5-15 5m',
      '15-75 15m',
    ]);
  });
  test('reads samples where the roll-ups are not made', () => {
    const dirty = { ...everything, dirty: new Set([DAY * 24 + 1]) };
    expect(names(T, T + 3 * HOUR_MS, 15 * MINUTE_MS, dirty)).toEqual(['0-60 15m', '60-120 samples', '120-180 15m']);
  });
});

describe('a step', () => {
  const range = { from: T, to: T + DAY_MS };
  test('below a minute stays, if there are not too many points', () => {
    expect(roundStep(15_000, range)).toBe(15_000);
    expect(roundStep(1, range)).toBe(Math.ceil(DAY_MS / 11_000));
  });
  test('from a minute on is made of whole roll-up buckets', () => {
    expect(roundStep(86_400, range)).toBe(2 * MINUTE_MS);
    expect(roundStep(7 * MINUTE_MS, range)).toBe(10 * MINUTE_MS);
    expect(roundStep(5 * HOUR_MS, range)).toBe(5 * HOUR_MS);
    expect(longestFor(20 * MINUTE_MS)).toBe(5 * MINUTE_MS);
    expect(longestFor(10_000)).toBe(0);
  });
  test('puts a sample on an edge into the window that ends there', () => {
    const grid = gridOf({ from: T, to: T + HOUR_MS }, MINUTE_MS, false);
    expect(grid.points).toBe(61);
    expect(windowOf(grid, T)).toBe(0);
    expect(windowOf(grid, T + 1)).toBe(1);
    expect(windowOf(grid, T + MINUTE_MS)).toBe(1);
  });
});
