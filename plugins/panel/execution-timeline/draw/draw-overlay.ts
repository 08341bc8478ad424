import { textWidth } from '../model/fit-text.ts';
import { MARKER } from '../model/codes.ts';
import { barBox } from './bar-box.ts';
import type { Scene } from './scene.ts';

export interface OverlayState {
  hover: { hit: { line: number; span: number } | undefined; x: number; time: number } | undefined;
  crosshair: number | undefined;
  drag: { from: number; to: number } | undefined;
}

/** What follows the pointer: crosshair with its time, the bar below it, the range being dragged. Over the picture, so that it need not be drawn again. */
export function drawOverlay(ctx: CanvasRenderingContext2D, scene: Scene, state: OverlayState): void {
  const { layout, ink, view } = scene;
  ctx.clearRect(0, 0, layout.width, layout.height);
  const time = state.hover?.time ?? state.crosshair;
  ctx.save();
  ctx.beginPath();
  ctx.rect(layout.gutter, 0, layout.plotWidth, layout.height);
  ctx.clip();
  ctx.translate(layout.gutter, layout.overview);
  if (state.drag) {
    drawRange(ctx, scene, state.drag);
  } else if (time !== undefined && Number.isFinite(time)) {
    const x = Math.round(view.toX(time)) + 0.5;
    if (x >= 0 && x <= layout.plotWidth) {
      ctx.strokeStyle = ink.dim;
      ctx.lineWidth = 1;
      ctx.setLineDash([4, 3]);
      ctx.beginPath();
      ctx.moveTo(x, layout.axis - 2);
      ctx.lineTo(x, layout.axis + layout.plotHeight);
      ctx.stroke();
      ctx.setLineDash([]);
      drawTime(ctx, scene, x, scene.formatTime(time, timeFormat(scene)));
    }
  }
  const hit = state.hover?.hit;
  if (hit && hit.span >= 0 && !state.drag) {
    outline(ctx, scene, hit.line, hit.span);
  }
  ctx.restore();
}

/** Finer than the axis: a pixel in ms decides. */
function timeFormat(scene: Scene): string {
  const perPx = scene.view.toTime(1) - scene.view.toTime(0);
  return perPx < 20 ? 'HH:mm:ss.SSS' : perPx < 30_000 ? 'HH:mm:ss' : 'MM-DD HH:mm';
}

function outline(ctx: CanvasRenderingContext2D, scene: Scene, line: number, span: number): void {
  const { timeline, view, layout, ink } = scene;
  const { table, lanes } = timeline;
  const lane = lanes.lanes[lanes.laneOf[span]!]!;
  const box = barBox(lane.kind, layout.row, lane.children.length > 0 && scene.isCollapsed(lane));
  const y = layout.axis + line * layout.row - scene.scroll + box.y;
  const x0 = Math.max(-6, view.toX(table.start[span]!));
  const end = Math.max(table.start[span]!, Math.min(table.end[span]!, view.now));
  const x1 = Math.min(layout.plotWidth + 6, Math.max(x0 + 1, view.toX(end)));
  if (y + box.height < layout.axis) {
    return;
  }
  ctx.strokeStyle = ink.text;
  ctx.lineWidth = 1;
  ctx.beginPath();
  if (table.kind[span] === MARKER) {
    ctx.arc(x0, y + box.height / 2, 9, 0, Math.PI * 2);
  } else {
    ctx.roundRect(x0 - 1.5, y - 1.5, x1 - x0 + 3, box.height + 3, 4);
  }
  ctx.stroke();
}

function drawTime(ctx: CanvasRenderingContext2D, scene: Scene, x: number, text: string): void {
  const { layout, ink } = scene;
  ctx.font = ink.smallFont;
  const width = textWidth(text, scene.measure) + 10;
  const left = Math.max(0, Math.min(layout.plotWidth - width, x - width / 2));
  ctx.fillStyle = ink.text;
  ctx.beginPath();
  ctx.roundRect(left, 4, width, 18, 3);
  ctx.fill();
  ctx.fillStyle = ink.background;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left + width / 2, 13.5);
}

function drawRange(ctx: CanvasRenderingContext2D, scene: Scene, drag: { from: number; to: number }): void {
  const { layout, ink, view } = scene;
  const x0 = Math.min(drag.from, drag.to);
  const x1 = Math.max(drag.from, drag.to);
  ctx.fillStyle = ink.focus;
  ctx.globalAlpha = 0.16;
  ctx.fillRect(x0, layout.axis, x1 - x0, layout.plotHeight);
  ctx.globalAlpha = 1;
  ctx.fillRect(x0, layout.axis - 2, 1, layout.plotHeight + 2);
  ctx.fillRect(x1, layout.axis - 2, 1, layout.plotHeight + 2);
  const format = timeFormat(scene);
  const text = `${scene.formatTime(view.toTime(x0), format)} – ${scene.formatTime(view.toTime(x1), format)}`;
  drawTime(ctx, scene, (x0 + x1) / 2, text);
}
