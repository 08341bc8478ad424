import type { LayoutInput } from './types.ts';

/** The nodes of one level (the top, or the inside of one box) and the edges between them. */
export interface Level {
  /** The box, or -1 for the top level. */
  owner: number;
  members: number[];
  /** Ends as indices into `members`; each pair of ends once. */
  source: number[];
  target: number[];
}

export interface Hierarchy {
  /** Inner levels before the ones that contain them. */
  levels: Level[];
  /** For every edge: its level (index into `levels`) and its index among that level's edges, or -1 and -1. */
  levelOf: Int32Array;
  edgeInLevel: Int32Array;
  /** For every edge: the nodes of that level that its ends are, or are in. */
  from: Int32Array;
  to: Int32Array;
}

/** Splits nested nodes into levels and lifts every edge to the level on which its ends first have boxes in common. */
export function splitLevels(input: LayoutInput): Hierarchy {
  const { count, parent, source, target } = input;
  const depth = new Int32Array(count);
  const levelAt = new Int32Array(count + 1).fill(-1);
  const position = new Int32Array(count);
  const levels: Level[] = [];
  for (let node = 0; node < count; node++) {
    const owner = parent[node] as number;
    depth[node] = owner < 0 ? 0 : (depth[owner] as number) + 1;
    let at = levelAt[owner + 1] as number;
    if (at < 0) {
      at = levels.length;
      levelAt[owner + 1] = at;
      levels.push({ owner, members: [], source: [], target: [] });
    }
    const level = levels[at] as Level;
    position[node] = level.members.length;
    level.members.push(node);
  }
  const edges = source.length;
  const hierarchy: Hierarchy = {
    levels,
    levelOf: new Int32Array(edges).fill(-1),
    edgeInLevel: new Int32Array(edges).fill(-1),
    from: new Int32Array(edges).fill(-1),
    to: new Int32Array(edges).fill(-1),
  };
  const known = new Map<number, number>();
  for (let edge = 0; edge < edges; edge++) {
    let a = source[edge] as number;
    let b = target[edge] as number;
    while (a !== b && parent[a] !== parent[b]) {
      if ((depth[a] as number) >= (depth[b] as number)) {
        a = parent[a] as number;
      } else {
        b = parent[b] as number;
      }
    }
    // A task that depends on its own subtask, or on itself, does not move anything.
    if (a === b) {
      continue;
    }
    const at = levelAt[(parent[a] as number) + 1] as number;
    const level = levels[at] as Level;
    const pair = a * count + b;
    let index = known.get(pair);
    if (index === undefined) {
      index = level.source.length;
      known.set(pair, index);
      level.source.push(position[a] as number);
      level.target.push(position[b] as number);
    }
    hierarchy.levelOf[edge] = at;
    hierarchy.edgeInLevel[edge] = index;
    hierarchy.from[edge] = a;
    hierarchy.to[edge] = b;
  }
  return innerFirst(hierarchy, depth);
}

function innerFirst(hierarchy: Hierarchy, depth: Int32Array): Hierarchy {
  const depthOf = (level: Level): number => (level.owner < 0 ? -1 : (depth[level.owner] as number));
  const order = hierarchy.levels.map((_, index) => index);
  order.sort((a, b) => depthOf(hierarchy.levels[b] as Level) - depthOf(hierarchy.levels[a] as Level) || a - b);
  const now = new Int32Array(order.length);
  order.forEach((old, index) => (now[old] = index));
  hierarchy.levels = order.map((old) => hierarchy.levels[old] as Level);
  hierarchy.levelOf.forEach((level, edge) => {
    if (level >= 0) {
      hierarchy.levelOf[edge] = now[level] as number;
    }
  });
  return hierarchy;
}
