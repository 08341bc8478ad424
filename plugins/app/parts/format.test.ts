import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCost, formatCount, formatDuration, formatPercent, formatRelative, UNKNOWN } from './format.ts';

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [350, '350 ms'],
    [999.6, '1 s'],
    [45_000, '45 s'],
    [59_700, '1 min'],
    [61_000, '1 min 1 s'],
    [3_599_900, '1 h'],
    [4_800_000, '1 h 20 min'],
    [7_199_000, '2 h'],
    [90_000_000, '1 d 1 h'],
    [null, UNKNOWN],
    [Number.NaN, UNKNOWN],
  ])('%s ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it('never shows a unit that should have become the next larger one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 86_400_000 }), (ms) => {
        expect(formatDuration(ms)).not.toMatch(/\b(60 s|60 min|24 h|1000 ms)\b/);
      })
    );
  });
});

describe('money, counts, shares', () => {
  it.each([
    [0, '$0.00'],
    [0.004, '< $0.01'],
    [2.714, '$2.71'],
    [1234.5, '$1,235'],
    [undefined, UNKNOWN],
  ])('%s dollars are %s', (usd, text) => expect(formatCost(usd)).toBe(text));
  it.each([
    [950, '950'],
    [12_400, '12.4k'],
    [3_100_000, '3.1M'],
    [null, UNKNOWN],
  ])('%s is %s', (count, text) => expect(formatCount(count)).toBe(text));
  it.each([
    [0, '0 %'],
    [0.001, '1 %'],
    [0.999, '99 %'],
    [1, '100 %'],
  ])('a share of %s is %s', (share, text) => expect(formatPercent(share)).toBe(text));
});

describe('distances from now', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  it.each([
    [now - 2000, 'just now'],
    [now - 12_000, '12 s ago'],
    [now - 3_700_000, '1 h ago'],
    [now + 7_300_000, 'in 2 h'],
    [null, 'never'],
  ])('%s', (at, text) => expect(formatRelative(at, now)).toBe(text));
  it('is a date beyond a week', () => {
    expect(formatRelative(now - 8 * 86_400_000, now)).toContain('2026');
  });
});
