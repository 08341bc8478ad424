import { shownLine } from '../model/rows.ts';
import type { Scene } from './scene.ts';

/** Arrows from what the selected span waits for, and to what waits for it. The origin is the plot's left edge at the first row. */
export function drawArrows(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { dependencies, selected, ink } = scene;
  if (!dependencies || selected < 0) {
    return;
  }
  for (const source of dependencies.before.get(selected) ?? []) {
    drawArrow(ctx, scene, source, selected, ink.text, []);
  }
  for (const target of dependencies.after.get(selected) ?? []) {
    drawArrow(ctx, scene, selected, target, ink.dim, [4, 3]);
  }
}

function drawArrow(
  ctx: CanvasRenderingContext2D,
  scene: Scene,
  from: number,
  to: number,
  color: string,
  dash: number[]
): void {
  const { timeline, rows, view, layout } = scene;
  const { table, lanes } = timeline;
  const fromLine = shownLine(rows, lanes, lanes.laneOf[from]!);
  const toLine = shownLine(rows, lanes, lanes.laneOf[to]!);
  if (fromLine < 0 || toLine < 0 || fromLine === toLine) {
    return;
  }
  const limit = (x: number) => Math.max(-20, Math.min(layout.plotWidth + 20, x));
  const x0 = limit(view.toX(Math.max(table.start[from]!, Math.min(table.end[from]!, view.now))));
  const x1 = limit(view.toX(table.start[to]!));
  const y0 = (fromLine + 0.5) * layout.row - scene.scroll;
  const y1 = (toLine + 0.5) * layout.row - scene.scroll;
  if (Math.max(y0, y1) < -20 || Math.min(y0, y1) > layout.plotHeight + 20) {
    return;
  }
  const down = y1 > y0 ? 1 : -1;
  // Out of the source, down between two rows, into the target from the left.
  const bend = x1 - x0 > 18 ? x0 + 8 : Math.min(x0, x1) - 10;
  const across = y0 + (down * layout.row) / 2;
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = 1.5;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  if (x1 - x0 > 18) {
    ctx.arcTo(bend, y0, bend, y1, 5);
    ctx.arcTo(bend, y1, x1, y1, 5);
  } else {
    ctx.arcTo(x0 + 8, y0, x0 + 8, across, 5);
    ctx.arcTo(x0 + 8, across, bend, across, 5);
    ctx.arcTo(bend, across, bend, y1, 5);
    ctx.arcTo(bend, y1, x1, y1, 5);
  }
  ctx.lineTo(x1 - 3, y1);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x1 - 7, y1 - 4);
  ctx.lineTo(x1 - 7, y1 + 4);
  ctx.closePath();
  ctx.fill();
}
