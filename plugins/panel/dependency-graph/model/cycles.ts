import type { Adjacency } from './adjacency.ts';

/**
 * Strongly connected components (Tarjan 1972), without recursion so that a chain of 10,000 nodes is safe.
 * Returns each node's component number and the size of every component.
 */
export function strongComponents(count: number, out: Adjacency): { component: Int32Array; sizes: number[] } {
  const component = new Int32Array(count).fill(-1);
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const cursor = new Int32Array(count);
  const open: number[] = [];
  const path: number[] = [];
  const sizes: number[] = [];
  let clock = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] !== -1) {
      continue;
    }
    path.push(root);
    while (path.length > 0) {
      const node = path[path.length - 1] as number;
      if (order[node] === -1) {
        order[node] = low[node] = clock++;
        cursor[node] = out.start[node] ?? 0;
        open.push(node);
      }
      const at = cursor[node] as number;
      if (at < (out.start[node + 1] ?? 0)) {
        cursor[node] = at + 1;
        const next = out.items[at] as number;
        if (order[next] === -1) {
          path.push(next);
        } else if (component[next] === -1) {
          low[node] = Math.min(low[node] as number, order[next] as number);
        }
        continue;
      }
      path.pop();
      const before = path[path.length - 1];
      if (before !== undefined) {
        low[before] = Math.min(low[before] as number, low[node] as number);
      }
      if (low[node] === order[node]) {
        close(node, open, component, sizes);
      }
    }
  }
  return { component, sizes };
}

function close(root: number, open: number[], component: Int32Array, sizes: number[]): void {
  let size = 0;
  let member: number | undefined;
  do {
    member = open.pop();
    if (member !== undefined) {
      component[member] = sizes.length;
      size++;
    }
  } while (member !== undefined && member !== root);
  sizes.push(size);
}
