/**
 * Strongly connected components, Tarjan 1972 ("Depth-first search and linear graph algorithms"), with an explicit stack: chains of
 * thousands of tasks must not overflow the call stack.
 */

export interface Components {
  /** Component of each node. Components are numbered in reverse topological order: an edge never leads to a higher number. */
  of: Int32Array;
  count: number;
  /** Nodes per component. */
  size: Int32Array;
}

/** Edges in compressed form: those of node n are `targets[offsets[n]]` up to `targets[offsets[n + 1] - 1]`. */
export interface Edges {
  offsets: Int32Array;
  targets: Int32Array;
}

/** Packs pairs of nodes; linear time. */
export function packEdges(nodes: number, from: ArrayLike<number>, to: ArrayLike<number>): Edges {
  const offsets = new Int32Array(nodes + 1);
  for (let index = 0; index < from.length; index += 1) {
    offsets[from[index]! + 1]! += 1;
  }
  for (let node = 0; node < nodes; node += 1) {
    offsets[node + 1]! += offsets[node]!;
  }
  const next = offsets.slice();
  const targets = new Int32Array(from.length);
  for (let index = 0; index < from.length; index += 1) {
    targets[next[from[index]!]!++] = to[index]!;
  }
  return { offsets, targets };
}

export function strongComponents(nodes: number, { offsets, targets }: Edges): Components {
  const index = new Int32Array(nodes).fill(-1);
  const low = new Int32Array(nodes);
  const of = new Int32Array(nodes).fill(-1);
  const cursor = new Int32Array(nodes);
  const open: number[] = [];
  const calls: number[] = [];
  const sizes: number[] = [];
  let counter = 0;
  for (let root = 0; root < nodes; root += 1) {
    if (index[root] !== -1) {
      continue;
    }
    calls.push(root);
    while (calls.length > 0) {
      const node = calls[calls.length - 1]!;
      if (index[node] === -1) {
        index[node] = low[node] = counter++;
        cursor[node] = offsets[node]!;
        open.push(node);
      }
      if (cursor[node]! < offsets[node + 1]!) {
        const target = targets[cursor[node]!++]!;
        if (index[target] === -1) {
          calls.push(target);
        } else if (of[target] === -1) {
          low[node] = Math.min(low[node]!, index[target]!);
        }
        continue;
      }
      calls.pop();
      if (low[node] === index[node]) {
        let size = 0;
        let member: number;
        do {
          member = open.pop()!;
          of[member] = sizes.length;
          size += 1;
        } while (member !== node);
        sizes.push(size);
      }
      const caller = calls[calls.length - 1];
      if (caller !== undefined) {
        low[caller] = Math.min(low[caller]!, low[node]!);
      }
    }
  }
  return { of, count: sizes.length, size: Int32Array.from(sizes) };
}
