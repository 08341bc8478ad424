import type { Scene } from './scene.ts';
import { drawDiamond } from './glyph.ts';

/** Markers of a row as diamonds; those closer than 7 px are one, with the worst status of them. */
export function drawMarks(ctx: CanvasRenderingContext2D, scene: Scene, marks: readonly number[], y: number): void {
  const { timeline, view, layout, colors, ink } = scene;
  const { table } = timeline;
  let i = firstFrom(marks, table.start, view.toTime(-8));
  while (i < marks.length) {
    const x = view.toX(table.start[marks[i]!]!);
    if (x > layout.plotWidth + 8) {
      break;
    }
    let shown = marks[i]!;
    const first = i;
    for (i++; i < marks.length && view.toX(table.start[marks[i]!]!) - x < 7; i++) {
      shown = table.status[marks[i]!]! > table.status[shown]! ? marks[i]! : shown;
    }
    const dim = scene.highlight !== undefined && colors.keyOf(shown) !== scene.highlight;
    ctx.globalAlpha = dim ? 0.25 : 1;
    ctx.beginPath();
    drawDiamond(ctx, x, y, i - first > 1 ? 6.5 : 5.5);
    ctx.fillStyle = colors.colorOf(shown);
    ctx.strokeStyle = ink.background;
    ctx.lineWidth = 2;
    ctx.stroke();
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

function firstFrom(marks: readonly number[], start: Float64Array, time: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start[marks[middle]!]! < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
