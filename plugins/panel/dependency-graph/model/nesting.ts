import { type Counts } from './counts.ts';
import type { GraphNode } from './types.ts';

/** Sets `parent` and `children` from parent ids and `contains` edges; a loop of parents is cut at its first member. */
export function nest(
  nodes: GraphNode[],
  byId: Map<string, number>,
  parentIds: readonly string[],
  contains: ReadonlyArray<[number, number]>,
  counts: Counts
): void {
  parentIds.forEach((id, index) => {
    const node = nodes[index];
    if (id === '' || node === undefined) {
      return;
    }
    const parent = byId.get(id);
    if (parent === undefined) {
      counts.addExample('unknownParents', id);
    } else if (parent === index) {
      counts.addExample('nestingLoops', node.id);
    } else {
      node.parent = parent;
    }
  });
  for (const [parent, child] of contains) {
    const node = nodes[child];
    if (node !== undefined && node.parent < 0 && parent !== child) {
      node.parent = parent;
    }
  }
  cutLoops(nodes, counts);
  for (const node of nodes) {
    nodes[node.parent]?.children.push(node.index);
  }
}

function cutLoops(nodes: GraphNode[], counts: Counts): void {
  // 0 unseen, 1 on the way up from the current start, 2 known to end at a root.
  const state = new Uint8Array(nodes.length);
  for (const start of nodes) {
    const path: GraphNode[] = [];
    let node: GraphNode | undefined = start;
    while (node !== undefined && state[node.index] === 0) {
      state[node.index] = 1;
      path.push(node);
      node = nodes[node.parent];
    }
    if (node !== undefined && state[node.index] === 1) {
      counts.addExample('nestingLoops', node.id);
      node.parent = -1;
    }
    for (const passed of path) {
      state[passed.index] = 2;
    }
  }
}
