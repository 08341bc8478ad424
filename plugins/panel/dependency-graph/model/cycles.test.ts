import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjacency } from './adjacency.ts';
import { strongComponents } from './cycles.ts';

function reach(count: number, edges: ReadonlyArray<readonly [number, number]>): boolean[][] {
  const reached = Array.from({ length: count }, (_, a) => Array.from({ length: count }, (_unused, b) => a === b));
  for (const [a, b] of edges) {
    (reached[a] as boolean[])[b] = true;
  }
  for (let via = 0; via < count; via++) {
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        (reached[a] as boolean[])[b] ||= (reached[a]?.[via] ?? false) && (reached[via]?.[b] ?? false);
      }
    }
  }
  return reached;
}

describe('strongComponents', () => {
  it('puts two nodes together exactly when each reaches the other', () => {
    const graph = fc
      .integer({ min: 1, max: 9 })
      .chain((count) =>
        fc.tuple(fc.constant(count), fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 20 }))
      );
    fc.assert(
      fc.property(graph, ([count, edges]) => {
        const out = adjacency(
          count,
          edges.map(([a]) => a),
          edges.map(([, b]) => b)
        );
        const { component, sizes } = strongComponents(count, out);
        const reached = reach(count, edges);
        for (let a = 0; a < count; a++) {
          for (let b = 0; b < count; b++) {
            expect(component[a] === component[b]).toBe((reached[a]?.[b] ?? false) && (reached[b]?.[a] ?? false));
          }
        }
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
      })
    );
  });

  it('manages a circle of 100,000 nodes without running out of stack', () => {
    const nodes = Array.from({ length: 100_000 }, (_, index) => index);
    const { sizes } = strongComponents(
      100_000,
      adjacency(
        100_000,
        nodes,
        nodes.map((node) => (node + 1) % 100_000)
      )
    );
    expect(sizes).toEqual([100_000]);
  });
});
