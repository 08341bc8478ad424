import { feedbackEdges } from './acyclic.ts';
import { placeAcross } from './coordinates.ts';
import { assignLayers, layerCap } from './layering.ts';
import { buildLayered, type Layered } from './layered.ts';
import { orderLayers } from './ordering.ts';
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
  return { ...measure(part, graph, centre), backward, straight: graph.straight, late };
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

function measure(
  part: PartInput,
  graph: Layered,
  centre: Float64Array
): Pick<PartResult, 'alongAt' | 'acrossAt' | 'alongSize' | 'acrossSize' | 'bends'> {
  const layerStart: number[] = [];
  const layerSize: number[] = [];
  let along = 0;
  graph.layers.forEach((layer, at) => {
    let size = 0;
    let leaving = 0;
    for (const node of layer) {
      size = Math.max(size, node < graph.nodes ? (part.along[node] as number) : 0);
      leaving += (graph.down.start[node + 1] ?? 0) - (graph.down.start[node] ?? 0);
    }
    layerStart[at] = along;
    layerSize[at] = size;
    // Many edges need more room to be told apart.
    along += size + part.layerGap + Math.min(part.layerGap * 1.5, Math.sqrt(leaving) * 5);
  });
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let item = 0; item < graph.count; item++) {
    const half = item < graph.nodes ? (part.across[item] as number) / 2 : 0;
    low = Math.min(low, (centre[item] as number) - half);
    high = Math.max(high, (centre[item] as number) + half);
  }
  const alongAt = new Float64Array(graph.nodes);
  const acrossAt = new Float64Array(graph.nodes);
  let alongSize = 0;
  for (let node = 0; node < graph.nodes; node++) {
    alongAt[node] = layerStart[graph.layer[node] as number] as number;
    acrossAt[node] = (centre[node] as number) - (part.across[node] as number) / 2 - low;
    alongSize = Math.max(alongSize, (alongAt[node] as number) + (part.along[node] as number));
  }
  const bends: number[][] = [];
  graph.bendCount.forEach((bendCount, edge) => {
    const list: number[] = [];
    for (let bend = 0; bend < bendCount; bend++) {
      const index = (graph.bendStart[edge] as number) + bend;
      const layer = graph.layer[index] as number;
      const y = (centre[index] as number) - low;
      // Two points a layer: the edge runs straight past the nodes beside it and only turns between layers.
      list.push(layerStart[layer] as number, y, (layerStart[layer] as number) + (layerSize[layer] as number), y);
    }
    bends.push(list);
  });
  return { alongAt, acrossAt, alongSize, acrossSize: high - low, bends };
}
