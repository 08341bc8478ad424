import { METRICS } from '../layout/metrics.ts';
import type { Direction, LayoutInput, LayoutResult } from '../layout/types.ts';
import type { GraphModel } from '../model/types.ts';
import type { VisibleEdge, VisibleGraph, VisibleNode } from '../model/visible.ts';

/** A finished layout and the keys of what it placed, to carry places over to the next graph. */
export interface KnownLayout {
  graph: VisibleGraph;
  direction: Direction;
  layout: LayoutResult;
}

/** Layout may take this long before it stops improving, milliseconds: with reading and drawing within 3 s in all. */
const BUDGET_MS = 1_800;

export function layoutInput(
  model: GraphModel,
  graph: VisibleGraph,
  direction: Direction,
  known: KnownLayout | null,
  mode: LayoutInput['mode'],
  aspect = 1.6
): LayoutInput {
  const count = graph.nodes.length;
  const width = new Float64Array(count);
  const height = new Float64Array(count);
  graph.nodes.forEach((node, index) => {
    const size = METRICS[kindOf(model, node)];
    width[index] = size.width;
    height[index] = size.height;
  });
  const usable = mode !== 'fresh' && known !== null && known.direction === direction ? known : null;
  return {
    count,
    direction,
    aspect,
    parent: Int32Array.from(graph.nodes, (node) => node.parent),
    width,
    height,
    source: Int32Array.from(graph.edges, (edge) => edge.source),
    target: Int32Array.from(graph.edges, (edge) => edge.target),
    previous: usable === null ? null : previousBoxes(graph, usable),
    previousRoutes: usable === null || mode !== 'keep' ? null : previousRoutes(graph, usable),
    mode: usable === null ? 'fresh' : mode,
    budgetMs: BUDGET_MS,
  };
}

function kindOf(model: GraphModel, node: VisibleNode): 'task' | 'subtask' | 'fold' | 'ghost' {
  const own = model.nodes[node.node];
  return own === undefined ? 'fold' : own.ghost ? 'ghost' : node.parent >= 0 ? 'subtask' : 'task';
}

function previousBoxes(graph: VisibleGraph, known: KnownLayout): Float64Array {
  const at = new Map(known.graph.nodes.map((node, index) => [node.key, index]));
  const boxes = new Float64Array(graph.nodes.length * 4).fill(Number.NaN);
  graph.nodes.forEach((node, index) => {
    const before = at.get(node.key);
    const old = before === undefined ? undefined : known.graph.nodes[before];
    const parentKey = (owner: number, list: VisibleGraph): string | undefined => list.nodes[owner]?.key;
    // Moved into another box: where it was says nothing.
    if (
      before !== undefined &&
      old !== undefined &&
      parentKey(old.parent, known.graph) === parentKey(node.parent, graph)
    ) {
      boxes.set(known.layout.boxes.subarray(before * 4, before * 4 + 4), index * 4);
    }
  });
  return boxes;
}

function edgeKey(graph: VisibleGraph, edge: VisibleEdge): string {
  return `${graph.nodes[edge.source]?.key ?? ''}\u0001${graph.nodes[edge.target]?.key ?? ''}`;
}

function previousRoutes(graph: VisibleGraph, known: KnownLayout): NonNullable<LayoutInput['previousRoutes']> {
  const at = new Map(known.graph.edges.map((edge, index) => [edgeKey(known.graph, edge), index]));
  const points: number[] = [];
  const offsets = new Int32Array(graph.edges.length + 1);
  const backward = new Uint8Array(graph.edges.length);
  graph.edges.forEach((edge, index) => {
    offsets[index] = points.length;
    const before = at.get(edgeKey(graph, edge));
    if (before !== undefined) {
      backward[index] = known.layout.backward[before] as number;
      const end = known.layout.offsets[before + 1] as number;
      for (let slot = known.layout.offsets[before] as number; slot < end; slot++) {
        points.push(known.layout.points[slot] as number);
      }
    }
  });
  offsets[graph.edges.length] = points.length;
  return { points: Float64Array.from(points), offsets, backward };
}

/** Changes exactly when something has to be placed anew: nodes, boxes, nesting or edges, not values. */
export function placeKey(model: GraphModel, graph: VisibleGraph): string {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  const mix = (value: number): void => {
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b ^ value, 0x85ebca6b) ^ (b >>> 13);
  };
  for (const node of graph.nodes) {
    for (let at = 0; at < node.key.length; at++) {
      mix(node.key.charCodeAt(at));
    }
    mix(node.parent + 7);
    mix((node.expanded ? 2 : 1) + (model.nodes[node.node]?.ghost === true ? 4 : 0));
  }
  for (const edge of graph.edges) {
    mix(edge.source + 11);
    mix(edge.target + 13);
  }
  return `${graph.nodes.length}.${graph.edges.length}.${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
