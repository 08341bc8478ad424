import { STATUS_STYLES } from '../../../shared/status.ts';
import { DONE, statusOf } from '../model/codes.ts';
import { fitText, textWidth } from '../model/fit-text.ts';
import { formatDuration } from '../model/format.ts';
import { drawGlyph } from './glyph.ts';
import type { Scene } from './scene.ts';

/** A piece that may carry text: where it lies, and how much room there is up to the next one. */
export interface LabelSpot {
  span: number;
  x0: number;
  x1: number;
  next: number;
  top: number;
  height: number;
  soft: boolean;
  /** Several spans share the piece: naming one of them would mislead. */
  shared: boolean;
  /** The row is named after its span already: the bar says how long it took. */
  single: boolean;
  /** The only bar of its row. */
  alone: boolean;
}

/** Shapes and texts on bars: status mark, retry mark, name or duration; beside the bar where it is too short for them. */
export function drawBarLabels(ctx: CanvasRenderingContext2D, scene: Scene, spots: readonly LabelSpot[]): void {
  const { ink, measure, colors, timeline, view } = scene;
  const { table } = timeline;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.font = ink.smallFont;
  for (const spot of spots) {
    const { span } = spot;
    if (spot.shared) {
      continue;
    }
    const running = table.end[span] === Infinity;
    const color = colors.colorOf(span);
    const ownText = spot.soft ? ink.text : ink.onColor(color);
    const middle = spot.top + spot.height / 2 + 0.5;
    let x = Math.max(0, spot.x0) + 5;
    const right = Math.min(scene.layout.plotWidth, spot.x1) - 4;
    const code = table.status[span]!;
    if (running && view.now > table.start[span]!) {
      drawOpenEnd(ctx, spot, color, ink.background);
    }
    if (code !== DONE && right - x >= 13) {
      drawGlyph(ctx, STATUS_STYLES[statusOf(code)].shape, x + 5, middle - 0.5, 4, ownText);
      x += 15;
    }
    const attempt = table.attempt[span]!;
    if (attempt > 1) {
      drawNotch(ctx, spot, ink.background);
    }
    if (!scene.showLabels) {
      continue;
    }
    const length = Math.min(table.end[span]!, view.now) - table.start[span]!;
    const name = spot.single ? formatDuration(length) : table.name[span]!;
    // Not said twice where the name ends in the number already.
    const retry = attempt > 1 ? (name.endsWith(String(attempt)) ? '↻ ' : `↻${attempt} · `) : '';
    const text = retry + name;
    if (right - x > 16) {
      // A length is whole or not at all: half of one would be a lie.
      const shorter = spot.single
        ? [
            text,
            text
              .split(' ')
              .slice(0, retry ? 4 : 2)
              .join(' '),
          ]
        : [fitText(text, right - x, measure)];
      const fitted = shorter.find((one) => textWidth(one, measure) <= right - x) ?? '';
      if (fitted.length > 2 || fitted === text) {
        ctx.fillStyle = ownText;
        ctx.fillText(fitted, x, middle);
        continue;
      }
    }
    // Beside one of several alike, a length would not say whose it is.
    if (!spot.alone && spot.single) {
      continue;
    }
    if (textWidth(text, measure) + 12 < Math.min(spot.next, scene.layout.plotWidth) - spot.x1 && spot.x1 > 0) {
      ctx.fillStyle = ink.dim;
      ctx.fillText(text, spot.x1 + 6, middle);
    }
  }
}

/** A bar that still grows ends in an arrow, not in an edge. */
function drawOpenEnd(ctx: CanvasRenderingContext2D, spot: LabelSpot, color: string, background: string): void {
  const { x1, top, height } = spot;
  ctx.fillStyle = background;
  ctx.beginPath();
  ctx.moveTo(x1 - 5, top);
  ctx.lineTo(x1 + 1, top);
  ctx.lineTo(x1 + 1, top + height / 2);
  ctx.closePath();
  ctx.moveTo(x1 - 5, top + height);
  ctx.lineTo(x1 + 1, top + height);
  ctx.lineTo(x1 + 1, top + height / 2);
  ctx.closePath();
  ctx.fill();
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x1 - 1, top + 1);
  ctx.lineTo(x1 + 4, top + height / 2);
  ctx.lineTo(x1 - 1, top + height - 1);
  ctx.stroke();
}

/** A retry begins with a bite out of its left edge. */
function drawNotch(ctx: CanvasRenderingContext2D, spot: LabelSpot, background: string): void {
  if (spot.x1 - spot.x0 < 5) {
    return;
  }
  const middle = spot.top + spot.height / 2;
  ctx.fillStyle = background;
  ctx.beginPath();
  ctx.moveTo(spot.x0 - 1, middle - 4.5);
  ctx.lineTo(spot.x0 + 4, middle);
  ctx.lineTo(spot.x0 - 1, middle + 4.5);
  ctx.closePath();
  ctx.fill();
}
