import { STATUS_STYLES } from '../../../shared/status.ts';
import { drawGlyph } from './glyphs.ts';
import type { Palette } from './palette.ts';
import type { Mark, Scene } from './scene.ts';
import { fittedLines } from './text.ts';

/** A card too small for its text: a field in the state's colour with its glyph, and a short name at a readable size. */
export function drawCompact(
  context: CanvasRenderingContext2D,
  mark: Mark,
  x: number,
  y: number,
  w: number,
  h: number,
  scale: number,
  palette: Palette
): void {
  context.fillStyle = palette.card;
  context.fillRect(x, y, w, h);
  context.globalAlpha = palette.dark ? 0.2 : 0.16;
  context.fillStyle = mark.color;
  context.fillRect(x, y, w, h);
  context.globalAlpha = 1;
  // Without a state there is nothing to tell in the field: its shares take a narrow strip, and the name gets the room.
  const side = mark.status !== null ? Math.min(h, 52) : mark.arcs.length > 0 ? Math.min(h, 52) / 4 : 0;
  if (mark.kind === 'ghost') {
    context.setLineDash([8, 6]);
  } else if (mark.status === null) {
    drawShares(context, mark.arcs, x, y, side, h);
  } else {
    context.fillStyle = mark.color;
    context.fillRect(x, y, side, h);
  }
  const plain = mark.kind === 'ghost' ? palette.unresolved : mark.color;
  context.strokeStyle = mark.critical ? palette.critical : mark.ready ? palette.ready : plain;
  context.lineWidth = (mark.critical || mark.ready ? 2 : 1) / scale;
  context.strokeRect(x, y, w, h);
  context.setLineDash([]);
  if (mark.status !== null) {
    drawGlyph(context, STATUS_STYLES[mark.status].shape, x + side / 2, y + h / 2, side * 0.86, palette.onStatus);
  }
  // Constant on the screen, whatever the zoom; in steps of a pixel so that the cache of fitted texts is used.
  const font = `500 ${Math.round(10.5 / scale)}px ${palette.font}`;
  const lines = h * scale >= 28 ? 2 : 1;
  const text = fittedLines(context, mark.title, font, w - side - 14, lines);
  context.fillStyle = palette.text;
  context.textBaseline = 'middle';
  text.forEach((line, index) => {
    context.fillText(line, x + side + 8, y + h / 2 + ((index - (text.length - 1) / 2) * 12) / scale);
  });
  context.textBaseline = 'alphabetic';
}

/** Shares of a whole as a strip, from the bottom up. */
function drawShares(
  context: CanvasRenderingContext2D,
  shares: Mark['arcs'],
  x: number,
  y: number,
  w: number,
  h: number
): void {
  let from = y + h;
  for (const [color, share] of shares) {
    const height = Math.min(from - y, h * share);
    context.fillStyle = color;
    context.fillRect(x, from - height, w, height);
    from -= height;
  }
}

/** Nodes seen from afar: fields of colour, at least `minPx` pixels on the screen, with the glyph where it can be told. */
export function* drawDots(
  context: CanvasRenderingContext2D,
  scene: Scene,
  nodes: readonly number[],
  scale: number,
  minPx = 2
): Generator<void, void> {
  const { boxes } = scene.layout;
  const least = minPx / scale;
  const byColor = new Map<string, number[]>();
  for (const node of nodes) {
    const mark = scene.marks[node] as Mark;
    const color = mark.kind === 'ghost' ? scene.palette.unresolved : mark.color;
    const list = byColor.get(color);
    if (list === undefined) {
      byColor.set(color, [node]);
    } else {
      list.push(node);
    }
  }
  let drawn = 0;
  for (const [color, list] of byColor) {
    context.fillStyle = color;
    for (const node of list) {
      const w = Math.max(boxes[node * 4 + 2] as number, least);
      const h = Math.max(boxes[node * 4 + 3] as number, least);
      context.fillRect(boxes[node * 4] as number, boxes[node * 4 + 1] as number, w, h);
      if (++drawn % 400 === 0) {
        yield;
      }
    }
  }
  yield* drawDotSigns(context, scene, nodes, scale);
}

function* drawDotSigns(
  context: CanvasRenderingContext2D,
  scene: Scene,
  nodes: readonly number[],
  scale: number
): Generator<void, void> {
  const { boxes } = scene.layout;
  let drawn = 0;
  for (const node of nodes) {
    const mark = scene.marks[node] as Mark;
    const h = boxes[node * 4 + 3] as number;
    const [x, y, w] = [boxes[node * 4] as number, boxes[node * 4 + 1] as number, boxes[node * 4 + 2] as number];
    // Thinner than this the outline would hide the colour of the state.
    if ((mark.critical || mark.ready) && h * scale >= 4) {
      context.strokeStyle = mark.critical ? scene.palette.critical : scene.palette.ready;
      context.lineWidth = 1.6 / scale;
      context.strokeRect(x, y, w, h);
    }
    if (mark.status !== null && h * scale >= 8) {
      drawGlyph(context, STATUS_STYLES[mark.status].shape, x + w / 2, y + h / 2, h * 0.95, scene.palette.onStatus);
    }
    if (++drawn % 120 === 0) {
      yield;
    }
  }
}
