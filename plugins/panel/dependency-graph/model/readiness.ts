import type { GraphEdge, GraphNode, NodeColumns } from './types.ts';

const WAITING = new Set(['pending', 'blocked']);
const SATISFIED = new Set(['done', 'cancelled']);

/**
 * Fills what the frames leave out: a task waits for its unfinished predecessors, and one that is pending and waits for
 * nothing is ready. A frame that has the `ready` or `blockedBy` field is believed instead.
 */
export function fillReadiness(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  columns: readonly NodeColumns[]
): void {
  const waits = new Map<number, string[]>();
  for (const edge of edges) {
    const source = nodes[edge.source];
    const target = nodes[edge.target];
    if (source === undefined || target === undefined || source === target || target.status === null) {
      continue;
    }
    // A node that only edges mention cannot be finished.
    if (WAITING.has(target.status) && !(source.status !== null && SATISFIED.has(source.status))) {
      const list = waits.get(target.index) ?? [];
      list.push(source.id);
      waits.set(target.index, list);
    }
  }
  for (const node of nodes) {
    const own = columns[node.source];
    if (own === undefined || node.status === null) {
      continue;
    }
    if (own.blockedBy === undefined) {
      node.blockedBy = waits.get(node.index) ?? [];
    }
    if (own.ready === undefined) {
      node.ready = node.status === 'pending' && node.blockedBy.length === 0 && node.children.length === 0;
    }
  }
}
