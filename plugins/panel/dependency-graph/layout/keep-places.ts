import { arrange } from './arrange.ts';
import { nearestGap, type Box } from './find-gap.ts';
import { splitLevels, type Level } from './hierarchy.ts';
import { growNode } from './insert-space.ts';
import { keepRoutes } from './keep-routes.ts';
import { METRICS } from './metrics.ts';
import type { Routes } from './routes.ts';
import { subInput } from './sub-input.ts';
import type { Clock, LayoutInput } from './types.ts';

/** Above this many (new node, neighbour) pairs a new layout is cheaper than finding a place for each. */
const PAIR_LIMIT = 4_000_000;

/**
 * The layout of a live update: every known node stays where it is; a new one is put after what it depends on, at the
 * nearest free place; a box that grows pushes on only what lies beyond it. Null where too much is new for that.
 */
export function* keepPlaces(
  input: LayoutInput,
  clock: Clock
): Generator<void, (Routes & { boxes: Float64Array }) | null> {
  const previous = input.previous as Float64Array;
  const boxes = Float64Array.from(previous);
  const placed = new Uint8Array(input.count);
  let known = 0;
  for (let node = 0; node < input.count; node++) {
    placed[node] = Number.isNaN(previous[node * 4] as number) ? 0 : 1;
    known += placed[node] as number;
  }
  if (known * 2 < input.count) {
    return null;
  }
  const hierarchy = splitLevels(input);
  const fresh = hierarchy.levels.map((level) => level.members.filter((node) => placed[node] === 0));
  const pairs = fresh.reduce((sum, list, at) => sum + list.length * (hierarchy.levels[at] as Level).members.length, 0);
  if (pairs > PAIR_LIMIT) {
    return null;
  }
  // New nodes on their own first: that gives new boxes their size and their inside.
  const { sub, nodes } = subInput(input, (node) => placed[node] === 0);
  const inner = yield* arrange(sub, clock);
  nodes.forEach((node, at) => boxes.set(inner.boxes.subarray(at * 4, at * 4 + 4), node * 4));

  const routes = keepRoutes(input, boxes);
  const isBox = new Uint8Array(input.count);
  for (const owner of input.parent) {
    if (owner >= 0) {
      isBox[owner] = 1;
    }
  }
  for (const [at, level] of hierarchy.levels.entries()) {
    for (const node of level.members) {
      if (placed[node] === 1 && isBox[node] === 0) {
        growNode(input, boxes, placed, node, input.width[node] as number, input.height[node] as number, routes.shift);
      }
    }
    const ownerKnown = level.owner < 0 || placed[level.owner] === 1;
    if (ownerKnown) {
      for (const node of fresh[at] as number[]) {
        placeNew(input, boxes, placed, level, node);
      }
      yield;
    }
    if (level.owner >= 0 && ownerKnown) {
      const [width, height] = contents(boxes, level);
      growNode(input, boxes, placed, level.owner, width, height, routes.shift);
    }
  }
  return { boxes, ...routes.finish(hierarchy) };
}

/** Size a box needs to hold its members and keep its padding; its corner stays. */
function contents(boxes: Float64Array, level: Level): [number, number] {
  const x = boxes[level.owner * 4] as number;
  const y = boxes[level.owner * 4 + 1] as number;
  let width: number = METRICS.task.width;
  let height: number = METRICS.header;
  for (const node of level.members) {
    width = Math.max(width, (boxes[node * 4] as number) + (boxes[node * 4 + 2] as number) - x + METRICS.padding);
    height = Math.max(height, (boxes[node * 4 + 1] as number) + (boxes[node * 4 + 3] as number) - y + METRICS.padding);
  }
  return [width, height];
}

