import type { Scene } from '../draw/scene.ts';
import type { View } from '../draw/view.ts';
import { METRICS } from '../layout/metrics.ts';

/** Smallest target for a finger, pixels on the screen (WCAG 2.5.5). */
const TOUCH_PX = 44;
const MOUSE_PX = 6;

export interface Hit {
  node: number;
  /** On the handle that folds or unfolds it. */
  handle: boolean;
}

/** The innermost node at a point of the screen; for a finger also one that is near it. Node -1 for none. */
export function hitNode(scene: Scene, view: View, px: number, py: number, touch: boolean): Hit {
  const x = (px - view.x) / view.scale;
  const y = (py - view.y) / view.scale;
  const { boxes } = scene.layout;
  const reach = (touch ? TOUCH_PX / 2 : MOUSE_PX) / view.scale;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  scene.nodeGrid.query([x - reach, y - reach, x + reach, y + reach], (node) => {
    const left = boxes[node * 4] as number;
    const top = boxes[node * 4 + 1] as number;
    const w = boxes[node * 4 + 2] as number;
    const h = boxes[node * 4 + 3] as number;
    const dx = Math.max(left - x, 0, x - left - w);
    const dy = Math.max(top - y, 0, y - top - h);
    // Cards large enough to aim at need no reach; boxes are hit only where nothing in them is.
    const allowed = Math.min(w, h) * view.scale >= (touch ? TOUCH_PX : 12) ? 0 : reach;
    const distance = Math.hypot(dx, dy);
    const rank = distance + (scene.marks[node]?.kind === 'box' ? reach * 2 + 1 - node * 1e-9 : 0);
    if (distance <= allowed && rank < least) {
      least = rank;
      best = node;
    }
  });
  return { node: best, handle: best >= 0 && onHandle(scene, view, best, x, y, touch) };
}

function onHandle(scene: Scene, view: View, node: number, x: number, y: number, touch: boolean): boolean {
  const shown = scene.graph.nodes[node];
  if (shown === undefined || !shown.expandable || view.scale < 0.3) {
    return false;
  }
  const { boxes } = scene.layout;
  const right = (boxes[node * 4] as number) + (boxes[node * 4 + 2] as number);
  const top = boxes[node * 4 + 1] as number;
  const size = (touch ? TOUCH_PX : 30) / view.scale;
  if (scene.marks[node]?.kind === 'box') {
    return x >= right - Math.max(size, 40) && y <= top + Math.max(METRICS.header, touch ? size : 0);
  }
  const bottom = top + (boxes[node * 4 + 3] as number);
  return x >= right - Math.max(size, 56) && y >= bottom - Math.max(touch ? size : 0, 26);
}
