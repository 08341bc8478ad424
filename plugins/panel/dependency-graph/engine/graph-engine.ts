import type { Scene } from '../draw/scene.ts';
import { homeView, wholeView } from '../draw/home-view.ts';
import { clampView, type Corners, reveal, type Size, type View, zoomAbout } from '../draw/view.ts';
import { BaseLayer } from './base-layer.ts';
import { MinimapLayer } from './minimap-layer.ts';
import { type Highlights, OverlayLayer } from './overlay-layer.ts';
import { firstNode } from './walk.ts';

const NO_CORNERS: Corners = { left: { width: 0, height: 0 }, right: { width: 0, height: 0 } };
const NOTHING: Highlights = { selected: -1, focused: -1, hovered: -1, lit: null, found: [] };
/** The pulse is slow: more frames a second would only cost. */
const PULSE_FRAME_MS = 50;

/**
 * Owns the canvases, the view and the frames: React tells it what there is (scene, highlights), it draws when something
 * changed and at no other time. Nothing here causes a React render.
 */
export class GraphEngine {
  view: View = { scale: 1, x: 0, y: 0 };
  scene: Scene | null = null;
  highlights: Highlights = NOTHING;
  onView: (view: View) => void = () => undefined;
  private readonly base: BaseLayer;
  private readonly overlay: OverlayLayer;
  private minimap: MinimapLayer | null = null;
  private size: Size = { width: 1, height: 1 };
  private ratio = 1;
  private fitScale = 1;
  private corners = NO_CORNERS;
  /** `home`: where one starts. `whole`: everything was asked for. `own`: the user has moved it, also when the panel changes size. */
  private state: 'home' | 'whole' | 'own' = 'home';
  private motion = true;
  private request = 0;
  private pulseTimer: ReturnType<typeof setTimeout> | undefined;
  private baseDirty = true;
  private onScreen = true;

  constructor(base: HTMLCanvasElement, overlay: HTMLCanvasElement) {
    this.base = new BaseLayer(base);
    this.overlay = new OverlayLayer(overlay);
  }

  setMinimap(canvas: HTMLCanvasElement | null, size: Size): void {
    this.minimap = canvas === null ? null : new MinimapLayer(canvas, size, this.ratio);
    this.wake();
  }

  resize(size: Size, ratio: number): void {
    const dx = (size.width - this.size.width) / 2;
    const dy = (size.height - this.size.height) / 2;
    this.size = size;
    this.ratio = Math.min(2, Math.max(1, ratio));
    this.base.resize(size, this.ratio);
    this.overlay.resize(size, this.ratio);
    if (this.state === 'own') {
      this.setView({ ...this.view, x: this.view.x + dx, y: this.view.y + dy });
    } else {
      this.settle(this.state);
    }
  }

  /** Told what lies over the lower corners. */
  setCorners(corners: Corners): void {
    this.corners = corners;
    if (this.state !== 'own') {
      this.settle(this.state);
    }
  }

  /** Shows a scene. The first one is fitted; later ones keep the view, with `anchor` (a node's key) where it was. */
  setScene(scene: Scene, anchor: string | null = null): void {
    const before = this.scene;
    this.scene = scene;
    this.fitScale = this.whole(scene).scale;
    this.baseDirty = true;
    if (before === null || before.graph.nodes.length === 0) {
      this.settle('home');
    } else if (before.layout !== scene.layout) {
      this.keepAnchor(before, scene, anchor);
    }
    this.wake();
  }

  setHighlights(highlights: Partial<Highlights>): void {
    this.highlights = { ...this.highlights, ...highlights };
    this.wake();
  }

  /** Shows everything. */
  fit(): void {
    this.settle('whole');
  }

  /** Where one starts: everything, if it can be read then. */
  goHome(): void {
    this.settle('home');
  }

  private settle(state: 'home' | 'whole'): void {
    this.state = state;
    const { scene } = this;
    if (scene !== null) {
      const { bounds, boxes } = scene.layout;
      const whole = this.whole(scene);
      this.fitScale = whole.scale;
      this.applyView(state === 'whole' ? whole : homeView(bounds, boxes, this.size, this.corners, startOf(scene)));
    }
  }

  private whole({ layout }: Scene): View {
    return wholeView(layout.bounds, layout.boxes, this.size, this.corners);
  }

  setView(view: View): void {
    this.state = 'own';
    this.applyView(this.scene === null ? view : clampView(view, this.scene.layout.bounds, this.size));
  }

