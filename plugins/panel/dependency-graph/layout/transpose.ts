import type { Adjacency } from '../model/adjacency.ts';
import type { Layered } from './layered.ts';

/** Swaps neighbours in a layer while that removes crossings; for small graphs, where the last crossings are seen. */
export function transpose(graph: Layered, place: Float64Array): void {
  for (let round = 0; round < 4; round++) {
    let better = false;
    for (const layer of graph.layers) {
      for (let at = 0; at + 1 < layer.length; at++) {
        const a = layer[at] as number;
        const b = layer[at + 1] as number;
        const now = crossingsOf(graph.up, a, b, place) + crossingsOf(graph.down, a, b, place);
        const swapped = crossingsOf(graph.up, b, a, place) + crossingsOf(graph.down, b, a, place);
        if (swapped < now) {
          layer[at] = b;
          layer[at + 1] = a;
          place[b] = at;
          place[a] = at + 1;
          better = true;
        }
      }
    }
    if (!better) {
      return;
    }
  }
}

/** Crossings between the edges of two neighbours when `a` stands before `b`. */
function crossingsOf(links: Adjacency, a: number, b: number, place: Float64Array): number {
  let crossings = 0;
  for (let i = links.start[a] ?? 0; i < (links.start[a + 1] ?? 0); i++) {
    const first = place[links.items[i] as number] as number;
    for (let j = links.start[b] ?? 0; j < (links.start[b + 1] ?? 0); j++) {
      if (first > (place[links.items[j] as number] as number)) {
        crossings++;
      }
    }
  }
  return crossings;
}
