import type { StatusShape } from '../../../shared/status.ts';
import { STATUS_GLYPHS } from '../../../shared/status-glyph.ts';

const paths = new Map<StatusShape, Path2D>();

/** Draws a state's mark centred on a point, `size` high; colour alone never carries the state. */
export function drawGlyph(
  context: CanvasRenderingContext2D,
  shape: StatusShape,
  x: number,
  y: number,
  size: number,
  color: string
): void {
  let path = paths.get(shape);
  if (path === undefined) {
    path = new Path2D(STATUS_GLYPHS[shape].path);
    paths.set(shape, path);
  }
  const { stroke } = STATUS_GLYPHS[shape];
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / 16, size / 16);
  if (stroke === null) {
    context.fillStyle = color;
    context.fill(path);
  } else {
    context.strokeStyle = color;
    context.lineWidth = stroke;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke(path);
  }
  context.restore();
}
