import { countCrossings } from './crossings.ts';
import type { Layered } from './layered.ts';
import { transpose } from './transpose.ts';
import { type Clock, isLate } from './types.ts';

/**
 * Orders every layer to cross few edges: barycentre sweeps down and up, the best order seen wins. `seed` (a coordinate
 * per node, NaN where unknown) keeps known nodes in the order they had. Returns the place of each node in its layer and
 * whether the time was up before the sweeps were.
 */
export function* orderLayers(
  graph: Layered,
  seed: Float64Array | null,
  clock: Clock
): Generator<void, { place: Float64Array; late: boolean }> {
  const place = new Float64Array(graph.count);
  const key = new Float64Array(graph.count);
  const fixed = new Uint8Array(graph.count);
  if (seed === null) {
    spreadFromSources(graph);
  } else {
    for (let node = 0; node < graph.nodes; node++) {
      if (!Number.isNaN(seed[node] as number)) {
        fixed[node] = 1;
        key[node] = seed[node] as number;
      }
    }
  }
  number(graph, place);
  const small = graph.count <= 1_500;
  const sweeps = seed !== null ? 4 : small ? 24 : graph.count < 12_000 ? 12 : 8;
  let best = graph.layers.map((layer) => [...layer]);
  let fewest = seed === null ? countCrossings(graph, place) : Number.POSITIVE_INFINITY;
  let idle = 0;
  for (let sweep = 0; sweep < sweeps && fewest > 0 && idle < 4; sweep++) {
    const downwards = sweep % 2 === 0;
    for (let step = 0; step < graph.layers.length; step++) {
      sortLayer(graph, downwards ? step : graph.layers.length - 1 - step, downwards, place, key, fixed, seed);
      if (step % 8 === 7) {
        yield;
      }
    }
    if (seed === null && small) {
      transpose(graph, place);
    }
    yield;
    const now = countCrossings(graph, place);
    // With a seed the later sweeps are better informed: only unknown nodes and bends still move.
    if (now < fewest || seed !== null) {
      fewest = now;
      best = graph.layers.map((layer) => [...layer]);
      idle = 0;
    } else {
      idle++;
    }
    if (isLate(clock)) {
      graph.layers = best;
      number(graph, place);
      return { place, late: sweep < 3 };
    }
    yield;
  }
  graph.layers = best;
  number(graph, place);
  return { place, late: false };
}

/** Writes each node's index in its layer. */
function number(graph: Layered, place: Float64Array): void {
  for (const layer of graph.layers) {
    layer.forEach((node, index) => (place[node] = index));
  }
}

/** A first order that keeps what belongs together side by side: layers filled in the order of a depth-first walk. */
function spreadFromSources(graph: Layered): void {
  const seen = new Uint8Array(graph.count);
  const layers: number[][] = graph.layers.map(() => []);
  const stack: number[] = [];
  for (const root of graph.layers.flat()) {
    stack.push(root);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen[node] === 1) {
        continue;
      }
      seen[node] = 1;
      layers[graph.layer[node] as number]?.push(node);
      for (let slot = (graph.down.start[node + 1] ?? 0) - 1; slot >= (graph.down.start[node] ?? 0); slot--) {
        stack.push(graph.down.items[slot] as number);
      }
    }
  }
  graph.layers = layers;
}

function sortLayer(
  graph: Layered,
  at: number,
  downwards: boolean,
  place: Float64Array,
  key: Float64Array,
  fixed: Uint8Array,
  seed: Float64Array | null
): void {
  const layer = graph.layers[at] as number[];
  const links = downwards ? graph.up : graph.down;
  for (const node of layer) {
    if (fixed[node] === 1) {
      continue;
    }
    const first = links.start[node] ?? 0;
    const end = links.start[node + 1] ?? 0;
    let sum = 0;
    for (let slot = first; slot < end; slot++) {
      const other = links.items[slot] as number;
      // Compared across layers of different length, a place counts as a share of its layer.
      sum += seed === null ? share(graph, other, place, layer.length) : (key[other] as number);
    }
    if (end > first) {
      key[node] = sum / (end - first);
    } else if (seed === null) {
      key[node] = place[node] as number;
    }
  }
  layer.sort((a, b) => (key[a] as number) - (key[b] as number) || (place[a] as number) - (place[b] as number));
  layer.forEach((node, index) => (place[node] = index));
}

function share(graph: Layered, node: number, place: Float64Array, length: number): number {
  const size = graph.layers[graph.layer[node] as number]?.length ?? 1;
  return (((place[node] as number) + 0.5) / size) * length - 0.5;
}
