import { layoutInput } from '../engine/layout-input.ts';
import type { Direction, LayoutInput, LayoutResult } from '../layout/types.ts';
import type { GraphModel } from '../model/types.ts';
import { readGraph } from '../model/read-graph.ts';
import { type VisibleGraph, visibleGraph } from '../model/visible.ts';
import { frameOf } from './frames.ts';

/** A graph from pairs of ids, with nesting; what `1.2` is nested in is `1`. */
export function graphOf(ids: string[], edges: Array<[string, string]>): { model: GraphModel; graph: VisibleGraph } {
  const read = readGraph([
    frameOf('nodes', {
      id: ids,
      status: ids.map(() => 'pending'),
      parentId: ids.map((id) => (id.includes('.') ? id.slice(0, id.lastIndexOf('.')) : null)),
    }),
    frameOf('edges', { source: edges.map(([a]) => a), target: edges.map(([, b]) => b) }),
  ]);
  if (!read.ok) {
    throw new Error(read.problem);
  }
  return { model: read.graph, graph: unfolded(read.graph) };
}

export function unfolded(model: GraphModel): VisibleGraph {
  return visibleGraph(model, {
    isCollapsed: () => false,
    statuses: null,
    hideFinished: false,
    foldFinished: false,
    openedFolds: new Set(),
  });
}

export function inputOf(
  { model, graph }: { model: GraphModel; graph: VisibleGraph },
  direction: Direction = 'LR'
): LayoutInput {
  return { ...layoutInput(model, graph, direction, null, 'fresh'), budgetMs: 60_000 };
}

/** Left, top, right, bottom of a node. */
export function rectOf(layout: LayoutResult, node: number): [number, number, number, number] {
  const [x, y, w, h] = layout.boxes.subarray(node * 4, node * 4 + 4) as unknown as [number, number, number, number];
  return [x, y, x + w, y + h];
}

/**
 * What is wrong with a layout, in words; empty if nothing is: siblings must not overlap, and what is nested must be
 * inside its box.
 */
export function faults(input: LayoutInput, layout: LayoutResult): string[] {
  const found: string[] = [];
  const byParent = new Map<number, number[]>();
  for (let node = 0; node < input.count; node++) {
    const parent = input.parent[node] as number;
    byParent.set(parent, [...(byParent.get(parent) ?? []), node]);
    const own = rectOf(layout, node);
    if (own.some((value) => !Number.isFinite(value))) {
      found.push(`node ${node} has no place`);
    }
    if (parent >= 0) {
      const box = rectOf(layout, parent);
      if (own[0] < box[0] - 0.01 || own[1] < box[1] - 0.01 || own[2] > box[2] + 0.01 || own[3] > box[3] + 0.01) {
        found.push(`node ${node} sticks out of its box ${parent}`);
      }
    }
  }
  for (const siblings of byParent.values()) {
    const sorted = siblings.map((node) => ({ node, rect: rectOf(layout, node) })).sort((a, b) => a.rect[0] - b.rect[0]);
    sorted.forEach((a, at) => {
      for (let next = at + 1; next < sorted.length; next++) {
        const b = sorted[next] as (typeof sorted)[number];
        if (b.rect[0] >= a.rect[2] - 0.01) {
          break;
        }
        if (b.rect[1] < a.rect[3] - 0.01 && a.rect[1] < b.rect[3] - 0.01) {
          found.push(`nodes ${a.node} and ${b.node} overlap`);
        }
      }
    });
  }
  return found;
}
