import { adjacency } from '../model/adjacency.ts';

/**
 * Which edges to turn round so that none closes a circle: those that lead back into the current path of a depth-first
 * walk, begun at nodes without predecessors and then in the data's order. Without recursion.
 */
export function feedbackEdges(count: number, source: Int32Array, target: Int32Array): Uint8Array {
  const out = adjacency(count, source, target);
  const incoming = new Int32Array(count);
  for (const node of target) {
    incoming[node] = (incoming[node] ?? 0) + 1;
  }
  const backward = new Uint8Array(source.length);
  const state = new Uint8Array(count);
  const cursor = out.start.slice(0, count);
  const path: number[] = [];
  for (const sourcesOnly of [true, false]) {
    for (let root = 0; root < count; root++) {
      if (state[root] !== 0 || (sourcesOnly && incoming[root] !== 0)) {
        continue;
      }
      path.push(root);
      state[root] = 1;
      while (path.length > 0) {
        const node = path[path.length - 1] as number;
        const at = cursor[node] as number;
        if (at >= (out.start[node + 1] ?? 0)) {
          state[node] = 2;
          path.pop();
          continue;
        }
        cursor[node] = at + 1;
        const next = out.items[at] as number;
        if (state[next] === 1) {
          backward[out.edges[at] as number] = 1;
        } else if (state[next] === 0) {
          state[next] = 1;
          path.push(next);
        }
      }
    }
  }
  return backward;
}
