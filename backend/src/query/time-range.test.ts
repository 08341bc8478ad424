import { describe, expect, it } from 'vitest';
import { parseInstant, parseRange } from './time-range.ts';

const now = Date.UTC(2026, 2, 31, 10, 17, 30, 250);
const iso = (text: string | number, end = false) => new Date(parseInstant(text, now, 'from', end)).toISOString();

describe('parseInstant', () => {
  it.each([
    [now, '2026-03-31T10:17:30.250Z'],
    [String(now), '2026-03-31T10:17:30.250Z'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02', '2026-01-02T00:00:00.000Z'],
    ['now', '2026-03-31T10:17:30.250Z'],
    ['now-6h', '2026-03-31T04:17:30.250Z'],
    ['now-500ms', '2026-03-31T10:17:29.750Z'],
    ['now-1M', '2026-02-28T10:17:30.250Z'],
    ['now+1y', '2027-03-31T10:17:30.250Z'],
    ['now-1Q/Q', '2025-10-01T00:00:00.000Z'],
    ['now/d', '2026-03-31T00:00:00.000Z'],
    ['now-1d/d+30m', '2026-03-30T00:30:00.000Z'],
    ['now/w', '2026-03-30T00:00:00.000Z'],
    ['now/M', '2026-03-01T00:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it('rounds an end up', () => {
    expect(iso('now/d', true)).toBe('2026-03-31T23:59:59.999Z');
    expect(iso('now/y', true)).toBe('2026-12-31T23:59:59.999Z');
  });

  it.each(['yesterday', 'now-6', 'now-6x', 'now/ms', 'nowhere', '', Number.NaN, 9e15])('refuses %s', (text) => {
    expect(() => parseInstant(text, now, 'timeRange.from')).toThrow(/^timeRange\.from must be epoch milliseconds/);
  });
});

describe('parseRange', () => {
  it('is the last six hours where nothing is said', () => {
    expect(parseRange(undefined, now)).toEqual({ from: now - 6 * 3600_000, to: now });
  });

  it('refuses an end before its start', () => {
    expect(() => parseRange({ from: 'now', to: 'now-1h' }, now)).toThrow(/must not be after timeRange\.to/);
  });
});
