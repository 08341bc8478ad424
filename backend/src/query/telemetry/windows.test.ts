import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WindowSearch, windowSearches, withinSight } from './windows.ts';

const STEP = 60;
const asked = { from: 600, to: 1230 };
const searches = (from: number, to: number, newest = false) =>
  windowSearches({ asked, part: { from, to }, stepMs: STEP, newest });

/** What a search looks at: from its first window's begin to its last one's end. */
const looksAt = ({ range, at }: WindowSearch) => (at === undefined ? { from: range.from - 1, to: range.to } : range);

describe('windows of a metric question', () => {
  it('are those that ended, of a range in the past', () => {
    expect(searches(600, 1230)).toEqual([{ range: { from: 541, to: 1200 } }]);
  });

  it('have the one that is not over yet, of a range that reaches the present', () => {
    expect(searches(600, 1230, true)).toEqual([{ range: { from: 541, to: 1260 } }]);
  });

  it('are cut where a run begins and ends', () => {
    expect(searches(630, 1000)).toEqual([
      { range: { from: 630, to: 660 }, at: 660 },
      { range: { from: 661, to: 960 } },
      { range: { from: 960, to: 1000 }, at: 1020 },
    ]);
  });

  it('are one where the part lies within a window', () => {
    expect(searches(610, 650)).toEqual([{ range: { from: 610, to: 650 }, at: 660 }]);
    expect(searches(1210, 1230, true)).toEqual([{ range: { from: 1210, to: 1260 }, at: 1260 }]);
  });

  it('of parts beside each other hold every moment once, and end on multiples', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: asked.from + 1, max: asked.to - 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(cuts, fc.integer({ min: 1, max: 200 }), (places, stepMs) => {
        const edges = [asked.from, ...places.toSorted((a, b) => a - b), asked.to];
        const found = edges.slice(1).flatMap((to, index) =>
          windowSearches({ asked, part: { from: edges[index]!, to }, stepMs, newest: true }).map((one) => ({
            ...one,
            looks: looksAt(one),
          }))
        );
        found.forEach(({ at, range }) => expect((at ?? range.to) % stepMs).toBe(0));
        found.slice(1).forEach(({ looks }, index) => expect(looks.from).toBe(found[index]!.looks.to));
        expect(found[0]!.looks.from).toBeLessThanOrEqual(asked.from);
        expect(found.at(-1)!.looks.to).toBeGreaterThanOrEqual(asked.to);
      })
    );
  });

  it('never begin before a part that is cut', () => {
    for (const one of searches(630, 1000)) {
      expect(looksAt(one).from).toBeGreaterThanOrEqual(630);
      expect(looksAt(one).to).toBeLessThanOrEqual(1000);
    }
  });
});

describe('a series that has only begun', () => {
  it('has a gap within sight before the point of the window that is not over', () => {
    const begun = { labels: {}, times: [1260], values: [5] };
    expect(withinSight(begun, asked, STEP)).toEqual({ labels: {}, times: [1200, 1260], values: [null, 5] });
    const older = { labels: {}, times: [1200, 1260], values: [1, 5] };
    expect(withinSight(older, asked, STEP)).toEqual(older);
  });
});
