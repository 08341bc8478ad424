import type { Layered } from './layered.ts';

/** Pairs of segments that cross between neighbouring layers, counted with a Fenwick tree: O(segments · log layer). */
export function countCrossings(graph: Layered, place: Float64Array): number {
  let crossings = 0;
  for (let at = 0; at + 1 < graph.layers.length; at++) {
    crossings += between(graph, graph.layers[at] as number[], (graph.layers[at + 1] as number[]).length, place);
  }
  return crossings;
}

function between(graph: Layered, upper: readonly number[], lowerSize: number, place: Float64Array): number {
  const tree = new Int32Array(lowerSize + 2);
  let crossings = 0;
  let seen = 0;
  for (const node of upper) {
    const targets: number[] = [];
    for (let slot = graph.down.start[node] ?? 0; slot < (graph.down.start[node + 1] ?? 0); slot++) {
      const next = graph.down.items[slot] as number;
      if (graph.layer[next] === (graph.layer[node] as number) + 1) {
        targets.push(place[next] as number);
      }
    }
    for (const position of targets) {
      let notBelow = 0;
      for (let index = position + 1; index > 0; index -= index & -index) {
        notBelow += tree[index] as number;
      }
      crossings += seen - notBelow;
    }
    for (const position of targets) {
      for (let index = position + 1; index <= lowerSize; index += index & -index) {
        tree[index] = (tree[index] as number) + 1;
      }
      seen++;
    }
  }
  return crossings;
}
