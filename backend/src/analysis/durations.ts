import { quantile } from './quantile.ts';
import { type TaskGraph } from './task-graph.ts';

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

const complexityBand = (complexity: number | undefined) =>
  complexity === undefined ? 'none' : complexity <= 3 ? 'low' : complexity <= 6 ? 'middle' : 'high';
const subtaskBand = (count: number) => (count <= 3 ? '1-3' : count <= 7 ? '4-7' : '8+');

/** Classes of a leaf, finest first. The last holds every leaf. */
function leafClasses(isSubtask: boolean, complexity: number | undefined): string[] {
  const kind = isSubtask ? 'subtask' : 'task';
  return [`${kind}/${complexityBand(complexity)}`, kind, 'leaf'];
}

export function buildDurationModel(
  graph: TaskGraph,
  samples: readonly DurationSample[],
  leftOut: Uint8Array
): DurationModel {
  const classes = new Map<string, number[]>();
  let leaves = 0;
  for (const sample of samples) {
    if (!(sample.durationMs > 0)) {
      continue;
    }
    leaves += sample.subtasks === 0 ? 1 : 0;
    const names =
      sample.subtasks === 0
        ? leafClasses(sample.isSubtask, sample.complexity)
        : [`parent/${subtaskBand(sample.subtasks)}`];
    for (const name of names) {
      const list = classes.get(name);
      if (list) {
        list.push(sample.durationMs);
      } else {
        classes.set(name, [sample.durationMs]);
      }
    }
  }
  const sorted = new Map<string, Float64Array>();
  for (const [name, list] of classes) {
    if (list.length >= MIN_SAMPLES) {
      sorted.set(name, Float64Array.from(list).sort());
    }
  }
  const medians = new Map([...sorted].map(([name, list]) => [name, quantile(list, 0.5)]));
  const classOf = (place: number) =>
    leafClasses(graph.parent[place]! >= 0, graph.items[place]!.complexity).find((name) => sorted.has(name));
  const expectedMs = (place: number): number | undefined => {
    const children = graph.children[place]!.filter((child) => !leftOut[child]);
    if (children.length === 0) {
      const name = classOf(place);
      return name === undefined ? undefined : medians.get(name);
    }
    const own = medians.get(`parent/${subtaskBand(children.length)}`);
    return own ?? sumOf(children);
  };
  const sumOf = (children: readonly number[]): number | undefined => {
    let sum = 0;
    const stack = [...children];
    while (stack.length > 0) {
      const place = stack.pop()!;
      const below = graph.children[place]!.filter((child) => !leftOut[child]);
      if (below.length > 0) {
        stack.push(...below);
        continue;
      }
      const expected = expectedMs(place);
      if (expected === undefined) {
        return undefined;
      }
      sum += expected;
    }
    return sum;
  };
  return {
    samples: leaves,
    leafDurations: (place) => {
      const name = classOf(place);
      return name === undefined ? undefined : sorted.get(name);
    },
    expectedMs,
  };
}
