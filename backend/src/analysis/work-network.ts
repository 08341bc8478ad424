import { isFinished, isTerminal } from '#contract/status.ts';
import { bottomUp, type TaskGraph } from './task-graph.ts';
import { type Edges, packEdges, strongComponents } from './strong-components.ts';

/**
 * Tasks as an activity network. Every item is two events, its start (2i) and its end (2i + 1). A subtask lies between start and
 * end of its parent, so that "5 depends on 3" means: nothing of 5 starts before everything of 3 has ended. Edges stay linear in the number of
 * dependencies, where joining every leaf of one task with every leaf of the other would be quadratic.
 */
export interface WorkNetwork {
  nodes: number;
  edges: Edges;
  /** Nodes so that every edge leads from an earlier to a later one. */
  order: Int32Array;
  /** Dependency edges that had to be left out because they close a circle: [item depended on, item that waits]. */
  cyclic: Array<[number, number]>;
  /** Items in each circle, in order of their places. */
  cycles: number[][];
}

export const startOf = (place: number) => place * 2;
export const endOf = (place: number) => place * 2 + 1;

interface EdgeList {
  from: number[];
  to: number[];
}

function containment(graph: TaskGraph): EdgeList {
  const from: number[] = [];
  const to: number[] = [];
  graph.items.forEach((_item, place) => {
    from.push(startOf(place));
    to.push(endOf(place));
    const above = graph.parent[place]!;
    if (above >= 0) {
      from.push(startOf(above), endOf(place));
      to.push(startOf(place), endOf(above));
    }
  });
  return { from, to };
}

/** Dependencies between the given graph's items; with `openOnly` those that still hold something up. */
function dependencyPairs(graph: TaskGraph, openOnly: boolean): Array<[number, number]> {
  const pairs: Array<[number, number]> = [];
  graph.dependencies.forEach((sources, place) => {
    if (openOnly && isTerminal(graph.items[place]!.status)) {
      return;
    }
    for (const source of sources) {
      if (!openOnly || !isFinished(graph.items[source]!.status)) {
        pairs.push([source, place]);
      }
    }
  });
  return pairs;
}

/**
 * The network without its circles: a dependency whose both ends lie in one strongly connected component is left out and reported.
 * What remains is acyclic (containment alone is a tree). `openOnly` keeps only dependencies that still hold something up.
 */
export function buildWorkNetwork(graph: TaskGraph, openOnly: boolean): WorkNetwork {
  const nodes = graph.items.length * 2;
  const { from, to } = containment(graph);
  const pairs = dependencyPairs(graph, openOnly);
  const all = packEdges(
    nodes,
    [...from, ...pairs.map(([source]) => endOf(source))],
    [...to, ...pairs.map(([, target]) => startOf(target))]
  );
  const components = strongComponents(nodes, all);
  const inCircle = ([source, target]: [number, number]) =>
    components.of[endOf(source)] === components.of[startOf(target)];
  const cyclic = pairs.filter(inCircle);
  if (cyclic.length === 0) {
    return { nodes, edges: all, order: topological(components.of), cyclic, cycles: [] };
  }
  const kept = pairs.filter((pair) => !inCircle(pair));
  const edges = packEdges(
    nodes,
    [...from, ...kept.map(([source]) => endOf(source))],
    [...to, ...kept.map(([, target]) => startOf(target))]
  );
  const members = new Map<number, Set<number>>();
  for (const [source, target] of cyclic) {
    const component = components.of[endOf(source)]!;
    const set = members.get(component) ?? new Set<number>();
    members.set(component, set.add(source).add(target));
  }
  const cycles = [...members.values()].map((set) => [...set].sort((a, b) => a - b));
  return { nodes, edges, order: topological(strongComponents(nodes, edges).of), cyclic, cycles };
}

/** Nodes so that every edge leads from an earlier to a later one: components of an acyclic graph, counted backwards. */
function topological(componentOf: Int32Array): Int32Array {
  const order = new Int32Array(componentOf.length);
  componentOf.forEach((component, node) => {
    order[componentOf.length - 1 - component] = node;
  });
  return order;
}

/** Work per item in one unit: `weight` of what is open and has no subtasks of its own that are counted; 0 of everything else. */
export function openWork(
  graph: TaskGraph,
  leftOut: Uint8Array,
  weight: (place: number) => number
): { work: Float64Array; open: Uint8Array } {
  const work = new Float64Array(graph.items.length);
  const open = new Uint8Array(graph.items.length);
  const over = new Uint8Array(graph.items.length);
  for (const place of bottomUp(graph).reverse()) {
    const above = graph.parent[place]!;
    over[place] = (above >= 0 && over[above] === 1) || isTerminal(graph.items[place]!.status) ? 1 : 0;
    if (!over[place] && !leftOut[place] && graph.children[place]!.every((child) => leftOut[child] === 1)) {
      open[place] = 1;
      work[place] = Math.max(0, weight(place));
    }
  }
  return { work, open };
}
