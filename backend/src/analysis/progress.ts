import { isFinished, LEFT_OUT_STATUSES } from '#contract/status.ts';
import { bottomUp, type TaskGraph } from './task-graph.ts';

/**
 * Progress as DESIGN.md defines it: finished leaves ÷ counted leaves. A task without subtasks is its own leaf. Cancelled and
 * deferred leaves are not counted, nor are the subtasks of a cancelled or deferred task.
 */

export interface Progress {
  /** Counted leaves below (or the item itself). */
  counted: Int32Array;
  finished: Int32Array;
  running: Int32Array;
  blocked: Int32Array;
  /** 0–1. Without any counted leaf: 1 where the item itself is finished, else 0. */
  share: Float64Array;
  /** 1 where the item is cancelled or deferred, itself or through its parent. */
  leftOut: Uint8Array;
}

export interface LeafCounts {
  total: number;
  pending: number;
  inProgress: number;
  review: number;
  blocked: number;
  done: number;
  deferred: number;
  cancelled: number;
  progress: number;
}

const isLeftOut = (status: string) => (LEFT_OUT_STATUSES as readonly string[]).includes(status);

/** Which items are out of the count: 1 for cancelled or deferred ones and everything below them. */
export function leftOutItems(graph: TaskGraph): Uint8Array {
  const out = new Uint8Array(graph.items.length);
  for (const place of bottomUp(graph).reverse()) {
    const above = graph.parent[place]!;
    out[place] = isLeftOut(graph.items[place]!.status) || (above >= 0 && out[above] === 1) ? 1 : 0;
  }
  return out;
}

/** Counts of every item from its leaves up, in linear time. */
export function progressOf(graph: TaskGraph): Progress {
  const size = graph.items.length;
  const leftOut = leftOutItems(graph);
  const counted = new Int32Array(size);
  const finished = new Int32Array(size);
  const running = new Int32Array(size);
  const blocked = new Int32Array(size);
  const share = new Float64Array(size);
  for (const place of bottomUp(graph)) {
    const { status } = graph.items[place]!;
    if (graph.children[place]!.length === 0 && !leftOut[place]) {
      counted[place] = 1;
      finished[place] = isFinished(status) ? 1 : 0;
      running[place] = status === 'in-progress' ? 1 : 0;
      blocked[place] = status === 'blocked' ? 1 : 0;
    }
    share[place] = counted[place]! > 0 ? finished[place]! / counted[place]! : isFinished(status) ? 1 : 0;
    const above = graph.parent[place]!;
    // A subtask left out on its own is not counted; below a left-out parent nothing is, because `counted` stays 0 there.
    if (above >= 0) {
      counted[above]! += counted[place]!;
      finished[above]! += finished[place]!;
      running[above]! += running[place]!;
      blocked[above]! += blocked[place]!;
    }
  }
  return { counted, finished, running, blocked, share, leftOut };
}

/** Leaves per status. `total` is what progress is measured against: without deferred and cancelled ones. */
export function countLeaves(graph: TaskGraph, leftOut: Uint8Array = leftOutItems(graph)): LeafCounts {
  const counts = { pending: 0, inProgress: 0, review: 0, blocked: 0, done: 0, deferred: 0, cancelled: 0 };
  graph.items.forEach((item, place) => {
    if (graph.children[place]!.length > 0) {
      return;
    }
    counts[leftOut[place] ? keyOfLeftOut(graph, place) : keyOf(item.status)] += 1;
  });
  const total = counts.pending + counts.inProgress + counts.review + counts.blocked + counts.done;
  return { total, ...counts, progress: total > 0 ? counts.done / total : 0 };
}

function keyOf(status: string): 'pending' | 'inProgress' | 'review' | 'blocked' | 'done' {
  switch (status) {
    case 'in-progress':
      return 'inProgress';
    case 'review':
    case 'blocked':
      return status;
    default:
      return isFinished(status) ? 'done' : 'pending';
  }
}

/** A pending subtask of a cancelled task is counted as cancelled. */
function keyOfLeftOut(graph: TaskGraph, place: number): 'deferred' | 'cancelled' {
  for (let at = place; at >= 0; at = graph.parent[at]!) {
    const { status } = graph.items[at]!;
    if (isLeftOut(status)) {
      return status === 'deferred' ? 'deferred' : 'cancelled';
    }
  }
  return 'cancelled';
}