function placeNew(input: LayoutInput, boxes: Float64Array, placed: Uint8Array, level: Level, node: number): void {
  const inside = level.owner >= 0;
  const down = inside || input.direction === 'TD';
  const at = down ? 1 : 0;
  const gap = inside ? METRICS.innerGap : METRICS.nodeGap;
  const layerGap = inside ? METRICS.innerLayerGap : METRICS.layerGap;
  const taken = level.members.filter((other) => placed[other] === 1).map((other) => boxOf(boxes, other));
  const wanted = boxOf(boxes, node);
  const minX = inside ? (boxes[level.owner * 4] as number) + METRICS.padding : Number.NEGATIVE_INFINITY;
  const minY = inside ? (boxes[level.owner * 4 + 1] as number) + METRICS.header : Number.NEGATIVE_INFINITY;
  const { before, after } = neighbours(level, node, placed);
  const ends = before.map((other) => (boxes[other * 4 + at] as number) + (boxes[other * 4 + 2 + at] as number));
  const starts = after.map((other) => boxes[other * 4 + at] as number);
  const size = down ? wanted.h : wanted.w;
  const lowest = taken.reduce((max, box) => Math.max(max, box.y + box.h), inside ? minY - gap : -gap);
  const left = taken.reduce((min, box) => Math.min(min, box.x), Number.POSITIVE_INFINITY);
  let along = down ? lowest + gap : Number.isFinite(left) ? left : 0;
  if (ends.length > 0) {
    along = Math.max(...ends) + layerGap;
  } else if (starts.length > 0) {
    along = Math.min(...starts) - layerGap - size;
  }
  const near = [...before, ...after].map((other) => centreAcross(boxes, other, down));
  const across =
    near.length > 0
      ? near.reduce((sum, value) => sum + value, 0) / near.length - (down ? wanted.w : wanted.h) / 2
      : down
        ? Number.isFinite(left)
          ? left
          : minX
        : lowest + gap;
  wanted.x = Math.max(minX, down ? across : along);
  wanted.y = Math.max(minY, down ? along : across);
  // A box that has no neighbours yet starts at its own corner.
  wanted.x = Number.isFinite(wanted.x) ? wanted.x : 0;
  const free = nearestGap(wanted, taken, gap, down, down ? minX : minY);
  moveTree(input, boxes, placed, node, down ? free : wanted.x, down ? wanted.y : free);
}

function neighbours(level: Level, node: number, placed: Uint8Array): { before: number[]; after: number[] } {
  const before: number[] = [];
  const after: number[] = [];
  level.source.forEach((source, edge) => {
    const from = level.members[source] as number;
    const to = level.members[level.target[edge] as number] as number;
    if (to === node && placed[from] === 1) {
      before.push(from);
    } else if (from === node && placed[to] === 1) {
      after.push(to);
    }
  });
  return { before, after };
}

function centreAcross(boxes: Float64Array, node: number, down: boolean): number {
  const at = node * 4 + (down ? 0 : 1);
  return (boxes[at] as number) + (boxes[at + 2] as number) / 2;
}

function boxOf(boxes: Float64Array, node: number): Box {
  const at = node * 4;
  return { x: boxes[at] as number, y: boxes[at + 1] as number, w: boxes[at + 2] as number, h: boxes[at + 3] as number };
}

/** Puts a new node, and everything nested in it, where it belongs; from now on it counts as known. */
function moveTree(
  input: LayoutInput,
  boxes: Float64Array,
  placed: Uint8Array,
  root: number,
  x: number,
  y: number
): void {
  const dx = x - (boxes[root * 4] as number);
  const dy = y - (boxes[root * 4 + 1] as number);
  const inTree = new Uint8Array(input.count);
  inTree[root] = 1;
  for (let node = root; node < input.count; node++) {
    const parent = input.parent[node] as number;
    if (inTree[node] === 1 || (parent >= 0 && inTree[parent] === 1)) {
      inTree[node] = 1;
      placed[node] = 1;
      boxes[node * 4] = (boxes[node * 4] as number) + dx;
      boxes[node * 4 + 1] = (boxes[node * 4 + 1] as number) + dy;
    }
  }
}
