import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detailLevel, textFactor } from './detail-level.ts';
import { buildGrid } from './spatial-grid.ts';
import { fitText } from './text.ts';
import { homeView, wholeView } from './home-view.ts';
import { clampView, clearOf, type Corners, fitView, reveal, type View, worldRect, zoomAbout } from './view.ts';

const SIZE = { width: 800, height: 400 };

describe('fitText', () => {
  const measure = (text: string): number => text.length;

  it('breaks between words and ends in an ellipsis', () => {
    expect(fitText('Set up the repository', 10, 2, measure)).toEqual(['Set up the', 'repository']);
    expect(fitText('Set up the whole repository', 10, 2, measure)).toEqual(['Set up the', 'whole rep…']);
    expect(fitText('', 10, 2, measure)).toEqual([]);
  });

  it('never makes a line too long nor too many lines, and always ends', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 1, max: 3 }),
        (text, width, lines) => {
          const out = fitText(text, width, lines, measure);
          expect(out.length).toBeLessThanOrEqual(lines);
          out.forEach((line) => expect(line.length).toBeLessThanOrEqual(width));
        }
      )
    );
  });
});

describe('buildGrid', () => {
  it('finds exactly the rectangles that touch the query, each once', () => {
    const rect = fc.tuple(
      fc.integer({ min: -500, max: 500 }),
      fc.integer({ min: -500, max: 500 }),
      fc.nat(900),
      fc.nat(900)
    );
    fc.assert(
      fc.property(fc.array(rect, { maxLength: 30 }), rect, (list, [x, y, w, h]) => {
        const rects = Float64Array.from(
          list.flatMap(([left, top, width, height]) => [left, top, left + width, top + height])
        );
        const found: number[] = [];
        buildGrid(rects).query([x, y, x + w, y + h], (item) => found.push(item));
        const wanted = list.flatMap(([left, top, width, height], at) =>
          left <= x + w && left + width >= x && top <= y + h && top + height >= y ? [at] : []
        );
        expect(found.sort((a, b) => a - b)).toEqual(wanted);
      })
    );
  });
});

const CORNERS: Corners = { left: { width: 180, height: 110 }, right: { width: 44, height: 140 } };

describe('view', () => {
  const bounds = [0, 0, 4_000, 1_000] as const;

  it('fits everything into the panel', () => {
    const rect = worldRect(fitView(bounds, SIZE), SIZE);
    expect(rect[0]).toBeLessThanOrEqual(0);
    expect(rect[2]).toBeGreaterThanOrEqual(4_000);
  });

  it('does not blow up a single task', () => {
    expect(fitView([0, 0, 200, 60], SIZE).scale).toBeLessThan(1.1);
  });

  it('zooms about the pointer: the point under it stays', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 400 }),
        (by, x, y) => {
          const view: View = { scale: 0.7, x: 33, y: -12 };
          const next = zoomAbout(view, by, x, y, 0.1);
          expect((x - next.x) / next.scale).toBeCloseTo((x - view.x) / view.scale, 6);
        }
      )
    );
  });

  it('lets the picture not be dragged out of sight', () => {
    const view = clampView({ scale: 1, x: 1e6, y: -1e6 }, bounds, SIZE);
    const rect = worldRect(view, SIZE);
    expect(rect[2]).toBeGreaterThan(0);
    expect(rect[1]).toBeLessThan(1_000);
  });

  it('moves no further than needed to show a box, and not at all when it is seen', () => {
    const view: View = { scale: 1, x: 0, y: 0 };
    expect(reveal(view, [100, 100, 50, 50], SIZE, CORNERS)).toBe(view);
    expect(reveal(view, [900, 100, 50, 50], SIZE, CORNERS)).toEqual({ scale: 1, x: -190, y: 0 });
  });
});

describe('levels of detail', () => {
  it('goes from marks of colour to cards to everything', () => {
    expect([0.05, 0.3, 1].map(detailLevel)).toEqual(['dot', 'compact', 'full']);
  });

  it('lets text grow, within bounds, as the picture shrinks', () => {
    expect(textFactor(1)).toBe(1);
    expect(textFactor(0.7)).toBeCloseTo(1.25);
    expect(textFactor(0.1)).toBe(1.4);
  });
});

describe('home view', () => {
  const row = (count: number) =>
    Float64Array.from(Array.from({ length: count }, (_, at) => [at * 280, 0, 228, 400]).flat());
  const view = (count: number, focus: [number, number]) =>
    homeView([0, 0, (count - 1) * 280 + 228, 400], row(count), SIZE, CORNERS, focus);

  it('is everything where that can be read, and where the graph is large', () => {
    expect(view(3, [0, 0])).toEqual(wholeView([0, 0, 788, 400], row(3), SIZE, CORNERS));
    expect(worldRect(view(140, [0, 0]), SIZE)[2]).toBeGreaterThan(140 * 280 - 60);
  });

  it('is a readable piece round the focus in between, without room beyond the ends', () => {
    const start = view(8, [0, 200]);
    expect(start.scale).toBeGreaterThan(0.5);
    expect(start.x).toBeCloseTo(16);
    const late = view(8, [8 * 280, 200]);
    expect(worldRect(late, SIZE)[2]).toBeCloseTo(7 * 280 + 228 + (CORNERS.right.width + 12) / late.scale);
  });

  it('keeps tasks clear of the buttons when everything is shown', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 40, max: 3000 }), (count, height) => {
        const boxes = Float64Array.from(
          Array.from({ length: count }, (_, at) => [at * 280, height - 60, 228, 60]).flat()
        );
        const whole = wholeView([0, 0, count * 280 - 52, height], boxes, SIZE, CORNERS);
        expect(clearOf(whole, boxes, SIZE, CORNERS)).toBe(true);
      })
    );
  });
});
