import { drawScene } from '../draw/draw-scene.ts';
import type { Scene } from '../draw/scene.ts';
import type { Size, View } from '../draw/view.ts';

/** Work on the picture per frame while something moves, milliseconds: leaves half of a 60 Hz frame to the browser. */
const SLICE_MS = 7;
/** A picture of no more nodes and edges than this is drawn anew for every frame: always sharp. */
const QUICK_PARTS = 500;

interface Buffer {
  canvas: HTMLCanvasElement;
  context: CanvasRenderingContext2D;
  view: View;
  scene: Scene | null;
}

/**
 * The picture below the highlights. Large pictures are drawn in slices into a buffer with room round the panel; while
 * that goes on, and while the user pans and zooms, the last finished buffer is moved and scaled.
 */
export class BaseLayer {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D | null;
  private front: Buffer | null = null;
  private back: Buffer | null = null;
  private job: Generator<void, void> | null = null;
  private size: Size = { width: 1, height: 1 };
  private margin = 0;
  private ratio = 1;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d', { alpha: false });
  }

  resize(size: Size, ratio: number): void {
    this.size = size;
    this.ratio = ratio;
    this.margin = Math.round(Math.min(size.width, size.height) * 0.25);
    this.canvas.width = Math.max(1, Math.round(size.width * ratio));
    this.canvas.height = Math.max(1, Math.round(size.height * ratio));
    this.front = this.back = null;
    this.job = null;
  }

  /** Draws a frame; true while the picture is not final yet and another frame is wanted. */
  draw(scene: Scene, view: View): boolean {
    const { context } = this;
    if (context === null) {
      return false;
    }
    if (scene.graph.nodes.length + scene.graph.edges.length <= QUICK_PARTS) {
      finish(drawScene(context, scene, view, this.size, this.ratio));
      this.job = null;
      this.front = null;
      return false;
    }
    this.advance(scene, view);
    this.show(scene, view);
    return this.job !== null || this.front === null || !this.covers(this.front, scene, view);
  }

  private covers(buffer: Buffer, scene: Scene, view: View): boolean {
    const dx = view.x - buffer.view.x;
    const dy = view.y - buffer.view.y;
    return (
      buffer.scene === scene &&
      buffer.view.scale === view.scale &&
      Math.abs(dx) <= this.margin &&
      Math.abs(dy) <= this.margin
    );
  }

  private advance(scene: Scene, view: View): void {
    if (this.job === null) {
      if (this.front !== null && this.covers(this.front, scene, view)) {
        return;
      }
      this.back ??= this.buffer();
      const { back } = this;
      if (back === null) {
        return;
      }
      back.view = view;
      back.scene = scene;
      const shifted = { scale: view.scale, x: view.x + this.margin, y: view.y + this.margin };
      const size = { width: this.size.width + this.margin * 2, height: this.size.height + this.margin * 2 };
      this.job = drawScene(back.context, scene, shifted, size, this.ratio);
    }
    const start = performance.now();
    // Nothing to show yet: a first picture a little later beats an empty panel for longer.
    const slice = this.front === null ? SLICE_MS * 3 : SLICE_MS;
    let steps = 0;
    while (performance.now() - start < slice) {
      if (this.job.next().done === true) {
        this.job = null;
        [this.front, this.back] = [this.back, this.front];
        break;
      }
      // Browsers record canvas calls and draw them later; reading a pixel makes them draw now, inside the slice.
      if (++steps % 3 === 0) {
        this.back?.context.getImageData(0, 0, 1, 1);
      }
    }
  }

  private show(scene: Scene, view: View): void {
    const { context, front } = this;
    if (context === null) {
      return;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = scene.palette.background;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    if (front === null) {
      return;
    }
    const by = view.scale / front.view.scale;
    const x = view.x - (front.view.x + this.margin) * by;
    const y = view.y - (front.view.y + this.margin) * by;
    // Smoothing a whole panel costs more than a frame without a GPU, and the sharp picture follows at once.
    context.imageSmoothingEnabled = false;
    context.drawImage(
      front.canvas,
      by === 1 ? Math.round(x * this.ratio) : x * this.ratio,
      by === 1 ? Math.round(y * this.ratio) : y * this.ratio,
      front.canvas.width * by,
      front.canvas.height * by
    );
  }

  private buffer(): Buffer | null {
    const canvas = document.createElement('canvas');
    canvas.width = Math.round((this.size.width + this.margin * 2) * this.ratio);
    canvas.height = Math.round((this.size.height + this.margin * 2) * this.ratio);
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    return context === null ? null : { canvas, context, view: { scale: 1, x: 0, y: 0 }, scene: null };
  }
}

/** Runs an interruptible drawing to its end. */
export function finish(steps: Generator<void, void>): void {
  while (steps.next().done !== true) {
    // Every step draws; there is nothing to do between them.
  }
}
