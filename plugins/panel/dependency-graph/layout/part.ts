import { feedbackEdges } from './acyclic.ts';
import { placeAcross } from './coordinates.ts';
import { assignLayers, layerCap } from './layering.ts';
import { buildLayered, type Layered } from './layered.ts';
import { orderLayers } from './ordering.ts';
import { placePart } from './place-part.ts';
import type { Clock } from './types.ts';

/** One connected part of one level, in coordinates along and across the flow. */
export interface PartInput {
  count: number;
  along: Float64Array;
  across: Float64Array;
  source: Int32Array;
  target: Int32Array;
  /** Known place across the flow (NaN where unknown), to keep the order; null for none. */
  seed: Float64Array | null;
  nodeGap: number;
  edgeGap: number;
  layerGap: number;
  /** Length along the flow divided by width across it that the part should come near to. */
  aspect: number;
  /** Whether a long thin part may be broken into lines. */
  wrap: boolean;
}

export interface PartResult {
  /** Near corners, from 0 upwards. */
  alongAt: Float64Array;
  acrossAt: Float64Array;
  alongSize: number;
  acrossSize: number;
  backward: Uint8Array;
  /** Bends of each edge, along and across in turn, in the direction of the flow. */
  bends: number[][];
  straight: number;
  late: boolean;
}

/** Layered drawing (Sugiyama, Tagawa, Toda 1981): break circles, assign layers, order them, place. */
export function* layoutPart(part: PartInput, clock: Clock): Generator<void, PartResult> {
  const { count } = part;
  const backward = feedbackEdges(count, part.source, part.target);
  const source = Int32Array.from(part.source, (node, edge) =>
    backward[edge] === 1 ? (part.target[edge] as number) : node
  );
  const target = Int32Array.from(part.target, (node, edge) =>
    backward[edge] === 1 ? (part.source[edge] as number) : node
  );
  yield;
  const cap = layerCap(count, mean(part.along) + part.layerGap, mean(part.across) + part.nodeGap, part.aspect);
  const graph = buildLayered(count, source, target, assignLayers(count, source, target, cap));
  yield;
  const { late } = yield* orderLayers(graph, part.seed, clock);
  const size = new Float64Array(graph.count);
  size.set(part.across);
  const centre = yield* placeAcross(graph, size, { node: part.nodeGap, edge: edgeGap(part.edgeGap, graph) }, clock);
  return { ...placePart(part, graph, centre, source, target), backward, straight: graph.straight, late };
}

/** Where many edges pass side by side they move together: nobody follows one of a thousand by eye. */
function edgeGap(gap: number, graph: Layered): number {
  const bends = (graph.count - graph.nodes) / Math.max(1, graph.layers.length);
  return bends < 25 ? gap : Math.max(1.5, (gap * 25) / bends);
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) {
    sum += value;
  }
  return values.length === 0 ? 0 : sum / values.length;
}
