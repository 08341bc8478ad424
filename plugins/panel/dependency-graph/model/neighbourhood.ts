import { type Adjacency, adjacency } from './adjacency.ts';
import type { VisibleGraph } from './visible.ts';

export interface Links {
  out: Adjacency;
  in: Adjacency;
}

/** Both directions of the visible edges, for walking and lighting. */
export function linksOf(graph: VisibleGraph): Links {
  const source = Int32Array.from(graph.edges, (edge) => edge.source);
  const target = Int32Array.from(graph.edges, (edge) => edge.target);
  return {
    out: adjacency(graph.nodes.length, source, target),
    in: adjacency(graph.nodes.length, target, source),
  };
}

export interface Lit {
  nodes: Set<number>;
  edges: Set<number>;
  up: number;
  down: number;
}

/**
 * Everything the node depends on and everything that depends on it, however far; for an expanded box also what hangs
 * on the subtasks in it. `up` and `down` count the nodes in each direction, the start not included.
 */
export function neighbourhood(graph: VisibleGraph, links: Links, start: number): Lit {
  const inside = [start, ...descendants(graph, start)];
  const nodes = new Set(inside);
  const edges = new Set<number>();
  const up = walk(links.in, inside, nodes, edges);
  const down = walk(links.out, inside, nodes, edges);
  return { nodes, edges, up, down };
}

function descendants(graph: VisibleGraph, start: number): number[] {
  if (graph.nodes[start]?.expanded !== true) {
    return [];
  }
  // Parents come before their children in the visible list, so one pass is enough.
  const within = new Set([start]);
  const found: number[] = [];
  for (let index = start + 1; index < graph.nodes.length; index++) {
    if (within.has(graph.nodes[index]?.parent ?? -1)) {
      within.add(index);
      found.push(index);
    }
  }
  return found;
}

function walk(links: Adjacency, from: readonly number[], nodes: Set<number>, edges: Set<number>): number {
  const seen = new Set(from);
  const queue = [...from];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (let slot = links.start[at] ?? 0; slot < (links.start[at + 1] ?? 0); slot++) {
      const next = links.items[slot] as number;
      edges.add(links.edges[slot] as number);
      if (!seen.has(next)) {
        seen.add(next);
        nodes.add(next);
        queue.push(next);
      }
    }
  }
  return seen.size - from.length;
}
