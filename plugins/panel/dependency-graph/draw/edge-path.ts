import type { LayoutResult } from '../layout/types.ts';

/** What paths are drawn into: a canvas context, a Path2D, or a test's recorder. */
export interface PathSink {
  moveTo: (x: number, y: number) => void;
  lineTo: (x: number, y: number) => void;
  bezierCurveTo: (ax: number, ay: number, bx: number, by: number, x: number, y: number) => void;
}

/** Draws one edge as curves that leave and enter along the flow. */
export function curvedEdge(sink: PathSink, layout: LayoutResult, edge: number): void {
  const { points } = layout;
  const start = layout.offsets[edge] as number;
  const end = layout.offsets[edge + 1] as number;
  const down = layout.vertical[edge] === 1;
  let x = points[start] as number;
  let y = points[start + 1] as number;
  sink.moveTo(x, y);
  for (let at = start + 2; at < end; at += 2) {
    const nextX = points[at] as number;
    const nextY = points[at + 1] as number;
    if (Math.abs(down ? nextX - x : nextY - y) < 0.5) {
      sink.lineTo(nextX, nextY);
    } else if (down) {
      const middle = (y + nextY) / 2;
      sink.bezierCurveTo(x, middle, nextX, middle, nextX, nextY);
    } else {
      const middle = (x + nextX) / 2;
      sink.bezierCurveTo(middle, y, middle, nextY, nextX, nextY);
    }
    x = nextX;
    y = nextY;
  }
}

/** Draws one edge as straight pieces, leaving out points nearer than `step` to the last: for pictures seen from afar. */
export function straightEdge(sink: PathSink, layout: LayoutResult, edge: number, step: number): number {
  const { points } = layout;
  const start = layout.offsets[edge] as number;
  const end = layout.offsets[edge + 1] as number;
  let x = points[start] as number;
  let y = points[start + 1] as number;
  let pieces = 0;
  sink.moveTo(x, y);
  for (let at = start + 2; at < end; at += 2) {
    const nextX = points[at] as number;
    const nextY = points[at + 1] as number;
    if (at + 2 < end && Math.abs(nextX - x) + Math.abs(nextY - y) < step) {
      continue;
    }
    sink.lineTo(nextX, nextY);
    pieces++;
    x = nextX;
    y = nextY;
  }
  return pieces;
}

/** The head of an edge at its target: three corners, the tip first. `length` in world units. */
export function arrowHead(
  layout: LayoutResult,
  edge: number,
  length: number
): [number, number, number, number, number, number] {
  const end = layout.offsets[edge + 1] as number;
  const x = layout.points[end - 2] as number;
  const y = layout.points[end - 1] as number;
  const back = layout.backward[edge] === 1 ? 1 : -1;
  const half = length * 0.48;
  return layout.vertical[edge] === 1
    ? [x, y, x - half, y + back * length, x + half, y + back * length]
    : [x, y, x + back * length, y - half, x + back * length, y + half];
}
