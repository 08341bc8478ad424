import { describe, expect, it } from 'vitest';
import { settled } from './moving-range.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 7, 300);
const SECOND = 1000;
const MINUTE = 60_000;
const at = (second: number) => Date.UTC(2026, 10, 21, 12, 0, second);

function rangeOf(queryType: string, range: { from: number | string; to: number | string }, remote = false, query = {}) {
  return settled({ refId: 'A', queryType, timeRange: range, query }, NOW, remote).timeRange;
}

const lastMinutes = (n: number, to = NOW) => ({ from: to - n * MINUTE, to });

describe('a moving range', () => {
  it('of rows ends at the next full second, for servers at the next five', () => {
    expect(rangeOf('tasks', lastMinutes(30))).toEqual(lastMinutes(30, at(8)));
    expect(rangeOf('logs', lastMinutes(30))).toEqual(lastMinutes(30, at(8)));
    expect(rangeOf('logs', lastMinutes(30), true)).toEqual(lastMinutes(30, at(10)));
    expect(rangeOf('traces', lastMinutes(30), true)).toEqual(lastMinutes(30, at(10)));
  });

  it('of PromQL ends at the last: its points are of moments that have come', () => {
    expect(rangeOf('metric', lastMinutes(30), true, { raw: 'up' })).toEqual(lastMinutes(30, at(5)));
    expect(rangeOf('metric', lastMinutes(30), true, { metric: 'up' })).toEqual(lastMinutes(30, at(10)));
  });

  it('is the same for viewers within its second', () => {
    expect(rangeOf('tasks', lastMinutes(30, NOW - 250))).toEqual(rangeOf('tasks', lastMinutes(30, NOW + 650)));
    expect(rangeOf('tasks', lastMinutes(30, at(8)))).toEqual(lastMinutes(30, at(8)));
  });
});

it('is the same for those who had to wait', () => {
  expect(rangeOf('logs', lastMinutes(30, at(7) - 40 * SECOND), true)).toEqual(lastMinutes(30, at(10) - 40 * SECOND));
});

describe('a range that was chosen', () => {
  it.each([
    ['in the past', lastMinutes(30, NOW - 2 * MINUTE)],
    ['far into the future', lastMinutes(30, NOW + 2 * MINUTE)],
    ['of no whole minutes', { from: NOW - 30 * MINUTE - 1, to: NOW }],
    ['shorter than a minute', { from: NOW - 30 * SECOND, to: NOW }],
    ['empty', { from: NOW, to: NOW }],
    ['in words', { from: 'now-30m', to: 'now' }],
  ])('%s stays as it is', (_name, range) => {
    expect(rangeOf('tasks', range)).toEqual(range);
  });

  it('may be none at all', () => {
    const query = { refId: 'A', queryType: 'tasks', query: {} };
    expect(settled(query, NOW, false)).toEqual(query);
  });
});
