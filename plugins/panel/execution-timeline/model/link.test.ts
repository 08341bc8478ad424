import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timelineFrame } from '../testing/frames.ts';
import { linkSpans, orderParentsFirst } from './link.ts';
import { readFrames } from './read-frames.ts';

function read(rows: Parameters<typeof timelineFrame>[0]) {
  const { table, idIndex } = readFrames([timelineFrame(rows)]);
  return [table, idIndex] as const;
}

describe('linkSpans', () => {
  it('finds parents that come later, counts those that never come', () => {
    const links = linkSpans(
      ...read([
        { id: 'a', parentId: 'b', kind: 'tool', name: 'a', start: 1, end: 2 },
        { id: 'b', kind: 'agent', name: 'b', start: 1, end: 2 },
        { id: 'c', parentId: 'gone', kind: 'agent', name: 'c', start: 1, end: 2 },
      ])
    );
    expect([...links.parent]).toEqual([1, -1, -1]);
    expect(links.orphans).toBe(1);
  });

  it('hangs a span without a parent below the task it names', () => {
    const links = linkSpans(
      ...read([
        { id: 't', kind: 'task', name: 't', taskId: '5', start: 1, end: 2 },
        { id: 'a', kind: 'attempt', name: 'a', taskId: '5', start: 1, end: 2 },
        { id: 'u', kind: 'attempt', name: 'u', taskId: '6', start: 1, end: 2 },
      ])
    );
    expect([...links.parent]).toEqual([-1, 0, -1]);
  });
});

it('cuts cycles at one place each and puts parents first', () => {
  fc.assert(
    fc.property(
      fc
        .array(fc.integer({ min: -1, max: 30 }), { minLength: 1, maxLength: 31 })
        .map((all) => all.map((p) => (p < all.length ? p : -1))),
      (parents) => {
        const parent = Int32Array.from(parents);
        const { order, cycles } = orderParentsFirst(parent);
        expect([...order].sort((a, b) => a - b)).toEqual(parents.map((_, i) => i));
        const place = new Map([...order].map((span, i) => [span, i]));
        parent.forEach((above, span) => {
          expect(above < 0 || place.get(above)! < place.get(span)!).toBe(true);
        });
        expect(parents.filter((p, i) => p !== parent[i]).length).toBe(cycles);
      }
    )
  );
});

it('orders a chain of 200,000 without running out of stack', () => {
  const parent = Int32Array.from({ length: 200_000 }, (_, i) => i + 1 - (i === 199_999 ? 200_001 : 0));
  expect(orderParentsFirst(parent).order[0]).toBe(199_999);
});