  panBy(dx: number, dy: number): void {
    this.setView({ ...this.view, x: this.view.x + dx, y: this.view.y + dy });
  }

  zoomBy(factor: number, x = this.size.width / 2, y = this.size.height / 2): void {
    this.setView(zoomAbout(this.view, factor, x, y, this.fitScale));
  }

  /** Brings a node into sight, and near enough to be read if `readable`. `covered` is height below that details hide. */
  show(node: number, readable: boolean, covered = 0): void {
    const { scene } = this;
    if (scene === null || node < 0) {
      return;
    }
    const at = node * 4;
    const [x, y, w, h] = scene.layout.boxes.subarray(at, at + 4) as unknown as [number, number, number, number];
    const size = { width: this.size.width, height: Math.max(120, this.size.height - covered) };
    if (readable && this.view.scale < 0.6) {
      const scale = 0.8;
      this.setView({ scale, x: size.width / 2 - (x + w / 2) * scale, y: size.height / 2 - (y + h / 2) * scale });
    } else {
      const view = reveal(this.view, [x, y, w, h], size, covered > 0 ? NO_CORNERS : this.corners);
      if (view !== this.view) {
        this.setView(view);
      }
    }
  }

  centreOn(worldX: number, worldY: number): void {
    const { scale } = this.view;
    this.setView({ scale, x: this.size.width / 2 - worldX * scale, y: this.size.height / 2 - worldY * scale });
  }

  minimapPoint(x: number, y: number): [number, number] | null {
    return this.scene === null || this.minimap === null ? null : this.minimap.worldAt(this.scene, x, y);
  }

  /** Off under `prefers-reduced-motion`: nothing pulses. */
  setMotion(on: boolean): void {
    this.motion = on;
    this.wake();
  }

  /** Nothing is drawn while the panel is out of sight. */
  setOnScreen(visible: boolean): void {
    this.onScreen = visible;
    this.wake();
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    clearTimeout(this.pulseTimer);
    this.scene = null;
    this.minimap = null;
    this.onView = () => undefined;
  }

  private applyView(view: View): void {
    this.view = view;
    this.baseDirty = true;
    this.onView(view);
    this.wake();
  }

  private keepAnchor(before: Scene, scene: Scene, anchor: string | null): void {
    const old = anchor === null ? -1 : before.graph.nodes.findIndex((node) => node.key === anchor);
    const now = anchor === null ? -1 : scene.graph.nodes.findIndex((node) => node.key === anchor);
    if (old >= 0 && now >= 0) {
      const { scale } = this.view;
      const dx = ((before.layout.boxes[old * 4] as number) - (scene.layout.boxes[now * 4] as number)) * scale;
      const dy = ((before.layout.boxes[old * 4 + 1] as number) - (scene.layout.boxes[now * 4 + 1] as number)) * scale;
      this.setView({ scale, x: this.view.x + dx, y: this.view.y + dy });
    } else if (this.state !== 'own' && anchor !== null) {
      this.settle(this.state);
    }
  }

  private wake(): void {
    if (this.request === 0 && this.onScreen) {
      this.request = requestAnimationFrame((time) => this.frame(time));
    }
  }

  private frame(time: number): void {
    this.request = 0;
    const { scene } = this;
    if (scene === null || !this.onScreen) {
      return;
    }
    if (this.baseDirty) {
      this.baseDirty = this.base.draw(scene, this.view);
    }
    const pulsing = this.overlay.draw(scene, this.view, this.highlights, this.motion ? time : null);
    const late = this.minimap?.draw(scene, this.view, this.size, time) ?? false;
    clearTimeout(this.pulseTimer);
    if (this.baseDirty) {
      this.wake();
    } else if (pulsing || late) {
      this.pulseTimer = setTimeout(() => this.wake(), PULSE_FRAME_MS);
    }
  }
}

/** What one looks at first: the work that is going on, else what can be started, else the beginning. */
function startOf(scene: Scene): [number, number] {
  const ready = scene.marks.findIndex((mark) => mark.ready && mark.kind !== 'box');
  const at = scene.running[0] ?? (ready >= 0 ? ready : firstNode(scene));
  const [x = 0, y = 0, width = 0, height = 0] = at < 0 ? [] : scene.layout.boxes.subarray(at * 4, at * 4 + 4);
  return [x + width / 2, y + height / 2];
}
