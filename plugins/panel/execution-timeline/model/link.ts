import { TASK } from './codes.ts';
import type { SpanTable } from './span-table.ts';

export interface Links {
  /** Index of the parent span, -1 for a root. Free of cycles. */
  parent: Int32Array;
  /** Every span, parents before their children. */
  order: Int32Array;
  /** Spans that name a parent nobody delivered. */
  orphans: number;
  /** Parent references cut because they led back to the span itself. */
  cycles: number;
}

/**
 * Resolves parent ids to indices. A span without a parent id hangs below the task it names, if that is there. Parents that
 * are missing make a root, cycles are cut at one span each. Iterative: chains of 100,000 spans happen.
 */
export function linkSpans(table: SpanTable, idIndex: ReadonlyMap<string, number>): Links {
  const { count } = table;
  const taskById = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    if (table.kind[i] === TASK && table.taskId[i] !== '') {
      taskById.set(table.taskId[i]!, i);
    }
  }
  const parent = new Int32Array(count).fill(-1);
  let orphans = 0;
  for (let i = 0; i < count; i++) {
    const wanted = table.parentId[i]!;
    if (wanted !== '') {
      const found = idIndex.get(wanted);
      orphans += found === undefined ? 1 : 0;
      parent[i] = found === undefined || found === i ? -1 : found;
    } else if (table.kind[i]! > TASK && table.taskId[i] !== '') {
      parent[i] = taskById.get(table.taskId[i]!) ?? -1;
    }
  }
  const { order, cycles } = orderParentsFirst(parent);
  return { parent, order, orphans, cycles };
}

/** Orders spans so that parents come first, cutting (in place) one parent reference of each cycle. */
export function orderParentsFirst(parent: Int32Array): { order: Int32Array; cycles: number } {
  const count = parent.length;
  // Children in the order of the data, as one flat list with a start per parent.
  const childFrom = new Int32Array(count + 1);
  for (let i = 0; i < count; i++) {
    if (parent[i]! >= 0) {
      childFrom[parent[i]! + 1]!++;
    }
  }
  for (let i = 0; i < count; i++) {
    childFrom[i + 1]! += childFrom[i]!;
  }
  const child = new Int32Array(childFrom[count]!);
  const next = childFrom.slice(0, count);
  for (let i = 0; i < count; i++) {
    if (parent[i]! >= 0) {
      child[next[parent[i]!]!++] = i;
    }
  }
  const order = new Int32Array(count);
  const placed = new Uint8Array(count);
  let filled = 0;
  const place = (root: number) => {
    let read = filled;
    order[filled++] = root;
    placed[root] = 1;
    while (read < filled) {
      const node = order[read++]!;
      for (let k = childFrom[node]!; k < childFrom[node + 1]!; k++) {
        const below = child[k]!;
        if (!placed[below]) {
          placed[below] = 1;
          order[filled++] = below;
        }
      }
    }
  };
  for (let i = 0; i < count; i++) {
    if (parent[i] === -1) {
      place(i);
    }
  }
  let cycles = 0;
  const walked = new Int32Array(count);
  for (let i = 0; i < count && filled < count; i++) {
    if (placed[i]) {
      continue;
    }
    // Everything still unplaced hangs on a cycle: walk up until a span comes round again and cut there.
    let at = i;
    while (walked[at] !== i + 1) {
      walked[at] = i + 1;
      at = parent[at]!;
    }
    parent[at] = -1;
    cycles++;
    place(at);
  }
  return { order, cycles };
}
