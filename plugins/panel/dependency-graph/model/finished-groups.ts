import { isFinished } from './finished.ts';
import type { GraphModel } from './types.ts';

export interface FinishedGroups {
  /** For every model node the group it belongs to, or -1. */
  of: Int32Array;
  groups: Array<{ key: string; members: number[] }>;
}

/**
 * Fully finished branches: top-level tasks that are finished with all their subtasks and with everything they depend
 * on, joined where they depend on each other. Because a group holds all its predecessors, edges only lead out of it:
 * folding it makes no new circle. Groups of one are not worth a fold; `opened` ones are left alone.
 */
export function finishedGroups(model: GraphModel, opened: ReadonlySet<string>): FinishedGroups {
  const { nodes, edges } = model;
  const root = rootOf(model);
  const whole = new Uint8Array(nodes.length).fill(1);
  for (const node of nodes) {
    if (!isFinished(node)) {
      whole[root[node.index] ?? 0] = 0;
    }
  }
  spreadUnfinished(model, root, whole);

  const leader = Int32Array.from(nodes, (_, index) => index);
  const find = (start: number): number => {
    let at = start;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] as number] as number;
      at = leader[at] as number;
    }
    return at;
  };
  for (const edge of edges) {
    const a = root[edge.source] ?? -1;
    const b = root[edge.target] ?? -1;
    if (whole[a] === 1 && whole[b] === 1) {
      const [low, high] = [find(a), find(b)].sort((x, y) => x - y) as [number, number];
      leader[high] = low;
    }
  }

  const roots = new Map<number, number[]>();
  const members = new Map<number, number[]>();
  for (const node of nodes) {
    const at = root[node.index] ?? -1;
    if (whole[at] === 1) {
      const lead = find(at);
      push(members, lead, node.index);
      if (at === node.index) {
        push(roots, lead, at);
      }
    }
  }
  const of = new Int32Array(nodes.length).fill(-1);
  const groups: FinishedGroups['groups'] = [];
  for (const [lead, tops] of roots) {
    const key = foldKey(nodes[lead]?.id ?? '');
    const list = members.get(lead) ?? [];
    if (tops.length > 1 && !opened.has(key)) {
      for (const index of list) {
        of[index] = groups.length;
      }
      groups.push({ key, members: list });
    }
  }
  return { of, groups };
}

/** Key of the fold that begins with this node; cannot be confused with an id, which never holds a NUL. */
export function foldKey(id: string): string {
  return `\u0000fold:${id}`;
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [value]);
  } else {
    list.push(value);
  }
}

function rootOf(model: GraphModel): Int32Array {
  const root = new Int32Array(model.nodes.length).fill(-1);
  for (const node of model.nodes) {
    const path: number[] = [];
    let at = node.index;
    while (root[at] === -1 && (model.nodes[at]?.parent ?? -1) >= 0) {
      path.push(at);
      at = model.nodes[at]?.parent as number;
    }
    const top = root[at] === -1 ? at : (root[at] as number);
    root[at] = top;
    for (const passed of path) {
      root[passed] = top;
    }
  }
  return root;
}

/** A branch with an unfinished predecessor is not finished either, however far upstream it is. */
function spreadUnfinished(model: GraphModel, root: Int32Array, whole: Uint8Array): void {
  const out = new Map<number, number[]>();
  const queue: number[] = [];
  for (const edge of model.edges) {
    push(out, root[edge.source] ?? -1, root[edge.target] ?? -1);
  }
  for (const node of model.nodes) {
    if (root[node.index] === node.index && whole[node.index] === 0) {
      queue.push(node.index);
    }
  }
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const next of out.get(at) ?? []) {
      if (whole[next] === 1) {
        whole[next] = 0;
        queue.push(next);
      }
    }
  }
}
