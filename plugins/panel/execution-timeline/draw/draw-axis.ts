import { formatDuration } from '../model/format.ts';
import { textWidth } from '../model/fit-text.ts';
import { ticksFor, tickFormat } from '../model/ticks.ts';
import type { Scene } from './scene.ts';

/** Grid lines, times and squeezed gaps. The origin is the plot's left edge at the top of the axis. */
export function drawAxis(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, view, scale, ink } = scene;
  const bottom = layout.axis + layout.plotHeight;
  drawGaps(ctx, scene, bottom);
  const { step, ticks } = ticksFor(view, scale.gaps, layout.plotWidth < 400 ? 70 : 96, scene.zoneOffset);
  ctx.fillStyle = ink.grid;
  for (const tick of ticks) {
    ctx.fillRect(Math.round(tick.x), layout.axis - 4, 1, bottom - layout.axis + 4);
  }
  ctx.font = ink.smallFont;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  let day = '';
  ticks.forEach((tick, i) => {
    const today = scene.formatTime(tick.time, 'MM-DD');
    const time = scene.formatTime(tick.time, tickFormat(step));
    // The date stands where a day begins: on the first tick and at each change.
    const newDay = today !== day;
    day = today;
    const text = newDay && step < 86_400_000 && layout.plotWidth > 300 ? `${today} ${time}` : time;
    const half = textWidth(text, scene.measure) / 2;
    if (i === 0 && tick.x < half) {
      ctx.textAlign = 'left';
      ctx.fillStyle = ink.dim;
      ctx.fillText(text, Math.max(2, tick.x - half), layout.axis / 2);
      ctx.textAlign = 'center';
    } else if (tick.x + half < layout.plotWidth + 4) {
      ctx.fillStyle = newDay ? ink.text : ink.dim;
      ctx.fillText(text, tick.x, layout.axis / 2);
    }
  });
}

function drawGaps(ctx: CanvasRenderingContext2D, scene: Scene, bottom: number): void {
  const { layout, view, scale, ink } = scene;
  for (const gap of scale.gaps) {
    const x0 = view.toX(gap.from);
    const x1 = view.toX(gap.to);
    if (x1 < 0 || x0 > layout.plotWidth) {
      continue;
    }
    ctx.fillStyle = ink.idle;
    ctx.fillRect(x0, layout.axis, x1 - x0, bottom - layout.axis);
    ctx.save();
    ctx.beginPath();
    ctx.rect(x0, layout.axis, x1 - x0, bottom - layout.axis);
    ctx.clip();
    ctx.strokeStyle = ink.stripe;
    ctx.lineWidth = 1;
    ctx.beginPath();
    const height = bottom - layout.axis;
    const left = Math.max(x0, -10);
    const right = Math.min(x1, layout.plotWidth + 10);
    for (let x = left - height; x < right; x += 8) {
      ctx.moveTo(x, bottom);
      ctx.lineTo(x + height, layout.axis);
    }
    ctx.stroke();
    if (x1 - x0 > 14) {
      const text = `${formatDuration(gap.to - gap.from)} idle`;
      ctx.font = ink.smallFont;
      ctx.fillStyle = ink.dim;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.translate((x0 + x1) / 2, layout.axis + Math.min(height / 2, 70));
      ctx.rotate(-Math.PI / 2);
      const half = textWidth(text, scene.measure) / 2 + 4;
      ctx.save();
      ctx.fillStyle = ink.idle;
      ctx.fillRect(-half, -7, half * 2, 14);
      ctx.restore();
      ctx.fillText(text, 0, 0);
    }
    ctx.restore();
  }
}
