import type { GraphEdge, GraphNode } from './types.ts';

/** A short fingerprint of which nodes and edges there are (FNV-1a, two lanes: 64 bits), not of their values. */
export function structureKey(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  const mix = (value: number): void => {
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b ^ value, 0x85ebca6b) ^ (b >>> 13);
  };
  for (const node of nodes) {
    for (let at = 0; at < node.id.length; at++) {
      mix(node.id.charCodeAt(at));
    }
    mix(node.parent + 7);
    mix(node.ghost ? 2 : 1);
  }
  for (const edge of edges) {
    mix(edge.source + 11);
    mix(edge.target + 13);
  }
  return `${nodes.length}.${edges.length}.${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
