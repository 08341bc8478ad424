import { drawParts, toWorld } from '../draw/draw-scene.ts';
import type { Scene } from '../draw/scene.ts';
import { type Size, type View, worldRect } from '../draw/view.ts';
import { detailLevel } from '../draw/detail-level.ts';
import type { Lit } from '../model/neighbourhood.ts';
import { finish } from './base-layer.ts';

/** What is lit up over the picture; indices of visible nodes, -1 for none. */
export interface Highlights {
  selected: number;
  focused: number;
  hovered: number;
  lit: Lit | null;
  found: readonly number[];
}

/** With more running tasks in sight none pulses: it would only flicker. */
const PULSE_LIMIT = 150;
/** Most lit nodes and edges drawn over the picture in one frame; beyond that the veil stays off. */
const LIT_LIMIT = 1_500;
const PULSE_MS = 1_800;

/** The layer of highlights, the keyboard's focus and the pulse of running tasks, over the picture. */
export class OverlayLayer {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D | null;
  private size: Size = { width: 1, height: 1 };
  private ratio = 1;
  private dirty = false;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
  }

  resize(size: Size, ratio: number): void {
    this.size = size;
    this.ratio = ratio;
    this.canvas.width = Math.max(1, Math.round(size.width * ratio));
    this.canvas.height = Math.max(1, Math.round(size.height * ratio));
  }

  /** Draws a frame; `time` in milliseconds drives the pulse, null stands still. True if something pulses. */
  draw(scene: Scene, view: View, highlights: Highlights, time: number | null): boolean {
    const { context } = this;
    if (context === null) {
      return false;
    }
    if (this.dirty) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, this.canvas.width, this.canvas.height);
      this.dirty = false;
    }
    if (highlights.lit !== null) {
      this.drawLit(context, scene, view, highlights.lit);
    }
    toWorld(context, view, this.ratio);
    for (const node of highlights.found.slice(0, LIT_LIMIT)) {
      this.frame(context, scene, view, node, scene.palette.named('yellow'), 2.5);
    }
    this.frame(context, scene, view, highlights.hovered, scene.palette.textSecondary, 1.5);
    this.frame(context, scene, view, highlights.selected, scene.palette.text, 2.5);
    this.frame(context, scene, view, highlights.focused, scene.palette.focus, 3);
    return time !== null && this.pulse(context, scene, view, time);
  }

  private drawLit(context: CanvasRenderingContext2D, scene: Scene, view: View, lit: Lit): void {
    const rect = worldRect(view, this.size, 24);
    const nodes: number[] = [];
    const edges: number[] = [];
    scene.nodeGrid.query(rect, (node) => lit.nodes.has(node) && nodes.push(node));
    scene.edgeGrid.query(rect, (edge) => lit.edges.has(edge) && edges.push(edge));
    if (nodes.length + edges.length > LIT_LIMIT * 2) {
      return;
    }
    nodes.sort((a, b) => a - b);
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.fillStyle = scene.palette.veil;
    context.fillRect(0, 0, this.size.width, this.size.height);
    toWorld(context, view, this.ratio);
    finish(drawParts(context, scene, view, nodes, edges, true));
    this.dirty = true;
  }

  private frame(
    context: CanvasRenderingContext2D,
    scene: Scene,
    view: View,
    node: number,
    color: string,
    width: number
  ): void {
    const { boxes } = scene.layout;
    if (node < 0 || node * 4 >= boxes.length) {
      return;
    }
    const away = (2 + width / 2) / view.scale;
    context.strokeStyle = color;
    context.lineWidth = width / view.scale;
    context.beginPath();
    context.roundRect(
      (boxes[node * 4] as number) - away,
      (boxes[node * 4 + 1] as number) - away,
      (boxes[node * 4 + 2] as number) + away * 2,
      (boxes[node * 4 + 3] as number) + away * 2,
      Math.min(9, 9 / view.scale)
    );
    context.stroke();
    this.dirty = true;
  }

  private pulse(context: CanvasRenderingContext2D, scene: Scene, view: View, time: number): boolean {
    const rect = worldRect(view, this.size, 8);
    const phase = (time % PULSE_MS) / PULSE_MS;
    const { boxes } = scene.layout;
    const visible = scene.running.filter((node) => {
      const [x, y] = [boxes[node * 4] as number, boxes[node * 4 + 1] as number];
      const [w, h] = [boxes[node * 4 + 2] as number, boxes[node * 4 + 3] as number];
      return x <= rect[2] && y <= rect[3] && x + w >= rect[0] && y + h >= rect[1];
    });
    if (visible.length === 0 || visible.length > PULSE_LIMIT) {
      return false;
    }
    const far = detailLevel(view.scale) === 'dot';
    context.strokeStyle = scene.palette.status['in-progress'];
    context.globalAlpha = (1 - phase) * 0.85;
    context.lineWidth = (far ? 1.2 : 2) / view.scale;
    const grow = (1 + phase * (far ? 3 : 7)) / view.scale;
    for (const node of visible) {
      const [x, y] = [boxes[node * 4] as number, boxes[node * 4 + 1] as number];
      const [w, h] = [boxes[node * 4 + 2] as number, boxes[node * 4 + 3] as number];
      context.beginPath();
      context.roundRect(x - grow, y - grow, w + grow * 2, h + grow * 2, 6 + grow);
      context.stroke();
    }
    context.globalAlpha = 1;
    this.dirty = true;
    return true;
  }
}
