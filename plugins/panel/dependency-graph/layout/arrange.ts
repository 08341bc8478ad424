import { splitLevels, type Hierarchy, type Level } from './hierarchy.ts';
import { layoutLevel, type LevelResult } from './level.ts';
import { METRICS } from './metrics.ts';
import { type Clock, type LayoutInput } from './types.ts';

/** Places of all nodes, and what the levels found out about their edges, before routes are drawn. */
export interface Arranged {
  hierarchy: Hierarchy;
  levels: LevelResult[];
  boxes: Float64Array;
  /** Corner of every level's contents. */
  origin: Array<[number, number]>;
  vertical: boolean[];
}

/** Lays out inner levels first, so that a box is as large as what is in it, then fixes absolute places from the top down. */
export function* arrange(input: LayoutInput, clock: Clock): Generator<void, Arranged> {
  const hierarchy = splitLevels(input);
  const width = Float64Array.from(input.width);
  const height = Float64Array.from(input.height);
  const levels: LevelResult[] = [];
  const vertical = hierarchy.levels.map((level) => level.owner >= 0 || input.direction === 'TD');
  let work = 0;
  for (const [at, level] of hierarchy.levels.entries()) {
    const down = vertical[at] as boolean;
    const along = Float64Array.from(level.members, (node) => (down ? height : width)[node] as number);
    const across = Float64Array.from(level.members, (node) => (down ? width : height)[node] as number);
    // Boxes of subtasks are rather high, like a list.
    const aspect = level.owner >= 0 ? 1 / 2.4 : Math.min(3, Math.max(0.4, input.aspect));
    const done = yield* layoutLevel(level, along, across, seedOf(input, level, down), aspect, down, clock);
    levels.push(done);
    if (level.owner >= 0) {
      width[level.owner] = Math.max(METRICS.task.width, (down ? done.across : done.along) + METRICS.padding * 2);
      height[level.owner] = (down ? done.along : done.across) + METRICS.padding + METRICS.header;
    }
    work += level.members.length;
    if (work > 200) {
      work = 0;
      yield;
    }
  }
  const boxes = new Float64Array(input.count * 4);
  const origin: Array<[number, number]> = hierarchy.levels.map(() => [0, 0]);
  for (let at = hierarchy.levels.length - 1; at >= 0; at--) {
    const level = hierarchy.levels[at] as Level;
    const done = levels[at] as LevelResult;
    const down = vertical[at] as boolean;
    let x = 0;
    let y = 0;
    if (level.owner >= 0) {
      const spare = (width[level.owner] as number) - (down ? done.across : done.along);
      x = (boxes[level.owner * 4] as number) + spare / 2;
      y = (boxes[level.owner * 4 + 1] as number) + METRICS.header;
    }
    origin[at] = [x, y];
    level.members.forEach((node, index) => {
      boxes[node * 4] = x + ((down ? done.acrossAt : done.alongAt)[index] as number);
      boxes[node * 4 + 1] = y + ((down ? done.alongAt : done.acrossAt)[index] as number);
      boxes[node * 4 + 2] = width[node] as number;
      boxes[node * 4 + 3] = height[node] as number;
    });
  }
  return { hierarchy, levels, boxes, origin, vertical };
}

/** Where the members were across the flow, to keep their order; null where nothing is known or wanted. */
function seedOf(input: LayoutInput, level: Level, down: boolean): Float64Array | null {
  const { previous } = input;
  if (previous === null || input.mode === 'fresh') {
    return null;
  }
  const seed = Float64Array.from(level.members, (node) => {
    const at = node * 4 + (down ? 0 : 1);
    return (previous[at] as number) + (previous[at + 2] as number) / 2;
  });
  return seed.every((value) => Number.isNaN(value)) ? null : seed;
}
