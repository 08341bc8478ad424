import { detailLevel, textFactor } from './detail-level.ts';
import { drawBox } from './draw-box.ts';
import { drawCard } from './draw-card.ts';
import { drawEdges } from './draw-edges.ts';
import { drawCompact, drawDots } from './draw-small.ts';
import type { Mark, Scene } from './scene.ts';
import { type Size, type View, worldRect } from './view.ts';

/** Puts the context into world coordinates of the view. */
export function toWorld(context: CanvasRenderingContext2D, view: View, ratio: number): void {
  context.setTransform(view.scale * ratio, 0, 0, view.scale * ratio, view.x * ratio, view.y * ratio);
}

/** Draws what the view shows of a scene: boxes, then edges, then nodes. Yields often, so that it can be interrupted. */
export function* drawScene(
  context: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  size: Size,
  ratio: number
): Generator<void, void> {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  context.fillStyle = scene.palette.background;
  context.fillRect(0, 0, size.width, size.height);
  toWorld(context, view, ratio);
  const rect = worldRect(view, size, 24);
  const nodes: number[] = [];
  scene.nodeGrid.query(rect, (node) => nodes.push(node));
  // In the list's order boxes come before what is in them.
  nodes.sort((a, b) => a - b);
  const edges: number[] = [];
  scene.edgeGrid.query(rect, (edge) => edges.push(edge));
  yield;
  yield* drawParts(context, scene, view, nodes, edges, false);
}

/** Draws chosen nodes and edges over what is there. */
export function* drawParts(
  context: CanvasRenderingContext2D,
  scene: Scene,
  view: View,
  nodes: readonly number[],
  edges: readonly number[],
  lit: boolean
): Generator<void, void> {
  const level = detailLevel(view.scale);
  const { boxes } = scene.layout;
  const plain: number[] = [];
  for (const node of nodes) {
    const mark = scene.marks[node] as Mark;
    if (mark.kind === 'box') {
      const at = node * 4;
      const box = [boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]] as [number, number, number, number];
      drawBox(context, mark, box, scene.palette, level, view.scale);
    } else {
      plain.push(node);
    }
  }
  yield;
  yield* drawEdges(context, scene, edges, view.scale, level, lit);
  selfLoops(context, scene, edges, view.scale);
  if (level === 'dot') {
    yield* drawDots(context, scene, plain, view.scale);
    return;
  }
  const factor = textFactor(view.scale);
  let drawn = 0;
  for (const node of plain) {
    const mark = scene.marks[node] as Mark;
    const x = boxes[node * 4] as number;
    const y = boxes[node * 4 + 1] as number;
    const w = boxes[node * 4 + 2] as number;
    const h = boxes[node * 4 + 3] as number;
    if (level === 'full') {
      drawCard(context, mark, x, y, w, h, scene.palette, factor);
    } else {
      drawCompact(context, mark, x, y, w, h, view.scale, scene.palette);
    }
    if (++drawn % 20 === 0) {
      yield;
    }
  }
}

/** A node that depends on itself wears a small loop at its upper right corner. */
function selfLoops(context: CanvasRenderingContext2D, scene: Scene, edges: readonly number[], scale: number): void {
  const { boxes } = scene.layout;
  context.strokeStyle = scene.palette.cycle;
  context.lineWidth = Math.max(2, 0.8 / scale);
  for (const edge of edges) {
    const shown = scene.graph.edges[edge];
    if (shown !== undefined && shown.source === shown.target) {
      const at = shown.source * 4;
      context.beginPath();
      context.arc(
        (boxes[at] as number) + (boxes[at + 2] as number) - 4,
        (boxes[at + 1] as number) + 2,
        12,
        -Math.PI,
        Math.PI / 2
      );
      context.stroke();
    }
  }
}
