import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPieces, cutPieces, type Projection } from './lod.ts';
import { packTracks } from './pack.ts';
import { profileOf } from './profile.ts';
import { buildPyramid, worstInRange } from './pyramid.ts';
import type { SpanTable } from './span-table.ts';

type Spans = Array<[start: number, length: number, status: number]>;
const spansOf = (maxLength: number) =>
  fc.array(
    fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 8 })),
    { maxLength, minLength: 1 }
  ) as fc.Arbitrary<Spans>;

function tableOf(spans: Spans): SpanTable {
  return {
    count: spans.length,
    start: Float64Array.from(spans, ([start]) => start),
    end: Float64Array.from(spans, ([start, length]) => (length > 890 ? Infinity : start + length)),
    status: Uint8Array.from(spans, ([, , status]) => status),
  } as SpanTable;
}

function project(from: number, to: number, width: number, now = 21_000): Projection {
  const perMs = width / (to - from);
  return { width, now, toX: (time) => (time - from) * perMs, toTime: (x) => from + x / perMs };
}

const views = fc.record({
  from: fc.integer({ min: -500, max: 19_000 }),
  length: fc.integer({ min: 5, max: 40_000 }),
  width: fc.integer({ min: 20, max: 800 }),
});

describe('worstInRange', () => {
  it('is what a walk over the range finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 200 }),
        fc.nat(220),
        fc.nat(220),
        (codes, a, b) => {
          const status = Uint8Array.from(codes);
          const order = Int32Array.from(codes, (_, i) => i);
          const from = Math.min(a, b, codes.length);
          const to = Math.min(Math.max(a, b), codes.length);
          const expected = from < to ? Math.max(...codes.slice(from, to)) : -1;
          for (const pyramid of [buildPyramid(order, status), { order, levels: [] }]) {
            const found = worstInRange(pyramid, status, from, to);
            expect(found < 0 ? -1 : status[found]).toBe(expected);
          }
        }
      )
    );
  });
});

describe('cutPieces', () => {
  it('shows every span in view, and in no column anything milder than what begins there', () => {
    fc.assert(
      fc.property(spansOf(150), views, (spans, { from, length, width }) => {
        const table = tableOf(spans);
        const view = project(from, from + length, width);
        for (const track of packTracks(
          spans.map((_, i) => i),
          table
        )) {
          const pieces = cutPieces(track, table, view, createPieces());
          expect(pieces.count).toBeLessThanOrEqual(2 * (width + 3));
          for (const span of Array.from(track.order)) {
            const end = Math.max(table.start[span]!, Math.min(table.end[span]!, view.now));
            const x0 = view.toX(table.start[span]!);
            if (end < view.toTime(0) || table.start[span]! > view.toTime(width)) {
              continue;
            }
            let shown = false;
            for (let i = 0; i < pieces.count; i++) {
              const covers = pieces.x0[i]! <= x0 + 1e-6 && pieces.x1[i]! >= x0 - 1e-6;
              shown ||= covers && table.status[pieces.span[i]!]! >= table.status[span]!;
            }
            expect(shown).toBe(true);
          }
        }
      })
    );
  });

  it('counts every span once', () => {
    fc.assert(
      fc.property(spansOf(120), (spans) => {
        const table = tableOf(spans);
        const view = project(-1000, 30_000, 100);
        for (const track of packTracks(
          spans.map((_, i) => i),
          table
        )) {
          const pieces = cutPieces(track, table, view, createPieces());
          expect(pieces.hidden.subarray(0, pieces.count).reduce((sum, n) => sum + n, 0)).toBe(track.order.length);
        }
      })
    );
  });

  it('cuts 100,000 spans of one line into no more pieces than there are columns', () => {
    const spans: Spans = Array.from({ length: 100_000 }, (_, i) => [i, 1, i === 54_321 ? 8 : 0]);
    const table = tableOf(spans);
    const track = packTracks(
      spans.map((_, i) => i),
      table
    )[0]!;
    const pieces = cutPieces(track, table, project(0, 100_000, 500, 200_000), createPieces());
    expect(pieces.count).toBeLessThanOrEqual(501);
    const failed = Array.from({ length: pieces.count }, (_, i) => i).filter((i) => table.status[pieces.span[i]!] === 8);
    expect(failed.map((i) => pieces.x0[i])).toEqual([Math.floor(54_321 / 200)]);
  });
});

describe('profileOf', () => {
  it('never overlaps and is at every moment as urgent as the worst span open then', () => {
    fc.assert(
      fc.property(spansOf(60), fc.array(fc.integer({ min: 0, max: 21_000 }), { maxLength: 20 }), (spans, moments) => {
        const table = tableOf(spans);
        const profile = profileOf(
          spans.map((_, i) => i),
          table
        );
        const steps = profile.start.length;
        for (let i = 1; i < steps; i++) {
          expect(profile.start[i]!).toBeGreaterThanOrEqual(profile.start[i - 1]!);
        }
        const at = (time: number) => {
          let worst = -1;
          for (let i = 0; i < steps; i++) {
            if (profile.start[i]! <= time && profile.end[i]! >= time) {
              worst = Math.max(worst, profile.status[i]!);
            }
          }
          return worst;
        };
        for (const time of [...moments.map((moment) => moment + 0.5), ...table.start]) {
          let expected = -1;
          for (let i = 0; i < table.count; i++) {
            if (table.start[i]! <= time && table.end[i]! >= time) {
              expected = Math.max(expected, table.status[i]!);
            }
          }
          // At a border both neighbours count: never milder than the truth.
          expect(at(time)).toBeGreaterThanOrEqual(expected);
          if (!table.start.includes(time) && !table.end.includes(time)) {
            expect(at(time)).toBe(expected);
          }
        }
      })
    );
  });
});
