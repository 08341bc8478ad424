import { STATUS_STYLES } from '../../../shared/status.ts';
import { MARKER, RUN, statusOf, TASK } from '../model/codes.ts';
import { fitText } from '../model/fit-text.ts';
import { drawGlyph } from './glyph.ts';
import { visibleLines, type Scene } from './scene.ts';

/** Indent of a level in px: less where the column is narrow. */
const INDENT = { wide: 14, narrow: 7 };
const NARROW = 160;
/** Deepest indent in px: below it names would vanish. */
const DEEPEST = 0.4;

/** Where the name column's parts lie for a lane of this depth. */
export function gutterParts(
  depth: number,
  gutter: number,
  leaf = false
): { chevron: number; glyph: number; text: number } {
  const narrow = gutter < NARROW;
  const left = 8 + Math.min(depth * (narrow ? INDENT.narrow : INDENT.wide), gutter * DEEPEST);
  if (narrow && leaf) {
    return { chevron: left, glyph: left + 5, text: left + 15 };
  }
  return { chevron: left + 5, glyph: left + 19, text: left + 30 };
}

/** Row names with their collapse arrow and status mark. The origin is the canvas' left edge at the first row's top. */
export function drawGutter(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, rows, timeline, ink } = scene;
  const [first, last] = visibleLines(scene);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (let line = first; line < last; line++) {
    const y = line * layout.row - scene.scroll;
    const middle = y + layout.row / 2;
    if (line === scene.focusedLine) {
      ctx.fillStyle = ink.selected;
      ctx.fillRect(0, y, layout.width, layout.row);
    }
    if (rows.track[line] !== 0) {
      continue;
    }
    const lane = timeline.lanes.lanes[rows.lane[line]!]!;
    const parts = gutterParts(lane.depth, layout.gutter, lane.children.length === 0);
    const collapsed = scene.isCollapsed(lane);
    if (lane.children.length > 0) {
      drawChevron(ctx, parts.chevron, middle, collapsed, ink.dim);
    }
    // A row says its own state; what a closed one hides is in the strip below its bar. A group has none of its own.
    const code = lane.spans.length === 0 ? lane.worst : lane.own;
    drawGlyph(ctx, STATUS_STYLES[statusOf(code)].shape, parts.glyph, middle, 4.5, ink.status[code]!);
    const top = lane.kind === RUN || lane.kind === TASK || lane.group;
    ctx.font = top ? ink.boldFont : ink.font;
    ctx.fillStyle = top ? ink.text : ink.dim;
    const many =
      lane.mixed && lane.kind !== MARKER && lane.spans.length > 1
        ? `×${lane.spans.length.toLocaleString('en-US')}`
        : '';
    const room = layout.gutter - parts.text - 10 - (many ? 10 + many.length * 7 : 0);
    ctx.fillText(fitText(lane.label, room, scene.measure), parts.text, middle);
    if (many) {
      ctx.font = ink.smallFont;
      ctx.fillStyle = ink.dim;
      ctx.textAlign = 'right';
      ctx.fillText(many, layout.gutter - 10, middle);
      ctx.textAlign = 'left';
    }
  }
}

function drawChevron(ctx: CanvasRenderingContext2D, x: number, y: number, collapsed: boolean, color: string): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  if (collapsed) {
    ctx.moveTo(x - 2, y - 4);
    ctx.lineTo(x + 2, y);
    ctx.lineTo(x - 2, y + 4);
  } else {
    ctx.moveTo(x - 4, y - 2);
    ctx.lineTo(x, y + 2);
    ctx.lineTo(x + 4, y - 2);
  }
  ctx.stroke();
}
