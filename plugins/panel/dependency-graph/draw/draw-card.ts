import { drawMark } from './draw-mark.ts';
import type { Palette } from './palette.ts';
import type { Mark } from './scene.ts';
import { fittedLines } from './text.ts';

const RADIUS = 6;
const ICON = { task: 14, subtask: 11, box: 13, fold: 12, ghost: 11 } as const;

/** One node with everything on it; the context is in world coordinates. */
export function drawCard(
  context: CanvasRenderingContext2D,
  mark: Mark,
  x: number,
  y: number,
  w: number,
  h: number,
  palette: Palette,
  factor: number
): void {
  if (mark.kind === 'fold' || (mark.inside !== null && mark.kind !== 'box')) {
    // A second edge below says that there is more behind this card.
    context.fillStyle = palette.card;
    context.strokeStyle = palette.cardBorder;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x + 5, y + 5, w - 1, h, RADIUS);
    context.fill();
    context.stroke();
  }
  outline(context, mark, x, y, w, h, palette);
  const icon = ICON[mark.kind];
  const centre = y + h / 2;
  drawMark(context, mark, x + icon + 10, centre, icon, palette);
  const left = x + icon * 2 + 19;
  const badge = mark.inside === null ? 0 : drawBadge(context, mark, x + w - 8, y + h - 9, palette, factor);
  texts(context, mark, left, x + w - 10, centre, badge, palette, factor);
  if (mark.ready) {
    drawReady(context, x + w, y, palette, factor);
  }
}

function outline(
  context: CanvasRenderingContext2D,
  mark: Mark,
  x: number,
  y: number,
  w: number,
  h: number,
  palette: Palette
): void {
  context.beginPath();
  context.roundRect(x, y, w, h, RADIUS);
  context.fillStyle = palette.card;
  context.fill();
  context.lineWidth = mark.critical ? 2.5 : 1;
  context.strokeStyle = mark.critical ? palette.critical : mark.ready ? palette.ready : palette.cardBorder;
  if (mark.kind === 'ghost') {
    context.setLineDash([5, 4]);
    context.strokeStyle = palette.unresolved;
    context.lineWidth = 1.5;
  } else if (mark.ready && !mark.critical) {
    context.lineWidth = 1.8;
  }
  context.stroke();
  context.setLineDash([]);
}

function texts(
  context: CanvasRenderingContext2D,
  mark: Mark,
  left: number,
  right: number,
  centre: number,
  badge: number,
  palette: Palette,
  factor: number
): void {
  const small = mark.kind === 'subtask' || mark.kind === 'ghost';
  const finished = mark.status === 'done' || mark.status === 'cancelled' || mark.kind === 'ghost';
  const titleFont = `500 ${(small ? 12 : 13) * factor}px ${palette.font}`;
  const metaFont = `${11 * factor}px ${palette.font}`;
  const title = fittedLines(context, mark.title, titleFont, right - left, small ? 1 : 2);
  const hasMeta = mark.meta !== '' || mark.stat !== '';
  const line = (small ? 15 : 16) * factor;
  const height = title.length * line + (hasMeta ? 15 * factor : 0);
  let baseline = centre - height / 2 + line - 4 * factor;
  context.textBaseline = 'alphabetic';
  context.fillStyle = finished ? palette.textSecondary : palette.text;
  for (const text of title) {
    context.fillText(text, left, baseline);
    baseline += line;
  }
  if (!hasMeta) {
    return;
  }
  context.font = metaFont;
  context.fillStyle = palette.textSecondary;
  const room = right - badge - left;
  const say = (text: string, width: number): string => fittedLines(context, text, metaFont, width, 1)[0] ?? '';
  if (mark.tone === 'blocked') {
    context.fillStyle = palette.blocked;
    context.fillText(say(mark.meta, room), left, baseline);
    return;
  }
  const stat = mark.stat === '' ? 0 : context.measureText(mark.stat).width;
  if (stat > 0 && (mark.meta === '' || context.measureText(mark.meta).width + stat + 8 > room)) {
    // Whole figures say more than two torn texts; the state is in the mark already.
    context.fillText(say(mark.stat, room), left, baseline);
    return;
  }
  context.fillText(say(mark.meta, room), left, baseline);
  if (stat > 0) {
    context.fillText(mark.stat, right - badge - stat, baseline);
  }
}

/** "3/8 ▸": how many subtasks are finished, and that they can be unfolded. Returns the room it takes. */
function drawBadge(
  context: CanvasRenderingContext2D,
  mark: Mark,
  right: number,
  bottom: number,
  palette: Palette,
  factor: number
): number {
  const text = mark.kind === 'fold' ? '' : `${mark.inside?.done ?? 0}/${mark.inside?.total ?? 0}`;
  context.font = `${11 * factor}px ${palette.font}`;
  const width = context.measureText(text).width + 14;
  context.fillStyle = palette.textSecondary;
  context.textBaseline = 'alphabetic';
  context.fillText(text, right - width, bottom);
  drawChevron(context, right - 6, bottom - 4, 3.4, false, palette.textSecondary);
  return width + 6;
}

export function drawChevron(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  open: boolean,
  color: string
): void {
  context.beginPath();
  if (open) {
    context.moveTo(x - size, y - size / 2);
    context.lineTo(x, y + size / 2);
    context.lineTo(x + size, y - size / 2);
  } else {
    context.moveTo(x - size / 2, y - size);
    context.lineTo(x + size / 2, y);
    context.lineTo(x - size / 2, y + size);
  }
  context.strokeStyle = color;
  context.lineWidth = 1.8;
  context.stroke();
}

/** The flag on tasks that can be started now. */
export function drawReady(
  context: CanvasRenderingContext2D,
  right: number,
  top: number,
  palette: Palette,
  factor: number
): void {
  context.font = `600 ${9.5 * factor}px ${palette.font}`;
  const width = context.measureText('READY').width + 12;
  const height = 14 * factor;
  context.fillStyle = palette.ready;
  context.beginPath();
  // Mostly above the card: its title may begin close to the border.
  const middle = top - height * 0.3;
  context.roundRect(right - width - 8, middle - height / 2, width, height, height / 2);
  context.fill();
  context.fillStyle = palette.onStatus;
  context.textBaseline = 'middle';
  context.fillText('READY', right - width - 2, middle + 0.5);
  context.textBaseline = 'alphabetic';
}
