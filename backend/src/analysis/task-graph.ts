/** The minimal task all analysis works on, and its tree and dependency structure over places in an array. */

export interface DependencyRef {
  /** As the file writes it. */
  raw: string;
  /** The id it stands for; absent where nothing fits. */
  taskId?: string;
}

export interface TaskItem {
  taskId: string;
  parentId?: string;
  title: string;
  status: string;
  priority?: string;
  /** 1–10. */
  complexity?: number;
  /** Place in the file. */
  position: number;
  dependencies: readonly DependencyRef[];
}

export interface TaskGraph<T extends TaskItem = TaskItem> {
  items: readonly T[];
  byId: ReadonlyMap<string, number>;
  /** Place of the parent, −1 for a top-level task (also where the parent is missing or the chain of parents is a circle). */
  parent: Int32Array;
  children: ReadonlyArray<readonly number[]>;
  /** Places of the tasks an item depends on, without those that are not there. */
  dependencies: ReadonlyArray<readonly number[]>;
  /** What the item depends on and the file lacks, as written. */
  unresolved: ReadonlyArray<readonly string[]>;
}

const NONE: readonly number[] = [];
const NO_TEXTS: readonly string[] = [];

/** Builds the structure in linear time. Never throws: circles of parents, missing and double references are taken as they come. */
export function buildTaskGraph<T extends TaskItem>(items: readonly T[]): TaskGraph<T> {
  const byId = new Map<string, number>();
  items.forEach((item, index) => {
    if (!byId.has(item.taskId)) {
      byId.set(item.taskId, index);
    }
  });
  const parent = parentsOf(items, byId);
  const children: number[][] = items.map(() => NONE as number[]);
  for (let index = 0; index < items.length; index += 1) {
    const above = parent[index]!;
    if (above >= 0) {
      if (children[above] === NONE) {
        children[above] = [];
      }
      children[above]!.push(index);
    }
  }
  const unresolved: Array<readonly string[]> = [];
  const dependencies = items.map((item) => {
    const missing: string[] = [];
    const found = new Set<number>();
    for (const { taskId, raw } of item.dependencies) {
      const place = taskId === undefined ? undefined : byId.get(taskId);
      if (place === undefined) {
        missing.push(raw);
      } else {
        found.add(place);
      }
    }
    unresolved.push(missing.length > 0 ? missing : NO_TEXTS);
    return found.size > 0 ? [...found] : NONE;
  });
  return { items, byId, parent, children, dependencies, unresolved };
}

function parentsOf(items: readonly TaskItem[], byId: ReadonlyMap<string, number>): Int32Array {
  const parent = new Int32Array(items.length).fill(-1);
  items.forEach((item, index) => {
    const above = item.parentId === undefined ? undefined : byId.get(item.parentId);
    if (above !== undefined && above !== index) {
      parent[index] = above;
    }
  });
  // A circle of parents is cut where it is first closed. state: 0 not seen, 1 on the way up now, 2 known to end at a root.
  const state = new Uint8Array(items.length);
  for (let start = 0; start < items.length; start += 1) {
    const way: number[] = [];
    let at = start;
    while (at >= 0 && state[at] === 0) {
      state[at] = 1;
      way.push(at);
      at = parent[at]!;
    }
    if (at >= 0 && state[at] === 1) {
      parent[at] = -1;
    }
    for (const place of way) {
      state[place] = 2;
    }
  }
  return parent;
}

/** All places, children before their parents: for sums from the leaves up without recursion. */
export function bottomUp(graph: TaskGraph): number[] {
  const order: number[] = [];
  for (let index = 0; index < graph.items.length; index += 1) {
    if (graph.parent[index] === -1) {
      order.push(index);
    }
  }
  for (let at = 0; at < order.length; at += 1) {
    for (const child of graph.children[order[at]!]!) {
      order.push(child);
    }
  }
  return order.reverse();
}
