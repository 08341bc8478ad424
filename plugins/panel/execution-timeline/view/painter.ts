import type { Ink } from '../draw/ink.ts';
import { drawOverlay } from '../draw/draw-overlay.ts';
import { drawScene } from '../draw/draw-scene.ts';
import type { Scene } from '../draw/scene.ts';
import { rememberWidths, type Measure } from '../model/fit-text.ts';
import { SceneMaker } from './make-scene.ts';
import type { TimelineStore } from './store.ts';

/** Puts the store on two canvases, at most once a frame: the picture below, what follows the pointer above. */
export class Painter {
  readonly #store: TimelineStore;
  readonly #base: HTMLCanvasElement;
  readonly #overlay: HTMLCanvasElement;
  readonly #reduced: boolean;
  #ink: Ink;
  #measure: Measure;
  readonly #scenes = new SceneMaker();
  #scene: Scene | undefined;
  #dirty: 'none' | 'overlay' | 'all' = 'none';
  #frame = 0;
  #beat: ReturnType<typeof setTimeout> | undefined;

  constructor(store: TimelineStore, base: HTMLCanvasElement, overlay: HTMLCanvasElement, ink: Ink, reduced: boolean) {
    this.#store = store;
    this.#base = base;
    this.#overlay = overlay;
    this.#ink = ink;
    this.#reduced = reduced;
    this.#measure = this.#measurer();
  }

  setInk(ink: Ink): void {
    this.#ink = ink;
    this.#measure = this.#measurer();
    this.request('all');
  }

  #measurer(): Measure {
    const ctx = this.#base.getContext('2d');
    return rememberWidths((text) => {
      if (!ctx) {
        return 7;
      }
      const font = ctx.font;
      ctx.font = this.#ink.font;
      const { width } = ctx.measureText(text);
      ctx.font = font;
      return width;
    });
  }

  request(what: 'overlay' | 'all'): void {
    this.#dirty = this.#dirty === 'all' ? 'all' : what;
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#beat);
  }

  #draw(): void {
    const what = this.#dirty;
    this.#dirty = 'none';
    if (what === 'all' || !this.#scene) {
      this.#scene = this.#scenes.make(this.#store, this.#ink, this.#measure);
      const ctx = this.#prepare(this.#base);
      if (ctx && this.#scene) {
        drawScene(ctx, this.#scene);
      }
      this.#grow();
    }
    const ctx = this.#prepare(this.#overlay);
    if (ctx && this.#scene) {
      const { hover, crosshair, drag } = this.#store;
      drawOverlay(ctx, this.#scene, { hover, crosshair, drag });
    }
  }

  #prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
    const { width, height } = this.#store.layout;
    const density = Math.min(3, window.devicePixelRatio || 1);
    const pixels = { width: Math.round(width * density), height: Math.round(height * density) };
    if (canvas.width !== pixels.width || canvas.height !== pixels.height) {
      canvas.width = pixels.width;
      canvas.height = pixels.height;
    }
    const ctx = canvas.getContext('2d');
    ctx?.setTransform(density, 0, 0, density, 0, 0);
    return ctx;
  }

  /** While something runs its bar grows: as often as a pixel passes, at most 30 times a second; once a second for who wants less motion. */
  #grow(): void {
    clearTimeout(this.#beat);
    if (!this.#store.hasRunning || !this.#scene) {
      return;
    }
    const { from, to } = this.#store.viewport();
    const perPx = (to - from) / this.#store.layout.plotWidth;
    const wait = this.#reduced ? 1000 : Math.max(33, Math.min(1000, perPx));
    this.#beat = setTimeout(() => {
      if (!document.hidden) {
        this.request('all');
      } else {
        this.#grow();
      }
    }, wait);
  }
}
