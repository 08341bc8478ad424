import type { SpanTable } from './span-table.ts';
import { worstInRange, type Pyramid } from './pyramid.ts';

/** What is drawn of one line: pieces from `x0` to `x1` px in rising order, each showing one span. Reused from frame to frame. */
export interface Pieces {
  count: number;
  x0: Float64Array;
  x1: Float64Array;
  /** The span a piece shows: of those it hides the most urgent. */
  span: Int32Array;
  /** How many spans share the piece. */
  hidden: Int32Array;
}

export function createPieces(): Pieces {
  return {
    count: 0,
    x0: new Float64Array(64),
    x1: new Float64Array(64),
    span: new Int32Array(64),
    hidden: new Int32Array(64),
  };
}

/** How time lies on the screen: px from the plot's left edge. `now` ends running spans. */
export interface Projection {
  width: number;
  now: number;
  toX: (time: number) => number;
  toTime: (x: number) => number;
}

/** The columns that say where something lies and how urgent it is. */
export type Timed = Pick<SpanTable, 'start' | 'end' | 'status'>;

/** Spans narrower than this share a pixel column. */
const NARROW = 1.5;

/**
 * Cuts a line of spans into at most one piece per pixel column and span. A span too narrow for a bar of its own is drawn one
 * pixel wide; where several begin in one column, the column shows the most urgent of them, whatever it hides.
 * O(pieces · log n), not O(spans).
 */
export function cutPieces(track: Pyramid, table: Timed, view: Projection, out: Pieces): Pieces {
  const { start, end, status } = table;
  const { order } = track;
  const { now, width, toX } = view;
  out.count = 0;
  const left = view.toTime(0);
  const right = view.toTime(width);
  let at = Math.max(0, firstStartingAfter(order, start, left, 0) - 1);
  // Equal starts: instants may precede the span that reaches into view.
  while (at > 0 && start[order[at - 1]!]! >= left) {
    at--;
  }
  while (at < order.length) {
    const span = order[at]!;
    const from = start[span]!;
    if (from > right) {
      break;
    }
    const to = Math.max(from, Math.min(end[span]!, now));
    if (to < left) {
      at++;
      continue;
    }
    const x0 = toX(from);
    const x1 = toX(to);
    if (x1 - x0 >= NARROW) {
      push(out, x0, x1, span, 1);
      at++;
      continue;
    }
    const column = Math.floor(x0);
    let next = gallop(order, start, view.toTime(column + 1), at + 1);
    // The last span that begins here may be a wide one: it gets a bar of its own after the column.
    const last = order[next - 1]!;
    if (next - 1 > at && toX(Math.max(start[last]!, Math.min(end[last]!, now))) - toX(start[last]!) >= NARROW) {
      next--;
    }
    push(out, column, column + 1, worstInRange(track, status, at, next), next - at);
    at = next;
  }
  return out;
}

function push(out: Pieces, x0: number, x1: number, span: number, hidden: number): void {
  if (out.count === out.x0.length) {
    out.x0 = grow(out.x0, new Float64Array(out.count * 2));
    out.x1 = grow(out.x1, new Float64Array(out.count * 2));
    out.span = grow(out.span, new Int32Array(out.count * 2));
    out.hidden = grow(out.hidden, new Int32Array(out.count * 2));
  }
  const i = out.count++;
  out.x0[i] = x0;
  out.x1[i] = x1;
  out.span[i] = span;
  out.hidden[i] = hidden;
}

function grow<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** First position from `low` on whose span starts after `time`. */
function firstStartingAfter(
  order: ArrayLike<number>,
  start: Float64Array,
  time: number,
  low: number,
  high = order.length
): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start[order[middle]!]! > time) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** First position from `from` on whose span starts at or after `time`: near ones are found in a few steps. */
function gallop(order: ArrayLike<number>, start: Float64Array, time: number, from: number): number {
  let low = from;
  let step = 1;
  while (low + step <= order.length && start[order[low + step - 1]!]! < time) {
    low += step;
    step *= 2;
  }
  let high = Math.min(order.length, low + step - 1);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start[order[middle]!]! < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
