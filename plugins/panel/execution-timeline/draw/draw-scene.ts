import { drawArrows } from './draw-arrows.ts';
import { drawAxis } from './draw-axis.ts';
import { drawBars } from './draw-bars.ts';
import { drawGutter } from './draw-gutter.ts';
import { drawOverview } from './draw-overview.ts';
import { barBox } from './bar-box.ts';
import { fitText } from '../model/fit-text.ts';
import { formatDuration } from '../model/format.ts';
import { shownLine } from '../model/rows.ts';
import { MARKER } from '../model/codes.ts';
import type { Scene } from './scene.ts';

/** Draws the whole picture in CSS px; the caller has set the scale for the screen's density. */
export function drawScene(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, ink } = scene;
  ctx.clearRect(0, 0, layout.width, layout.height);
  within(ctx, 0, layout.top, layout.width, layout.plotHeight, () => drawGutter(ctx, scene));
  drawSummary(ctx, scene);
  within(ctx, layout.gutter, 0, layout.plotWidth, layout.overview, () => drawOverview(ctx, scene));
  within(ctx, layout.gutter, layout.overview, layout.plotWidth, layout.axis + layout.plotHeight, () =>
    drawAxis(ctx, scene)
  );
  within(ctx, layout.gutter, layout.top, layout.plotWidth, layout.plotHeight, () => {
    drawBars(ctx, scene);
    drawSelection(ctx, scene);
    drawArrows(ctx, scene);
    drawNow(ctx, scene);
  });
  ctx.fillStyle = ink.border;
  ctx.fillRect(layout.gutter - 1, layout.top, 1, layout.plotHeight);
  ctx.fillStyle = ink.grid;
  ctx.fillRect(0, layout.top - 1, layout.width, 1);
  drawScrollbar(ctx, scene);
}

/** How much there is, above the row names. */
function drawSummary(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, ink, timeline, measure } = scene;
  const { from, to } = scene.extent;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.font = ink.boldFont;
  ctx.fillStyle = ink.text;
  const room = layout.gutter - 18;
  const count = timeline.table.count;
  const spans = `${count.toLocaleString('en-US')} ${count === 1 ? 'span' : 'spans'}`;
  const middle = layout.top / 2;
  ctx.fillText(fitText(formatDuration(to - from), room, measure), 9, layout.overview > 0 ? middle - 9 : middle);
  if (layout.overview > 0) {
    ctx.font = ink.smallFont;
    ctx.fillStyle = ink.dim;
    ctx.fillText(fitText(spans, room, measure), 9, middle + 8);
  }
}

/** Draws with the origin moved to a box and nothing outside it touched. */
function within(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  draw: () => void
): void {
  if (width <= 0 || height <= 0) {
    return;
  }
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.translate(x, y);
  draw();
  ctx.restore();
}

function drawSelection(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { selected, timeline, rows, view, layout, ink } = scene;
  if (selected < 0 || selected >= timeline.table.count) {
    return;
  }
  const { table, lanes } = timeline;
  const lane = lanes.laneOf[selected]!;
  let line = shownLine(rows, lanes, lane);
  if (line < 0) {
    return;
  }
  const track = lanes.lanes[lane]!.tracks?.findIndex((one) => Array.prototype.includes.call(one.order, selected)) ?? 0;
  line += rows.lineOf[lane]! >= 0 ? Math.max(0, track) : 0;
  const box = barBox(
    lanes.lanes[lane]!.kind,
    layout.row,
    lanes.lanes[lane]!.children.length > 0 && scene.isCollapsed(lanes.lanes[lane]!)
  );
  const y = line * layout.row - scene.scroll + box.y;
  const x0 = Math.max(-6, view.toX(table.start[selected]!));
  const end = Math.min(table.end[selected]!, Math.max(view.now, table.start[selected]!));
  const x1 = Math.min(layout.plotWidth + 6, Math.max(x0 + 2, view.toX(end)));
  ctx.strokeStyle = ink.text;
  ctx.lineWidth = 2;
  ctx.beginPath();
  if (table.kind[selected] === MARKER) {
    ctx.arc(x0, y + box.height / 2, 10, 0, Math.PI * 2);
  } else {
    ctx.roundRect(x0 - 2, y - 2, x1 - x0 + 4, box.height + 4, 4);
  }
  ctx.stroke();
}

function drawNow(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { view, layout, ink, timeline } = scene;
  const x = view.toX(view.now);
  if (
    x > 0 &&
    x < layout.plotWidth &&
    timeline.lanes.roots.some((root) => timeline.lanes.lanes[root]!.end === Infinity)
  ) {
    ctx.fillStyle = ink.now;
    ctx.globalAlpha = 0.7;
    ctx.fillRect(Math.round(x), 0, 1, layout.plotHeight);
    ctx.globalAlpha = 1;
  }
}

function drawScrollbar(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, rows, ink } = scene;
  const whole = rows.count * layout.row;
  if (whole <= layout.plotHeight) {
    return;
  }
  const size = Math.max(24, (layout.plotHeight * layout.plotHeight) / whole);
  const at = (scene.scroll / (whole - layout.plotHeight)) * (layout.plotHeight - size);
  ctx.fillStyle = ink.faint;
  ctx.globalAlpha = 0.5;
  ctx.beginPath();
  ctx.roundRect(layout.width - 7, layout.top + at, 5, size, 3);
  ctx.fill();
  ctx.globalAlpha = 1;
}
