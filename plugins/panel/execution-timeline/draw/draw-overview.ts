import type { Overview } from '../model/overview.ts';
import type { Scene } from './scene.ts';

/** The strip with the whole extent and a window on what is seen below. The origin is the strip's left edge at its top. */
export function drawOverview(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { overview, layout, ink, window: seen } = scene;
  if (!overview || layout.overview === 0) {
    return;
  }
  const height = layout.overview - 8;
  ctx.fillStyle = ink.idle;
  ctx.fillRect(0, 2, layout.plotWidth, height + 4);
  const picture = pictureOf(scene, overview, height);
  ctx.drawImage(picture, 0, 4, picture.width, height);
  const from = Math.max(0, Math.min(layout.plotWidth, seen.from));
  const to = Math.max(from, Math.min(layout.plotWidth, seen.to));
  if (!scene.zoomed) {
    return;
  }
  ctx.globalAlpha = 0.6;
  ctx.fillStyle = ink.background;
  ctx.fillRect(0, 2, from, height + 4);
  ctx.fillRect(to, 2, layout.plotWidth - to, height + 4);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = ink.focus;
  ctx.lineWidth = 1;
  ctx.strokeRect(from + 0.5, 2.5, Math.max(2, to - from - 1), height + 3);
  ctx.fillStyle = ink.focus;
  ctx.fillRect(from - 1, height / 2 - 4, 4, 16);
  ctx.fillRect(to - 3, height / 2 - 4, 4, 16);
}

const pictures = new WeakMap<Overview, { ink: Scene['ink']; height: number; picture: HTMLCanvasElement }>();

/** The columns as a bitmap, drawn once for each overview: panning and zooming only move the window on it. */
function pictureOf(scene: Scene, overview: Overview, height: number): HTMLCanvasElement {
  let kept = pictures.get(overview);
  if (kept?.ink !== scene.ink || kept.height !== height) {
    const picture = document.createElement('canvas');
    picture.width = overview.active.length;
    // Twice as high, so that it stays sharp on dense screens; columns are pixels of time anyhow.
    picture.height = height * 2;
    const ctx = picture.getContext('2d');
    ctx?.scale(1, 2);
    for (let x = 0; ctx && x < overview.active.length; x++) {
      if (overview.worst[x]! >= 0) {
        drawColumn(ctx, scene, overview, x, height);
      }
    }
    kept = { ink: scene.ink, height, picture };
    pictures.set(overview, kept);
  }
  return kept.picture;
}

/** One column: as high as much was going on, split by status with the worst on top. The worst is never thinner than 2 px. */
function drawColumn(ctx: CanvasRenderingContext2D, scene: Scene, overview: Overview, x: number, height: number): void {
  const kinds = scene.ink.status.length;
  const active = overview.active[x]!;
  // Square root: one span must be seen beside a hundred.
  const tall = Math.max(4, Math.sqrt(active / overview.most) * height);
  let y = height - tall;
  for (let code = kinds - 1; code >= 0; code--) {
    const count = overview.counts[x * kinds + code]!;
    if (count > 0) {
      const share = Math.max(code === overview.worst[x] ? 2 : 0, (tall * count) / active);
      ctx.fillStyle = scene.ink.status[code]!;
      ctx.fillRect(x, y, 1, Math.min(share, height - y));
      y += share;
    }
  }
}
