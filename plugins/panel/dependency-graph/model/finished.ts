import type { GraphNode } from './types.ts';

/** Nothing is left to do: done, or given up on. */
export function isFinished(node: GraphNode): boolean {
  return node.status === 'done' || node.status === 'cancelled';
}
