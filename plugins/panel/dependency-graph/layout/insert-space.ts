import type { LayoutInput } from './types.ts';

/** Moves points of edges; the same shift that moved the nodes moves the bends beyond the cut. */
export type ShiftPoints = (axis: 0 | 1, cut: number, by: number, owner: number) => void;

/**
 * Gives a node more room: everything on its level (and what is nested in that) that begins beyond its right, or lower,
 * end moves on by as much as it grows. What was apart stays apart, and nothing before the cut moves.
 */
export function growNode(
  input: LayoutInput,
  boxes: Float64Array,
  placed: Uint8Array,
  node: number,
  width: number,
  height: number,
  shiftPoints: ShiftPoints
): void {
  grow(input, boxes, placed, node, 0, width, shiftPoints);
  grow(input, boxes, placed, node, 1, height, shiftPoints);
}

function grow(
  input: LayoutInput,
  boxes: Float64Array,
  placed: Uint8Array,
  node: number,
  axis: 0 | 1,
  size: number,
  shiftPoints: ShiftPoints
): void {
  const by = size - (boxes[node * 4 + 2 + axis] as number);
  const owner = input.parent[node] as number;
  const cut = (boxes[node * 4 + axis] as number) + (boxes[node * 4 + 2 + axis] as number);
  boxes[node * 4 + 2 + axis] = size;
  if (by <= 0) {
    return;
  }
  const moved = new Uint8Array(input.count);
  for (let other = 0; other < input.count; other++) {
    const parent = input.parent[other] as number;
    const beyond = parent === owner && other !== node && (boxes[other * 4 + axis] as number) >= cut - 0.5;
    if (placed[other] === 1 && (beyond || (parent >= 0 && moved[parent] === 1))) {
      moved[other] = 1;
      boxes[other * 4 + axis] = (boxes[other * 4 + axis] as number) + by;
    }
  }
  shiftPoints(axis, cut, by, owner);
}
