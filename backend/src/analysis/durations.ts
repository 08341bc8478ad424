import { quantile } from './quantile.ts';
import { bottomUp, type TaskGraph } from './task-graph.ts';

/** Expected durations from what this project's own finished tasks took, in classes of comparable tasks (docs/eta.md). */

/** A finished item with a seen beginning: time in attempts, ms. */
export interface DurationSample {
  durationMs: number;
  complexity?: number;
  /** Subtasks of the item; 0 for a leaf. */
  subtasks: number;
  isSubtask: boolean;
}

/** Fewest samples a class, and the whole history, must have before anything is said. */
export const MIN_SAMPLES = 5;

export interface DurationModel {
  /** Usable samples of leaves. */
  samples: number;
  /** Sorted durations to draw a leaf's duration from; undefined without enough history. */
  leafDurations(place: number): Float64Array | undefined;
  /** Median of comparable items, ms; of a parent without comparable ones the sum over its counted leaves. */
  expectedMs(place: number): number | undefined;
}

interface DurationClass {
  sorted: Float64Array;
  medianMs: number;
}

const complexityBand = (complexity: number | undefined) =>
  complexity === undefined ? 'none' : complexity <= 3 ? 'low' : complexity <= 6 ? 'middle' : 'high';
const parentClass = (subtasks: number) => `parent/${subtasks <= 3 ? '1-3' : subtasks <= 7 ? '4-7' : '8+'}`;

/** Classes of a leaf, finest first. The last holds every leaf. */
function leafClasses(isSubtask: boolean, complexity: number | undefined): string[] {
  const kind = isSubtask ? 'subtask' : 'task';
  return [`${kind}/${complexityBand(complexity)}`, kind, 'leaf'];
}

/** Classes that have enough samples. */
function classesOf(samples: readonly DurationSample[]): Map<string, DurationClass> {
  const lists = new Map<string, number[]>();
  for (const { durationMs, subtasks, isSubtask, complexity } of samples) {
    for (const name of subtasks > 0 ? [parentClass(subtasks)] : leafClasses(isSubtask, complexity)) {
      const list = lists.get(name);
      if (list) {
        list.push(durationMs);
      } else {
        lists.set(name, [durationMs]);
      }
    }
  }
  const classes = new Map<string, DurationClass>();
  for (const [name, list] of lists) {
    if (list.length >= MIN_SAMPLES) {
      const sorted = Float64Array.from(list).sort();
      classes.set(name, { sorted, medianMs: quantile(sorted, 0.5) });
    }
  }
  return classes;
}

export function buildDurationModel(
  graph: TaskGraph,
  samples: readonly DurationSample[],
  leftOut: Uint8Array
): DurationModel {
  const usable = samples.filter(({ durationMs }) => durationMs > 0);
  const classes = classesOf(usable);
  const leaf = finestLeafClass(classes);
  const known: Array<DurationClass | undefined> = [];
  const expected: Array<number | undefined> = [];
  for (const place of bottomUp(graph)) {
    const children = graph.children[place]!.filter((child) => !leftOut[child]);
    if (children.length === 0) {
      known[place] = leaf(graph.parent[place]! >= 0, graph.items[place]!.complexity);
      expected[place] = known[place]?.medianMs;
    } else {
      expected[place] = classes.get(parentClass(children.length))?.medianMs ?? sum(children, expected);
    }
  }
  return {
    samples: usable.reduce((count, { subtasks }) => count + (subtasks === 0 ? 1 : 0), 0),
    leafDurations: (place) => known[place]?.sorted,
    expectedMs: (place) => expected[place],
  };
}

/** The finest class with enough samples for a kind of leaf; there are few kinds, so each is looked for once. */
function finestLeafClass(classes: ReadonlyMap<string, DurationClass>) {
  const found = new Map<string, DurationClass | undefined>();
  return (isSubtask: boolean, complexity: number | undefined): DurationClass | undefined => {
    const key = `${isSubtask} ${complexity}`;
    if (!found.has(key)) {
      const name = leafClasses(isSubtask, complexity).find((one) => classes.has(one));
      found.set(key, name === undefined ? undefined : classes.get(name));
    }
    return found.get(key);
  };
}

function sum(places: readonly number[], expected: ReadonlyArray<number | undefined>): number | undefined {
  let total = 0;
  for (const place of places) {
    const one = expected[place];
    if (one === undefined) {
      return undefined;
    }
    total += one;
  }
  return total;
}
