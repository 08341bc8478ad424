import type { DataFrame } from '@grafana/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arcPath } from './arc.ts';
import { toLines } from './log-lines.ts';
import { toSlices } from './slices.ts';
import { toIntervals } from './state-intervals.ts';

const plain = (value: unknown) => ({ text: String(value), color: 'red' });

describe('state intervals', () => {
  it('joins equal neighbours, leaves gaps at nulls, ends at the range', () => {
    const intervals = toIntervals([0, 10, 20, 30, 40], ['a', 'a', null, 'b', 'c'], 50, plain);
    expect(intervals.map(({ from, to, text }) => [from, to, text])).toEqual([
      [0, 20, 'a'],
      [30, 40, 'b'],
      [40, 50, 'c'],
    ]);
  });

  it('never overlap and never run backwards', () => {
    const times = fc.uniqueArray(fc.nat(1000), { maxLength: 30 }).map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, fc.array(fc.constantFrom('a', 'b', null), { minLength: 30, maxLength: 30 }), (at, values) => {
        const intervals = toIntervals(at, values, 1000, plain);
        intervals.forEach(({ from, to }, index) => {
          expect(to).toBeGreaterThanOrEqual(from);
          expect(from).toBeGreaterThanOrEqual(intervals[index - 1]?.to ?? 0);
        });
      })
    );
  });
});

describe('pie slices', () => {
  const one = (numeric: number) => ({ label: '', text: '', color: '', numeric });

  it('fill the circle with what is more than nothing', () => {
    const slices = toSlices([one(1), one(0), one(Number.NaN), one(-4), one(3)]);
    expect(slices.map(({ from, to }) => [from, to])).toEqual([
      [0, Math.PI / 2],
      [Math.PI / 2, 2 * Math.PI],
    ]);
  });
});

describe('arc path', () => {
  it('never closes on itself: a full circle is still drawn', () => {
    expect(arcPath(50, 50, 40, 0, 0, 2 * Math.PI)).toMatch(/^M50\.00 10\.00A40 40 0 1 1 (?!50\.00 10\.00)/);
  });
});

describe('log lines', () => {
  const frame = {
    length: 2,
    fields: [
      { name: 'timestamp', type: 'time', config: {}, values: [1, 2] },
      { name: 'body', type: 'string', config: {}, values: ['first', 'second'] },
      { name: 'severity', type: 'string', config: {}, values: ['info', 'error'] },
    ],
  } as DataFrame;

  it('are newest first, and the other way round when asked', () => {
    expect(toLines([frame], false).map(({ body }) => body)).toEqual(['second', 'first']);
    expect(toLines([frame], true).map(({ body, level }) => `${level} ${body}`)).toEqual(['info first', 'error second']);
  });

  it('come from frames with a time only', () => {
    expect(toLines([{ ...frame, fields: frame.fields.slice(1) }], false)).toEqual([]);
  });
});
