import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedbackEdges } from './acyclic.ts';
import { countCrossings } from './crossings.ts';
import { assignLayers, layerCap } from './layering.ts';
import { buildLayered } from './layered.ts';
import { orderLayers } from './ordering.ts';

const PAIRS = fc.integer({ min: 2, max: 14 }).chain((count) =>
  fc.tuple(
    fc.constant(count),
    fc.array(
      fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([a, b]) => a !== b),
      { maxLength: 40 }
    )
  )
);

function forward(
  count: number,
  pairs: ReadonlyArray<readonly [number, number]>
): { source: Int32Array; target: Int32Array } {
  const back = feedbackEdges(
    count,
    Int32Array.from(pairs, ([a]) => a),
    Int32Array.from(pairs, ([, b]) => b)
  );
  return {
    source: Int32Array.from(pairs, ([a, b], at) => (back[at] === 1 ? b : a)),
    target: Int32Array.from(pairs, ([a, b], at) => (back[at] === 1 ? a : b)),
  };
}

function order(count: number, source: Int32Array, target: Int32Array) {
  const graph = buildLayered(count, source, target, assignLayers(count, source, target, count));
  const steps = orderLayers(graph, null, { now: () => 0, deadline: 1 });
  let step = steps.next();
  while (step.done !== true) {
    step = steps.next();
  }
  return { graph, place: step.value.place };
}

describe('assignLayers', () => {
  it('puts every edge between a layer and a later one, at most `cap` nodes a layer where shortening allows', () => {
    fc.assert(
      fc.property(PAIRS, fc.integer({ min: 1, max: 14 }), ([count, pairs], cap) => {
        const { source, target } = forward(count, pairs);
        const layer = assignLayers(count, source, target, cap);
        source.forEach((node, edge) => expect(layer[node]).toBeLessThan(layer[target[edge] as number] as number));
        const used = new Set(layer);
        expect(Math.max(...layer)).toBe(used.size - 1);
        for (const at of used) {
          expect(layer.filter((value) => value === at).length).toBeLessThanOrEqual(Math.ceil(cap * 1.5));
        }
      })
    );
  });

  it('puts a late starter beside what needs it, with what leads to it', () => {
    // 0 → 1 → 2 → 3 → 4, and 5 → 6 → 4: 5 and 6 belong near 4.
    const layer = assignLayers(7, Int32Array.of(0, 1, 2, 3, 5, 6), Int32Array.of(1, 2, 3, 4, 6, 4), 7);
    expect([...layer]).toEqual([0, 1, 2, 3, 4, 2, 3]);
  });

  it('does not cap small graphs', () => {
    expect(layerCap(40, 300, 90, 1.6)).toBe(40);
    expect(layerCap(10_000, 300, 90, 1.6)).toBeLessThan(400);
  });
});

describe('countCrossings', () => {
  it('counts what a comparison of all pairs of segments counts', () => {
    fc.assert(
      fc.property(PAIRS, ([count, pairs]) => {
        const { source, target } = forward(count, pairs);
        const { graph, place } = order(count, source, target);
        const segments: Array<[number, number]> = [];
        for (let node = 0; node < graph.count; node++) {
          for (let slot = graph.down.start[node] as number; slot < (graph.down.start[node + 1] as number); slot++) {
            segments.push([node, graph.down.items[slot] as number]);
          }
        }
        let crossings = 0;
        segments.forEach(([a, b], at) => {
          for (const [c, d] of segments.slice(at + 1)) {
            if (graph.layer[a] === graph.layer[c]) {
              const cross =
                ((place[a] as number) - (place[c] as number)) * ((place[b] as number) - (place[d] as number));
              crossings += cross < 0 ? 1 : 0;
            }
          }
        });
        expect(countCrossings(graph, place)).toBe(crossings);
      })
    );
  });

  it('untangles what can be untangled', () => {
    const { graph, place } = order(6, Int32Array.of(0, 1, 2), Int32Array.of(5, 4, 3));
    expect(countCrossings(graph, place)).toBe(0);
  });
});
