import { type TaskGraph } from './task-graph.ts';
import { endOf, openWork, startOf, type WorkNetwork } from './work-network.ts';

/**
 * Critical path method (Kelley and Walker 1959) over declared dependencies: earliest and latest times by one pass forwards and one
 * backwards through the activity network. Slack is how much later an item can end without delaying the whole.
 */
export interface CriticalPath {
  /** Places of the open items on one longest chain, in order of work. */
  chain: number[];
  /** Length of the chain in the unit of the weights. */
  length: number;
  /** Per item in the unit of the weights; NaN for items that are over. */
  slack: Float64Array;
  /** 1 for items on the chain, and for the parents that contain them. */
  critical: Uint8Array;
}

/** `weight` is the remaining work of an open leaf; use 1 where durations are not known, then the length is a number of tasks. */
export function criticalPath(
  graph: TaskGraph,
  network: WorkNetwork,
  leftOut: Uint8Array,
  weight: (place: number) => number
): CriticalPath {
  const { work, open } = openWork(graph, leftOut, weight);
  const { edges, order, nodes } = network;
  const earliest = new Float64Array(nodes);
  const before = new Int32Array(nodes).fill(-1);
  for (const node of order) {
    const own = node % 2 === 0 ? work[node / 2]! : 0;
    for (let at = edges.offsets[node]!; at < edges.offsets[node + 1]!; at += 1) {
      const target = edges.targets[at]!;
      const arrival = earliest[node]! + (target === node + 1 ? own : 0);
      if (arrival > earliest[target]!) {
        earliest[target] = arrival;
        before[target] = node;
      }
    }
  }
  let last = -1;
  let length = 0;
  for (let place = 0; place < graph.items.length; place += 1) {
    if (open[place] && earliest[endOf(place)]! > length) {
      length = earliest[endOf(place)]!;
      last = endOf(place);
    }
  }
  const latest = latestTimes(network, work, length);
  const slack = new Float64Array(graph.items.length).fill(Number.NaN);
  for (let place = 0; place < graph.items.length; place += 1) {
    if (open[place]) {
      slack[place] = Math.max(0, latest[endOf(place)]! - earliest[startOf(place)]! - work[place]!);
    }
  }
  return { ...chainTo(graph, last, before, work, open), length, slack };
}

function latestTimes({ edges, order, nodes }: WorkNetwork, work: Float64Array, length: number): Float64Array {
  const latest = new Float64Array(nodes).fill(length);
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    const own = node % 2 === 0 ? work[node / 2]! : 0;
    for (let edge = edges.offsets[node]!; edge < edges.offsets[node + 1]!; edge += 1) {
      const target = edges.targets[edge]!;
      latest[node] = Math.min(latest[node]!, latest[target]! - (target === node + 1 ? own : 0));
    }
  }
  return latest;
}

function chainTo(graph: TaskGraph, last: number, before: Int32Array, work: Float64Array, open: Uint8Array) {
  const chain: number[] = [];
  const critical = new Uint8Array(graph.items.length);
  for (let node = last; node >= 0; node = before[node]!) {
    const place = node >> 1;
    if (node % 2 === 1 && open[place] && work[place]! > 0 && before[node] === node - 1) {
      chain.push(place);
      for (let at = place; at >= 0; at = graph.parent[at]!) {
        critical[at] = 1;
      }
    }
  }
  return { chain: chain.reverse(), critical };
}
