import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timelineFrame } from '../testing/frames.ts';
import { compressGaps, findGaps } from './gaps.ts';
import { linkSpans } from './link.ts';
import { readFrames } from './read-frames.ts';
import { createTimeScale, type Gap } from './time-scale.ts';

const gapsOf = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 100_000 })), { maxLength: 12 })
  .map((steps) => {
    let at = 0;
    return steps.map(([apart, length]): Gap => {
      const from = at + apart;
      at = from + length;
      return { from, to: at };
    });
  });

describe('createTimeScale', () => {
  it('real and virtual undo each other and both rise', () => {
    fc.assert(
      fc.property(
        gapsOf,
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.double({ min: -1000, max: 2e6, noNaN: true }), { minLength: 2, maxLength: 30 }),
        (gaps, squeezed, times) => {
          const scale = createTimeScale(gaps, squeezed);
          const sorted = times.sort((a, b) => a - b);
          sorted.forEach((time, i) => {
            const drawn = scale.virtual(time);
            expect(Math.abs(scale.real(drawn) - time)).toBeLessThan(1e-3);
            expect(i === 0 || drawn >= scale.virtual(sorted[i - 1]!)).toBe(true);
          });
        }
      )
    );
  });

  it('draws a gap as short as asked and leaves the rest alone', () => {
    const scale = createTimeScale([{ from: 100, to: 1100 }], 10);
    expect(scale.virtual(50)).toBe(50);
    expect(scale.virtual(1100) - scale.virtual(100)).toBe(10);
    expect(scale.virtual(1200) - scale.virtual(1100)).toBe(100);
    expect(scale.real(105)).toBe(600);
  });

  it('leaves gaps alone that are shorter than that', () => {
    expect(createTimeScale([{ from: 0, to: 5 }], 10).gaps).toEqual([]);
  });
});

describe('findGaps', () => {
  const rows = [
    { id: 'r', kind: 'run', name: 'run', start: 1000, end: null },
    { id: 'a', parentId: 'r', kind: 'agent', name: 'a', start: 1000, end: 2000 },
    { id: 'b', parentId: 'r', kind: 'agent', name: 'b', start: 1500, end: 3000 },
    { id: 'c', parentId: 'r', kind: 'agent', name: 'c', start: 90_000, end: 91_000 },
  ];
  const { table, idIndex } = readFrames([timelineFrame(rows)]);

  it('sees through a run that lasts while nothing is done', () => {
    expect(findGaps(table, linkSpans(table, idIndex), 91_000, 500)).toEqual([{ from: 3000, to: 90_000 }]);
  });

  it('squeezes what is long beside the whole', () => {
    const scale = compressGaps(table, linkSpans(table, idIndex), 1000, 91_000);
    expect(scale.gaps).toHaveLength(1);
    expect(scale.virtual(91_000) - scale.virtual(1000)).toBeLessThan(3200);
  });

  it('never overlap and never cover a span that works', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 400 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 500 }), (all, minimum) => {
        const source = all.map(([start, length], i) => ({
          id: `${i}`,
          kind: 'tool',
          name: 'x',
          start,
          end: start + length,
        }));
        const read = readFrames([timelineFrame(source)]).table;
        const gaps = findGaps(read, linkSpans(read, new Map()), 6000, minimum);
        gaps.forEach((gap, i) => {
          expect(gap.to - gap.from).toBeGreaterThanOrEqual(minimum);
          expect(i === 0 || gap.from >= gaps[i - 1]!.to).toBe(true);
          for (const [start, length] of all) {
            expect(start + length <= gap.from || start >= gap.to).toBe(true);
          }
        });
      })
    );
  });
});
