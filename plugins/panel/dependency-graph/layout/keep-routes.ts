import type { Hierarchy } from './hierarchy.ts';
import type { ShiftPoints } from './insert-space.ts';
import { type Routes, crossBorder, port } from './routes.ts';
import type { LayoutInput } from './types.ts';

/** Carries known routes through a live update: bends move with the room that is made, ends follow their nodes. */
export function keepRoutes(
  input: LayoutInput,
  boxes: Float64Array
): { shift: ShiftPoints; finish: (hierarchy: Hierarchy) => Routes } {
  const known = input.previousRoutes;
  const old = known === null ? new Float64Array(0) : Float64Array.from(known.points);

  const shift: ShiftPoints = (axis, cut, by, owner) => {
    const within = owner < 0 ? null : boxes.subarray(owner * 4, owner * 4 + 4);
    for (let at = 0; at < old.length; at += 2) {
      const inside =
        within === null ||
        ((old[at] as number) >= (within[0] as number) &&
          (old[at] as number) <= (within[0] as number) + (within[2] as number) &&
          (old[at + 1] as number) >= (within[1] as number) &&
          (old[at + 1] as number) <= (within[1] as number) + (within[3] as number));
      if (inside && (old[at + axis] as number) >= cut - 0.5) {
        old[at + axis] = (old[at + axis] as number) + by;
      }
    }
  };

  const finish = (hierarchy: Hierarchy): Routes => {
    const edges = input.source.length;
    const points: number[] = [];
    const offsets = new Int32Array(edges + 1);
    const backward = new Uint8Array(edges);
    const vertical = new Uint8Array(edges);
    for (let edge = 0; edge < edges; edge++) {
      offsets[edge] = points.length;
      const from = input.source[edge] as number;
      const to = input.target[edge] as number;
      const level = hierarchy.levelOf[edge] as number;
      const down = input.direction === 'TD' || (level >= 0 && (hierarchy.levels[level]?.owner ?? -1) >= 0);
      const outer = level < 0 ? from : (hierarchy.from[edge] as number);
      const into = level < 0 ? to : (hierarchy.to[edge] as number);
      const start = known?.offsets[edge] ?? 0;
      const end = known?.offsets[edge + 1] ?? 0;
      const isKnown = known !== null && end - start >= 4;
      // Where lines are wrapped an edge may lead back on the screen and still run with the flow.
      const back = isKnown
        ? known.backward[edge] === 1
        : level >= 0 && centre(boxes, into, down) < centre(boxes, outer, down);
      backward[edge] = back ? 1 : 0;
      vertical[edge] = down ? 1 : 0;
      port(points, boxes, from, down, !back);
      if (isKnown) {
        for (let at = start + 2; at < end - 2; at++) {
          points.push(old[at] as number);
        }
      } else {
        crossBorder(points, boxes, from, outer, down, !back);
        crossBorder(points, boxes, to, into, down, back);
      }
      port(points, boxes, to, down, back);
    }
    offsets[edges] = points.length;
    return { points: Float64Array.from(points), offsets, backward, vertical };
  };
  return { shift, finish };
}

function centre(boxes: Float64Array, node: number, down: boolean): number {
  const at = node * 4 + (down ? 1 : 0);
  return (boxes[at] as number) + (boxes[at + 2] as number) / 2;
}
