import { METRICS } from '../layout/metrics.ts';
import { STATUS_STYLES } from '../../../shared/status.ts';
import { drawChevron, drawReady } from './draw-card.ts';
import { drawMark } from './draw-mark.ts';
import { type DetailLevel, textFactor } from './detail-level.ts';
import { drawGlyph } from './glyphs.ts';
import type { Palette } from './palette.ts';
import type { Mark } from './scene.ts';
import { fittedLines } from './text.ts';

/** A task drawn as the box round its subtasks: a tinted field and a strip with its state, name and fold handle. */
export function drawBox(
  context: CanvasRenderingContext2D,
  mark: Mark,
  rect: readonly [number, number, number, number],
  palette: Palette,
  level: DetailLevel,
  scale: number
): void {
  const [x, y, w, h] = rect;
  context.beginPath();
  context.roundRect(x, y, w, h, 8);
  context.fillStyle = palette.box;
  context.fill();
  context.strokeStyle = mark.critical ? palette.critical : palette.boxBorder;
  context.lineWidth = Math.max(mark.critical ? 2.5 : 1, 0.7 / scale);
  context.stroke();
  const middle = y + METRICS.header / 2;
  if (level === 'dot') {
    context.fillStyle = mark.color;
    context.fillRect(x, y, w, Math.min(h, METRICS.header * 0.45));
    return;
  }
  if (level === 'compact') {
    const size = METRICS.header * 0.72;
    context.fillStyle = mark.color;
    context.beginPath();
    context.arc(x + 10 + size / 2, middle, size / 2, 0, Math.PI * 2);
    context.fill();
    if (mark.status !== null) {
      drawGlyph(context, STATUS_STYLES[mark.status].shape, x + 10 + size / 2, middle, size * 0.85, palette.onStatus);
    }
    const font = `500 ${Math.round(10.5 / scale)}px ${palette.font}`;
    const text = fittedLines(context, mark.title, font, w - size - 34, 1)[0] ?? '';
    context.fillStyle = palette.text;
    context.textBaseline = 'middle';
    context.fillText(text, x + size + 20, middle);
    context.textBaseline = 'alphabetic';
    return;
  }
  const factor = Math.min(1.25, textFactor(scale));
  drawMark(context, mark, x + 25, middle, 13, palette);
  const left = x + 46;
  const right = x + w - 34;
  const title = fittedLines(context, mark.title, `500 ${13 * factor}px ${palette.font}`, right - left, 1)[0] ?? '';
  context.fillStyle = palette.text;
  context.fillText(title, left, middle - (mark.meta === '' ? -4 : 2));
  const meta = [mark.meta, mark.stat].filter((text) => text !== '').join(' · ');
  const line = fittedLines(context, meta, `${11 * factor}px ${palette.font}`, right - left, 1)[0] ?? '';
  context.fillStyle = mark.tone === 'blocked' ? palette.blocked : palette.textSecondary;
  context.fillText(line, left, middle + 3 + 11 * factor);
  drawChevron(context, x + w - 20, middle, 5, true, palette.textSecondary);
  if (mark.ready) {
    drawReady(context, x + w, y, palette, factor);
  }
}
