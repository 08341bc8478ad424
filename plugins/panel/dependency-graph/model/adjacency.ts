/** Neighbours of every node in two flat arrays: those of node `i` are `items[start[i]] … items[start[i + 1] - 1]`. */
export interface Adjacency {
  start: Int32Array;
  items: Int32Array;
  /** The edge each item came by. */
  edges: Int32Array;
}

/** Groups edges by one of their ends (`key`), listing the other end; edges with a negative end are left out. */
export function adjacency(count: number, key: ArrayLike<number>, other: ArrayLike<number>): Adjacency {
  const start = new Int32Array(count + 1);
  let used = 0;
  for (let edge = 0; edge < key.length; edge++) {
    const at = key[edge] ?? -1;
    if (at >= 0 && (other[edge] ?? -1) >= 0) {
      start[at + 1] = (start[at + 1] ?? 0) + 1;
      used++;
    }
  }
  for (let node = 0; node < count; node++) {
    start[node + 1] = (start[node + 1] ?? 0) + (start[node] ?? 0);
  }
  const next = start.slice(0, count);
  const items = new Int32Array(used);
  const edges = new Int32Array(used);
  for (let edge = 0; edge < key.length; edge++) {
    const at = key[edge] ?? -1;
    const to = other[edge] ?? -1;
    if (at >= 0 && to >= 0) {
      const slot = next[at] ?? 0;
      items[slot] = to;
      edges[slot] = edge;
      next[at] = slot + 1;
    }
  }
  return { start, items, edges };
}
