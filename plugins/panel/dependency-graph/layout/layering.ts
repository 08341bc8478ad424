import { adjacency } from '../model/adjacency.ts';
import { shiftClusters } from './shift-clusters.ts';

/**
 * A layer for every node such that each edge leads to a later one: longest path from the sources, at most `cap` nodes a
 * layer (a layer that is full passes nodes on to the next free one), then moved where that shortens edges.
 * The edges must have no circle.
 */
export function assignLayers(count: number, source: Int32Array, target: Int32Array, cap: number): Int32Array {
  const out = adjacency(count, source, target);
  const into = adjacency(count, target, source);
  const { order, depth } = topological(count, out, into);
  const layer = new Int32Array(count);
  const size: number[] = [];
  const nextFree: number[] = [];
  const free = (start: number): number => {
    let at = start;
    while ((size[at] ?? 0) >= cap) {
      at = nextFree[at] ?? at + 1;
    }
    // Short cuts over full layers keep this near constant time.
    for (let from = start; from < at;) {
      const then = nextFree[from] ?? from + 1;
      nextFree[from] = at;
      from = then;
    }
    return at;
  };
  // By depth, so that a full layer pushes late nodes on and not early ones.
  order.sort((a, b) => (depth[a] as number) - (depth[b] as number));
  for (const node of order) {
    let first = 0;
    for (let slot = into.start[node] ?? 0; slot < (into.start[node + 1] ?? 0); slot++) {
      first = Math.max(first, (layer[into.items[slot] as number] as number) + 1);
    }
    const at = free(first);
    layer[node] = at;
    size[at] = (size[at] ?? 0) + 1;
  }
  const shifted = layer.slice();
  shiftClusters(shifted, source, target);
  const sizes: number[] = [];
  for (const at of shifted) {
    sizes[at] = (sizes[at] ?? 0) + 1;
  }
  // Shorter edges are not worth a picture much wider than it is long.
  if (sizes.every((members) => members <= cap * 1.5)) {
    layer.set(shifted);
    size.splice(0, size.length, ...sizes);
  }
  settle(order, out, into, layer, size, cap);
  return withoutGaps(layer);
}

/** Layers that everything has left are closed up. */
function withoutGaps(layer: Int32Array): Int32Array {
  const used = [...new Set(layer)].sort((a, b) => a - b);
  const now = new Map(used.map((old, index) => [old, index]));
  return layer.map((old) => now.get(old) as number);
}

/**
 * Shortens edges: first every node moves later, beside its nearest successor, unless more edges lead in than out; then
 * those for which that gained nothing (as many in as out, and what they depend on did not follow) move back.
 */
function settle(
  order: readonly number[],
  out: ReturnType<typeof adjacency>,
  into: ReturnType<typeof adjacency>,
  layer: Int32Array,
  size: number[],
  cap: number
): void {
  const move = (node: number, to: number): void => {
    const now = layer[node] as number;
    size[now] = (size[now] ?? 1) - 1;
    size[to] = (size[to] ?? 0) + 1;
    layer[node] = to;
  };
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at] as number;
    const successors = degree(out, node);
    if (successors === 0 || successors < degree(into, node)) {
      continue;
    }
    let latest = Number.POSITIVE_INFINITY;
    for (let slot = out.start[node] ?? 0; slot < (out.start[node + 1] ?? 0); slot++) {
      latest = Math.min(latest, (layer[out.items[slot] as number] as number) - 1);
    }
    while (latest > (layer[node] as number) && (size[latest] ?? 0) >= cap) {
      latest--;
    }
    if (latest > (layer[node] as number)) {
      move(node, latest);
    }
  }
  for (const node of order) {
    const predecessors = degree(into, node);
    if (predecessors === 0 || predecessors < degree(out, node)) {
      continue;
    }
    let earliest = 0;
    for (let slot = into.start[node] ?? 0; slot < (into.start[node + 1] ?? 0); slot++) {
      earliest = Math.max(earliest, (layer[into.items[slot] as number] as number) + 1);
    }
    while (earliest < (layer[node] as number) && (size[earliest] ?? 0) >= cap) {
      earliest++;
    }
    if (earliest < (layer[node] as number)) {
      move(node, earliest);
    }
  }
}

function degree(links: ReturnType<typeof adjacency>, node: number): number {
  return (links.start[node + 1] ?? 0) - (links.start[node] ?? 0);
}

/** Kahn's order, with the length of the longest path that leads to each node. */
function topological(
  count: number,
  out: ReturnType<typeof adjacency>,
  into: ReturnType<typeof adjacency>
): { order: number[]; depth: Int32Array } {
  const missing = new Int32Array(count);
  const depth = new Int32Array(count);
  const order: number[] = [];
  for (let node = 0; node < count; node++) {
    missing[node] = (into.start[node + 1] ?? 0) - (into.start[node] ?? 0);
    if (missing[node] === 0) {
      order.push(node);
    }
  }
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as number;
    for (let slot = out.start[node] ?? 0; slot < (out.start[node + 1] ?? 0); slot++) {
      const next = out.items[slot] as number;
      depth[next] = Math.max(depth[next] as number, (depth[node] as number) + 1);
      missing[next] = (missing[next] as number) - 1;
      if (missing[next] === 0) {
        order.push(next);
      }
    }
  }
  return { order, depth };
}

/**
 * How many nodes a layer may hold so that the whole is about `aspect` times as long (along the flow) as it is wide,
 * given the room one node takes in both directions. Small graphs are not capped: their natural layers read best.
 */
export function layerCap(count: number, alongPx: number, acrossPx: number, aspect: number): number {
  return count < 60 ? count : Math.max(12, Math.ceil(1.4 * Math.sqrt((count * alongPx) / (acrossPx * aspect))));
}
