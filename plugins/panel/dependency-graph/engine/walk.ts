import type { Scene } from '../draw/scene.ts';

export type Heading = 'left' | 'right' | 'up' | 'down';

/**
 * The node an arrow key leads to: the nearest one joined by an edge in that direction, else the nearest of all in that
 * direction, else the node itself. From nowhere (-1) it is the first node.
 */
export function walk(scene: Scene, from: number, heading: Heading): number {
  if (from < 0) {
    return firstNode(scene);
  }
  const joined: number[] = [];
  for (const links of [scene.links.out, scene.links.in]) {
    for (let slot = links.start[from] ?? 0; slot < (links.start[from + 1] ?? 0); slot++) {
      joined.push(links.items[slot] as number);
    }
  }
  // Edges may lead far to the side and still count; without one the direction has to be clear.
  const byEdge = nearest(scene, from, joined, heading, heading === 'left' || heading === 'right' ? 8 : 1);
  if (byEdge >= 0) {
    return byEdge;
  }
  const all = nearest(scene, from, scene.marks.keys(), heading, 1.6);
  return all >= 0 ? all : alongFlow(scene, from, heading);
}

/** Where nothing stands in that direction, on with the flow or back against it: to the next line of a wrapped graph. */
function alongFlow(scene: Scene, from: number, heading: Heading): number {
  const { out, in: into } = scene.links;
  const links = heading === 'right' || heading === 'down' ? out : into;
  const first = links.start[from] ?? 0;
  return first < (links.start[from + 1] ?? 0) ? (links.items[first] as number) : from;
}

/** The first node in reading order: the one nearest to the start of the flow. */
export function firstNode(scene: Scene): number {
  const { boxes } = scene.layout;
  let best = -1;
  for (let node = 0; node < scene.marks.length; node++) {
    const value = (boxes[node * 4] as number) + (boxes[node * 4 + 1] as number);
    if (best < 0 || value < (boxes[best * 4] as number) + (boxes[best * 4 + 1] as number)) {
      best = node;
    }
  }
  return best;
}

function nearest(scene: Scene, from: number, among: Iterable<number>, heading: Heading, slant: number): number {
  const [x, y] = centre(scene, from);
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const node of among) {
    const [ox, oy] = centre(scene, node);
    const along = heading === 'right' ? ox - x : heading === 'left' ? x - ox : heading === 'down' ? oy - y : y - oy;
    const across = heading === 'left' || heading === 'right' ? Math.abs(oy - y) : Math.abs(ox - x);
    if (node === from || along < 4 || across > along * slant) {
      continue;
    }
    const distance = along + across * 1.5;
    if (distance < least) {
      least = distance;
      best = node;
    }
  }
  return best;
}

function centre(scene: Scene, node: number): [number, number] {
  const { boxes } = scene.layout;
  const at = node * 4;
  return [
    (boxes[at] as number) + (boxes[at + 2] as number) / 2,
    (boxes[at + 1] as number) + (boxes[at + 3] as number) / 2,
  ];
}
