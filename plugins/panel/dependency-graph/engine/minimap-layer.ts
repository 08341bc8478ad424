import { drawDots } from '../draw/draw-small.ts';
import type { Scene } from '../draw/scene.ts';
import { fitView, type Size, type View, worldRect } from '../draw/view.ts';
import { finish } from './base-layer.ts';

/** New pictures of the whole per second at most: it is small, the graph may not be. */
const REDRAW_MS = 500;

/** The whole graph small, with the part on the screen framed. */
export class MinimapLayer {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D | null;
  private readonly picture: HTMLCanvasElement;
  private drawnScene: Scene | null = null;
  private drawnAt = 0;
  private size: Size;
  private ratio: number;

  constructor(canvas: HTMLCanvasElement, size: Size, ratio: number) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.picture = document.createElement('canvas');
    this.size = size;
    this.ratio = ratio;
    for (const each of [this.canvas, this.picture]) {
      each.width = Math.round(size.width * ratio);
      each.height = Math.round(size.height * ratio);
    }
  }

  /** Draws a frame; true if the picture of the whole is older than the scene and will be drawn later. */
  draw(scene: Scene, view: View, screen: Size, now: number): boolean {
    const { context } = this;
    if (context === null) {
      return false;
    }
    const bounds = scene.layout.bounds;
    const seen = worldRect(view, screen);
    const whole = seen[0] <= bounds[0] && seen[1] <= bounds[1] && seen[2] >= bounds[2] && seen[3] >= bounds[3];
    // With everything on the screen a map of it would only cover a part.
    this.canvas.style.visibility = whole ? 'hidden' : 'visible';
    if (whole) {
      return false;
    }
    const own = fitView(bounds, this.size, { all: 6 });
    const late = this.drawnScene !== scene && now - this.drawnAt < REDRAW_MS && this.drawnScene !== null;
    if (this.drawnScene !== scene && !late) {
      this.redraw(scene, own);
      this.drawnScene = scene;
      this.drawnAt = now;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.picture, 0, 0);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const [left, top, right, bottom] = seen;
    const x = Math.max(0.5, left * own.scale + own.x);
    const y = Math.max(0.5, top * own.scale + own.y);
    const x2 = Math.min(this.size.width - 0.5, right * own.scale + own.x);
    const y2 = Math.min(this.size.height - 0.5, bottom * own.scale + own.y);
    context.fillStyle = scene.palette.dark ? 'rgba(255, 255, 255, 0.10)' : 'rgba(0, 0, 0, 0.06)';
    context.strokeStyle = scene.palette.focus;
    context.lineWidth = 1.5;
    context.fillRect(x, y, Math.max(3, x2 - x), Math.max(3, y2 - y));
    context.strokeRect(x, y, Math.max(3, x2 - x), Math.max(3, y2 - y));
    return late;
  }

  /** The point of the world under a point of the minimap. */
  worldAt(scene: Scene, px: number, py: number): [number, number] {
    const own = fitView(scene.layout.bounds, this.size, { all: 6 });
    return [(px - own.x) / own.scale, (py - own.y) / own.scale];
  }

  private redraw(scene: Scene, view: View): void {
    const context = this.picture.getContext('2d');
    if (context === null) {
      return;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.picture.width, this.picture.height);
    context.setTransform(
      view.scale * this.ratio,
      0,
      0,
      view.scale * this.ratio,
      view.x * this.ratio,
      view.y * this.ratio
    );
    const plain: number[] = [];
    context.fillStyle = scene.palette.boxBorder;
    scene.marks.forEach((mark, node) => {
      if (mark.kind === 'box') {
        const at = node * 4;
        const { boxes } = scene.layout;
        context.fillRect(
          boxes[at] as number,
          boxes[at + 1] as number,
          boxes[at + 2] as number,
          boxes[at + 3] as number
        );
      } else {
        plain.push(node);
      }
    });
    finish(drawDots(context, scene, plain, view.scale, 1.2));
  }
}
