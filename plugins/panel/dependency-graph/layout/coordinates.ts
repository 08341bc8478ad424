import { placeInOrder } from './isotonic.ts';
import type { Layered } from './layered.ts';
import { type Clock, isLate } from './types.ts';

export interface CrossGaps {
  node: number;
  edge: number;
}

/**
 * Centres across the flow: every layer in turn is placed as near as possible to the mean of its neighbours, in both
 * directions, order kept. Bends weigh more, so long edges run straight. `size` is each item's extent across the flow.
 */
export function* placeAcross(
  graph: Layered,
  size: Float64Array,
  gaps: CrossGaps,
  clock: Clock
): Generator<void, Float64Array> {
  const centre = new Float64Array(graph.count);
  for (const layer of graph.layers) {
    let end = 0;
    layer.forEach((node, index) => {
      const half = (size[node] as number) / 2;
      centre[node] = end + (index > 0 ? gapBetween(graph, layer[index - 1] as number, node, gaps) : 0) + half;
      end = (centre[node] as number) + half;
    });
    for (const node of layer) {
      centre[node] = (centre[node] as number) - end / 2;
    }
  }
  const rounds = graph.count > 15_000 ? 4 : graph.count > 3_000 ? 8 : 14;
  for (let round = 0; round < rounds && !isLate(clock); round++) {
    const last = round >= rounds - 2;
    for (let step = 0; step < graph.layers.length; step++) {
      const at = round % 2 === 0 ? step : graph.layers.length - 1 - step;
      placeLayer(graph, at, round % 2 === 0, last, size, gaps, centre);
      if (step % 8 === 7) {
        yield;
      }
    }
    yield;
  }
  return centre;
}

function gapBetween(graph: Layered, a: number, b: number, gaps: CrossGaps): number {
  return a >= graph.nodes || b >= graph.nodes ? gaps.edge : gaps.node;
}

function placeLayer(
  graph: Layered,
  at: number,
  downwards: boolean,
  both: boolean,
  size: Float64Array,
  gaps: CrossGaps,
  centre: Float64Array
): void {
  const layer = graph.layers[at] as number[];
  const wanted = new Float64Array(layer.length);
  const weight = new Float64Array(layer.length);
  const gap = new Float64Array(layer.length);
  layer.forEach((node, index) => {
    let sum = 0;
    let pull = 0;
    for (const links of both ? [graph.up, graph.down] : [downwards ? graph.up : graph.down]) {
      for (let slot = links.start[node] ?? 0; slot < (links.start[node + 1] ?? 0); slot++) {
        const other = links.items[slot] as number;
        const bends = (node >= graph.nodes ? 1 : 0) + (other >= graph.nodes ? 1 : 0);
        const force = bends === 2 ? 8 : bends === 1 ? 2 : 1;
        sum += force * (centre[other] as number);
        pull += force;
      }
    }
    // What has no neighbours on this side stays where it is, unless it is pushed.
    wanted[index] = pull > 0 ? sum / pull : (centre[node] as number);
    weight[index] = pull > 0 ? pull : 0.2;
    if (index > 0) {
      const before = layer[index - 1] as number;
      gap[index] = ((size[before] as number) + (size[node] as number)) / 2 + gapBetween(graph, before, node, gaps);
    }
  });
  placeInOrder(wanted, weight, gap, layer.length).forEach((value, index) => (centre[layer[index] as number] = value));
}
