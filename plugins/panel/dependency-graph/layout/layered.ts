import { adjacency, type Adjacency } from '../model/adjacency.ts';

/** Bends a long edge may get in total before the longest ones are drawn straight instead. */
const BEND_BUDGET = 60_000;

/** A graph in layers whose every segment joins neighbouring layers: long edges are cut up by bends. */
export interface Layered {
  /** Nodes first, then bends. */
  count: number;
  nodes: number;
  layer: Int32Array;
  layers: number[][];
  down: Adjacency;
  up: Adjacency;
  /** Bends of every edge, in order along the flow: first index and number of them. */
  bendStart: Int32Array;
  bendCount: Int32Array;
  /** Edges that got no bends although they pass layers. */
  straight: number;
}

/** Cuts long edges into segments. `source` and `target` must already follow the flow. */
export function buildLayered(nodes: number, source: Int32Array, target: Int32Array, layerOf: Int32Array): Layered {
  const longest = spanLimit(source, target, layerOf);
  const bendStart = new Int32Array(source.length);
  const bendCount = new Int32Array(source.length);
  let count = nodes;
  let straight = 0;
  for (let edge = 0; edge < source.length; edge++) {
    const span = spanOf(edge, source, target, layerOf);
    bendStart[edge] = count;
    if (span > longest) {
      straight++;
    } else if (span > 1) {
      bendCount[edge] = span - 1;
      count += span - 1;
    }
  }
  const layer = new Int32Array(count);
  layer.set(layerOf);
  const from: number[] = [];
  const to: number[] = [];
  for (let edge = 0; edge < source.length; edge++) {
    let at = source[edge] as number;
    const bends = bendCount[edge] as number;
    for (let bend = 0; bend < bends; bend++) {
      const next = (bendStart[edge] as number) + bend;
      layer[next] = (layerOf[source[edge] as number] as number) + bend + 1;
      from.push(at);
      to.push(next);
      at = next;
    }
    // Edges without bends still pull their ends together, also across several layers.
    from.push(at);
    to.push(target[edge] as number);
  }
  const layers: number[][] = [];
  for (let index = 0; index < count; index++) {
    const at = layer[index] as number;
    (layers[at] ??= []).push(index);
  }
  for (let at = 0; at < layers.length; at++) {
    layers[at] ??= [];
  }
  return {
    count,
    nodes,
    layer,
    layers,
    down: adjacency(count, from, to),
    up: adjacency(count, to, from),
    bendStart,
    bendCount,
    straight,
  };
}

function spanOf(edge: number, source: Int32Array, target: Int32Array, layerOf: Int32Array): number {
  return (layerOf[target[edge] as number] as number) - (layerOf[source[edge] as number] as number);
}

/** The longest span for which all edges up to it fit in the budget of bends. */
function spanLimit(source: Int32Array, target: Int32Array, layerOf: Int32Array): number {
  const bySpan: number[] = [];
  for (let edge = 0; edge < source.length; edge++) {
    const span = spanOf(edge, source, target, layerOf);
    bySpan[span] = (bySpan[span] ?? 0) + span - 1;
  }
  let used = 0;
  for (let span = 1; span < bySpan.length; span++) {
    used += bySpan[span] ?? 0;
    if (used > BEND_BUDGET) {
      return Math.max(1, span - 1);
    }
  }
  return Number.POSITIVE_INFINITY;
}
