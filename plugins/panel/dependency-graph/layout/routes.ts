import type { Arranged } from './arrange.ts';
import type { LevelResult } from './level.ts';
import type { LayoutInput } from './types.ts';

export interface Routes {
  points: Float64Array;
  offsets: Int32Array;
  backward: Uint8Array;
  vertical: Uint8Array;
}

/** The points of every edge: out of its source, through the bends its level gave it, into its target. */
export function routeEdges(input: LayoutInput, arranged: Arranged): Routes {
  const edges = input.source.length;
  const points: number[] = [];
  const offsets = new Int32Array(edges + 1);
  const backward = new Uint8Array(edges);
  const vertical = new Uint8Array(edges);
  for (let edge = 0; edge < edges; edge++) {
    offsets[edge] = points.length;
    const level = arranged.hierarchy.levelOf[edge] as number;
    const down = level >= 0 ? (arranged.vertical[level] as boolean) : input.direction === 'TD';
    const done = arranged.levels[level];
    const index = arranged.hierarchy.edgeInLevel[edge] as number;
    const back = done !== undefined && done.backward[index] === 1;
    backward[edge] = back ? 1 : 0;
    vertical[edge] = down ? 1 : 0;
    const from = input.source[edge] as number;
    const to = input.target[edge] as number;
    port(points, arranged.boxes, from, down, !back);
    if (done !== undefined) {
      const origin = arranged.origin[level] as [number, number];
      const outer = arranged.hierarchy.from[edge] as number;
      const into = arranged.hierarchy.to[edge] as number;
      crossBorder(points, arranged.boxes, from, outer, down, !back);
      pushBends(points, done, index, origin, down, back);
      crossBorder(points, arranged.boxes, to, into, down, back);
    }
    port(points, arranged.boxes, to, down, back);
  }
  offsets[edges] = points.length;
  return { points: Float64Array.from(points), offsets, backward, vertical };
}

/** Middle of the side an edge leaves or enters by: `far` is the side where the flow goes on. */
export function port(points: number[], boxes: Float64Array, node: number, down: boolean, far: boolean): void {
  const [x, y, w, h] = boxes.subarray(node * 4, node * 4 + 4) as unknown as [number, number, number, number];
  if (down) {
    points.push(x + w / 2, y + (far ? h : 0));
  } else {
    points.push(x + (far ? w : 0), y + h / 2);
  }
}

/** An end nested in a box leaves or enters it at its own height, so that the turn comes outside. */
export function crossBorder(
  points: number[],
  boxes: Float64Array,
  node: number,
  outer: number,
  down: boolean,
  far: boolean
): void {
  if (node === outer) {
    return;
  }
  const x = boxes[node * 4] as number;
  const y = boxes[node * 4 + 1] as number;
  if (down) {
    const edge = (boxes[outer * 4 + 1] as number) + (far ? (boxes[outer * 4 + 3] as number) : 0);
    points.push(x + (boxes[node * 4 + 2] as number) / 2, edge);
  } else {
    const edge = (boxes[outer * 4] as number) + (far ? (boxes[outer * 4 + 2] as number) : 0);
    points.push(edge, y + (boxes[node * 4 + 3] as number) / 2);
  }
}

function pushBends(
  points: number[],
  level: LevelResult,
  edge: number,
  origin: [number, number],
  down: boolean,
  back: boolean
): void {
  const bends = level.bends[edge] as number[];
  const put = (at: number): void => {
    const along = bends[at] as number;
    const across = bends[at + 1] as number;
    points.push(origin[0] + (down ? across : along), origin[1] + (down ? along : across));
  };
  if (back) {
    for (let at = bends.length - 2; at >= 0; at -= 2) {
      put(at);
    }
  } else {
    for (let at = 0; at < bends.length; at += 2) {
      put(at);
    }
  }
}
