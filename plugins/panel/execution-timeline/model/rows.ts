import type { Lane, LaneModel } from './lanes.ts';

export type SortBy = 'start' | 'name' | 'duration' | 'status' | 'none';

/** The lines on the screen from top to bottom: each is one track of one lane. */
export interface Rows {
  count: number;
  lane: Int32Array;
  track: Int32Array;
  /** First line of a lane, -1 where a collapsed lane above hides it. */
  lineOf: Int32Array;
}

const BY_NAME = new Intl.Collator('en', { numeric: true });

const COMPARE: Record<SortBy, ((a: Lane, b: Lane) => number) | undefined> = {
  start: (a, b) => a.start - b.start || 0,
  name: (a, b) => BY_NAME.compare(a.label, b.label),
  duration: (a, b) => length(b) - length(a),
  status: (a, b) => b.worst - a.worst || a.start - b.start || 0,
  none: undefined,
};

function length(lane: Lane): number {
  return lane.end === Infinity ? Number.MAX_VALUE : lane.end - lane.start;
}

/** Lists the visible lines in order. Iterative: nesting can be as deep as there are spans. */
export function listRows(model: LaneModel, isCollapsed: (lane: Lane) => boolean, sortBy: SortBy): Rows {
  const { lanes } = model;
  const lineLane: number[] = [];
  const lineTrack: number[] = [];
  const lineOf = new Int32Array(lanes.length).fill(-1);
  const stack = sorted(model.roots, lanes, sortBy).reverse();
  while (stack.length > 0) {
    const index = stack.pop()!;
    const lane = lanes[index]!;
    lineOf[index] = lineLane.length;
    // A lane of markers only, or a group, still has its line.
    for (let track = 0; track < Math.max(1, lane.tracks?.length ?? 0); track++) {
      lineLane.push(index);
      lineTrack.push(track);
    }
    if (lane.children.length > 0 && !isCollapsed(lane)) {
      const below = sorted(lane.children, lanes, sortBy);
      for (let i = below.length - 1; i >= 0; i--) {
        stack.push(below[i]!);
      }
    }
  }
  return { count: lineLane.length, lane: Int32Array.from(lineLane), track: Int32Array.from(lineTrack), lineOf };
}

function sorted(children: readonly number[], lanes: readonly Lane[], sortBy: SortBy): number[] {
  const compare = COMPARE[sortBy];
  const out = [...children];
  if (compare && out.length > 1) {
    out.sort((a, b) => compare(lanes[a]!, lanes[b]!) || a - b);
  }
  return out;
}

/** The line that shows a lane: its own, or that of the nearest lane above that is not hidden. */
export function shownLine(rows: Rows, model: LaneModel, lane: number): number {
  for (let at = lane; at >= 0; at = model.lanes[at]!.parent) {
    if (rows.lineOf[at]! >= 0) {
      return rows.lineOf[at]!;
    }
  }
  return -1;
}
