import { STATUS_STYLES } from '../../../shared/status.ts';
import { drawGlyph } from './glyphs.ts';
import type { Palette } from './palette.ts';
import type { Mark } from './scene.ts';

/** The round state mark: a disc in the state's colour with its glyph, and a ring for progress or for the arc fields. */
export function drawMark(
  context: CanvasRenderingContext2D,
  mark: Mark,
  x: number,
  y: number,
  radius: number,
  palette: Palette
): void {
  const ring = mark.arcs.length > 0 || (mark.progress !== null && mark.status !== 'done');
  const disc = ring ? radius - 4 : radius - 1;
  if (ring) {
    const width = 2.6;
    const at = radius - width / 2;
    context.lineWidth = width;
    context.strokeStyle = palette.cardBorder;
    context.beginPath();
    context.arc(x, y, at, 0, Math.PI * 2);
    context.stroke();
    let from = -Math.PI / 2;
    const arcs: Array<[string, number]> = mark.arcs.length > 0 ? mark.arcs : [[mark.color, mark.progress ?? 0]];
    for (const [color, share] of arcs) {
      const to = from + Math.min(1, share) * Math.PI * 2;
      if (share > 0) {
        context.strokeStyle = color;
        context.beginPath();
        context.arc(x, y, at, from, to);
        context.stroke();
      }
      from = to;
    }
  }
  context.beginPath();
  context.arc(x, y, disc, 0, Math.PI * 2);
  if (mark.kind === 'ghost') {
    context.strokeStyle = palette.unresolved;
    context.lineWidth = 1.5;
    context.setLineDash([3, 3]);
    context.stroke();
    context.setLineDash([]);
    drawGlyph(context, 'question', x, y, disc * 1.7, palette.unresolved);
    return;
  }
  context.fillStyle = mark.color;
  context.fill();
  if (mark.status !== null) {
    drawGlyph(context, STATUS_STYLES[mark.status].shape, x, y, disc * 1.7, palette.onStatus);
  }
}
