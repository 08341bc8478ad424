import type { StatusShape } from '../../../shared/status.ts';

/** Draws the mark of a status as an outline that differs from every other without its colour. `r` is half its size in px. */
export function drawGlyph(
  ctx: CanvasRenderingContext2D,
  shape: StatusShape,
  x: number,
  y: number,
  r: number,
  color: string
): void {
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = Math.max(1.25, r / 3);
  ctx.beginPath();
  switch (shape) {
    case 'ring':
      ctx.arc(x, y, r * 0.8, 0, Math.PI * 2);
      ctx.stroke();
      break;
    case 'play':
      ctx.moveTo(x - r * 0.6, y - r * 0.85);
      ctx.lineTo(x + r * 0.9, y);
      ctx.lineTo(x - r * 0.6, y + r * 0.85);
      ctx.closePath();
      ctx.fill();
      break;
    case 'half':
      ctx.arc(x, y, r * 0.8, 0, Math.PI * 2);
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(x, y, r * 0.8, -Math.PI / 2, Math.PI / 2);
      ctx.fill();
      break;
    case 'bar':
      ctx.arc(x, y, r * 0.85, 0, Math.PI * 2);
      ctx.moveTo(x - r * 0.45, y);
      ctx.lineTo(x + r * 0.45, y);
      ctx.stroke();
      break;
    case 'check':
      ctx.moveTo(x - r * 0.8, y);
      ctx.lineTo(x - r * 0.2, y + r * 0.6);
      ctx.lineTo(x + r * 0.85, y - r * 0.65);
      ctx.stroke();
      break;
    case 'dots':
      for (const dx of [-0.75, 0, 0.75]) {
        ctx.moveTo(x + dx * r, y);
        ctx.arc(x + dx * r, y, r * 0.24, 0, Math.PI * 2);
      }
      ctx.fill();
      break;
    case 'slash':
      ctx.arc(x, y, r * 0.85, 0, Math.PI * 2);
      ctx.moveTo(x - r * 0.5, y + r * 0.5);
      ctx.lineTo(x + r * 0.5, y - r * 0.5);
      ctx.stroke();
      break;
    case 'cross':
      ctx.moveTo(x - r * 0.65, y - r * 0.65);
      ctx.lineTo(x + r * 0.65, y + r * 0.65);
      ctx.moveTo(x + r * 0.65, y - r * 0.65);
      ctx.lineTo(x - r * 0.65, y + r * 0.65);
      ctx.stroke();
      break;
    case 'question':
      ctx.arc(x, y - r * 0.35, r * 0.45, Math.PI, Math.PI * 2.4);
      ctx.lineTo(x, y + r * 0.25);
      ctx.stroke();
      ctx.fillRect(x - r * 0.15, y + r * 0.6, Math.max(1, r * 0.3), Math.max(1, r * 0.3));
      break;
  }
}

/** A moment: a diamond with its status colour. */
export function drawDiamond(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
}
