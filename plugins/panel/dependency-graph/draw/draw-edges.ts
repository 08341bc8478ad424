import type { VisibleEdge } from '../model/visible.ts';
import { arrowHead, curvedEdge, straightEdge } from './edge-path.ts';
import type { Scene } from './scene.ts';
import type { DetailLevel } from './detail-level.ts';

interface EdgeStyle {
  color: string;
  width: number;
  dash: number[];
  alpha: number;
}

/** Segments stroked at a time: one path of thousands is slower than many of some hundreds, and cannot be interrupted. */
const BATCH = 240;

/** Draws edges, those of equal style together; yields now and then. The context is in world coordinates. */
export function* drawEdges(
  context: CanvasRenderingContext2D,
  scene: Scene,
  edges: readonly number[],
  scale: number,
  level: DetailLevel,
  lit: boolean
): Generator<void, void> {
  const { styles, of } = stylesOf(scene, lit);
  const members: number[][] = styles.map(() => []);
  for (const edge of edges) {
    const shown = scene.graph.edges[edge] as VisibleEdge;
    if (shown.source !== shown.target) {
      members[of[edge] as number]?.push(edge);
    }
  }
  const groups = styles.map((style, at) => ({ style, edges: members[at] as number[] }));
  // Seen from afar a mass of edges would hide the tasks.
  const crowd = level === 'dot' && !lit ? Math.min(1, Math.max(0.22, 1500 / Math.max(1, edges.length))) : 1;
  const ordered = groups.sort((a, b) => a.style.width - b.style.width);
  for (const { style, edges: alike } of ordered) {
    if (alike.length === 0) {
      continue;
    }
    context.strokeStyle = style.color;
    context.globalAlpha = style.alpha * (style.width > 2 ? 1 : crowd);
    context.lineWidth = Math.max(style.width, 0.8 / scale);
    context.setLineDash(level === 'dot' ? [] : style.dash);
    let pending = 0;
    context.beginPath();
    for (const edge of alike) {
      if (level === 'dot') {
        pending += straightEdge(context, scene.layout, edge, 4 / scale);
      } else {
        curvedEdge(context, scene.layout, edge);
        pending += 4;
      }
      if (pending > BATCH) {
        context.stroke();
        context.beginPath();
        pending = 0;
        yield;
      }
    }
    context.stroke();
    context.setLineDash([]);
    if (level !== 'dot') {
      heads(context, scene, alike, style, scale);
      yield;
    }
  }
  context.globalAlpha = 1;
}

interface EdgeStyles {
  styles: EdgeStyle[];
  /** For every edge of the scene its style. */
  of: Uint16Array;
}

const known = { plain: new WeakMap<Scene, EdgeStyles>(), lit: new WeakMap<Scene, EdgeStyles>() };

/** The few styles a scene's edges have, worked out once per scene and not per frame. */
function stylesOf(scene: Scene, lit: boolean): EdgeStyles {
  const cache = lit ? known.lit : known.plain;
  let found = cache.get(scene);
  if (found === undefined) {
    const at = new Map<string, number>();
    const styles: EdgeStyle[] = [];
    const of = new Uint16Array(scene.graph.edges.length);
    scene.graph.edges.forEach((edge, index) => {
      const style = styleOf(scene, edge, lit);
      const key = `${style.color}|${style.width}|${style.dash.length}|${style.dash[0] ?? 0}|${style.alpha}`;
      let number = at.get(key);
      if (number === undefined) {
        // Data may name a colour for every edge; beyond this many they share the last.
        number = Math.min(styles.length, 2_000);
        at.set(key, number);
        styles[number] = style;
      }
      of[index] = number;
    });
    found = { styles, of };
    cache.set(scene, found);
  }
  return found;
}

function styleOf(scene: Scene, edge: VisibleEdge, lit: boolean): EdgeStyle {
  const { palette, model } = scene;
  const first = model.edges[edge.edges[0] ?? -1];
  const wide = edge.critical ? 3 : lit ? 2.2 : 1.5;
  const width = first?.thickness ?? wide;
  if (edge.inCycle) {
    return { color: palette.cycle, width: Math.max(width, 2.2), dash: [7, 4], alpha: 1 };
  }
  if (!edge.resolved) {
    return { color: palette.unresolved, width: Math.max(width, 1.8), dash: [2, 4], alpha: 1 };
  }
  const dash = first?.dashed === true ? [5, 4] : [];
  if (edge.critical) {
    return { color: palette.critical, width, dash, alpha: 1 };
  }
  if (first?.color != null) {
    return { color: palette.named(first.color), width, dash, alpha: 0.9 };
  }
  if (lit) {
    return { color: palette.edgeLit, width, dash, alpha: 0.85 };
  }
  const done = scene.marks[edge.source]?.status === 'done';
  return { color: done ? palette.edgeDone : palette.edge, width, dash, alpha: done ? 0.9 : 0.85 };
}

function heads(
  context: CanvasRenderingContext2D,
  scene: Scene,
  edges: readonly number[],
  style: EdgeStyle,
  scale: number
): void {
  const length = Math.max(7 + style.width, 4.5 / scale);
  context.fillStyle = style.color;
  context.beginPath();
  for (const edge of edges) {
    const [x, y, ax, ay, bx, by] = arrowHead(scene.layout, edge, length);
    context.moveTo(x, y);
    context.lineTo(ax, ay);
    context.lineTo(bx, by);
    context.closePath();
  }
  context.fill();
}
