/** Left to right, or top to bottom. */
export type Direction = 'LR' | 'TD';

/**
 * What the layout needs to know, in flat arrays that cross to a worker cheaply. A node's parent must have a smaller
 * index than the node. Lengths are pixels at zoom 1.
 */
export interface LayoutInput {
  count: number;
  direction: Direction;
  /** Width divided by height of the room there is: a whole new layout comes near to it where the graph allows. */
  aspect: number;
  parent: Int32Array;
  /** Size of a node that is not a box round others; boxes take their size from their contents. */
  width: Float64Array;
  height: Float64Array;
  source: Int32Array;
  target: Int32Array;
  /** Where nodes were before (x, y, width, height each; NaN where unknown) and what to do with that. */
  previous: Float64Array | null;
  /**
   * `fresh` ignores the past; `order` keeps the order within layers, for folding and unfolding; `keep` leaves known nodes
   * where they are and makes room for new ones, for live updates.
   */
  mode: 'fresh' | 'order' | 'keep';
  /**
   * Routes edges had before, in `keep` mode: points and where each edge's start (an empty range for unknown edges), and
   * whether they ran against the flow.
   */
  previousRoutes: { points: Float64Array; offsets: Int32Array; backward: Uint8Array } | null;
  /** Wall-clock budget, milliseconds. */
  budgetMs: number;
}

export interface LayoutResult {
  /** x, y, width, height of every node. */
  boxes: Float64Array;
  /** Points of every edge, from its source's border to its target's, x and y in turn. */
  points: Float64Array;
  /** Where in `points` an edge's numbers start; one more entry than there are edges. */
  offsets: Int32Array;
  /** 1 where the edge runs against the flow, because it closes a circle. */
  backward: Uint8Array;
  /** 1 where the edge flows downwards: in a top-down graph, and between subtasks in their box. */
  vertical: Uint8Array;
  /** Left, top, right, bottom of all nodes; left and top can be below 0 after live updates. */
  bounds: [number, number, number, number];
  /** What was left out to keep the time budget; empty for the full layout. */
  simplified: string[];
  elapsedMs: number;
}

/** Time as the layout sees it; a test gives its own. */
export interface Clock {
  now: () => number;
  deadline: number;
}

export function isLate(clock: Clock): boolean {
  return clock.now() > clock.deadline;
}
