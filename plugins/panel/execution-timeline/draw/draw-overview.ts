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
  for (let x = 0; x < overview.active.length; x++) {
    const code = overview.worst[x]!;
    if (code < 0) {
      continue;
    }
    let end = x + 1;
    while (
      end < overview.active.length &&
      overview.worst[end] === code &&
      overview.active[end] === overview.active[x]
    ) {
      end++;
    }
    // Square root: one span must be seen beside a hundred.
    const tall = Math.max(4, Math.sqrt(overview.active[x]! / overview.most) * height);
    ctx.fillStyle = ink.status[code]!;
    ctx.fillRect(x, 4 + height - tall, end - x, tall);
    x = end - 1;
  }
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
