import type { Status } from '../../../shared/status.ts';
import { finishedGroups } from './finished-groups.ts';
import { isFinished } from './finished.ts';
import type { GraphModel } from './types.ts';

export interface FoldOptions {
  /** Whether a task that has subtasks shows only itself. */
  isCollapsed: (nodeId: string) => boolean;
  /** States to show; null for all. */
  statuses: ReadonlySet<Status> | null;
  hideFinished: boolean;
  /** Finished branches become one node each, except those opened by key. */
  foldFinished: boolean;
  openedFolds: ReadonlySet<string>;
}

export interface VisibleNode {
  /** Stable over updates: the node's id, or the key of a fold. */
  key: string;
  /** Index in the model, or -1 for a fold. */
  node: number;
  /** Index in the visible list of the box this one is drawn in, or -1. */
  parent: number;
  /** Drawn as a box round its subtasks. */
  expanded: boolean;
  /** Has subtasks that the fold and the filters leave to show. */
  expandable: boolean;
  /** Model indices this one mark stands for besides itself. */
  members: number[];
}

export interface VisibleEdge {
  source: number;
  target: number;
  /** Model indices of the edges drawn as this one. */
  edges: number[];
  inCycle: boolean;
  resolved: boolean;
  critical: boolean;
}

export interface VisibleGraph {
  nodes: VisibleNode[];
  edges: VisibleEdge[];
  /** For every model node the visible node that shows it, or -1 where a filter hides it. */
  shownAs: Int32Array;
  hidden: number;
}

/** What is left of the graph after folding and filtering, with edges moved to what stands for their ends. */
export function visibleGraph(model: GraphModel, options: FoldOptions): VisibleGraph {
  const kept = keptNodes(model, options);
  const groups = options.foldFinished ? finishedGroups(model, options.openedFolds) : { of: null, groups: [] };
  const nodes: VisibleNode[] = [];
  const shownAs = new Int32Array(model.nodes.length).fill(-1);
  let hidden = 0;

  // Folds come first, so that their place in the picture does not depend on what else is shown.
  const foldAt = groups.groups.map((group) => {
    const members = group.members.filter((index) => kept[index] === 1);
    if (members.length === 0) {
      return -1;
    }
    nodes.push({ key: group.key, node: -1, parent: -1, expanded: false, expandable: true, members });
    return nodes.length - 1;
  });
  for (const index of topDown(model)) {
    const node = model.nodes[index];
    if (node === undefined || kept[index] === 0) {
      hidden++;
      continue;
    }
    const fold = groups.of === null ? -1 : (groups.of[index] ?? -1);
    if (fold >= 0) {
      shownAs[index] = foldAt[fold] ?? -1;
      continue;
    }
    const parentAt = node.parent < 0 ? -1 : (shownAs[node.parent] ?? -1);
    const parent = nodes[parentAt];
    if (parent !== undefined && !parent.expanded) {
      shownAs[index] = parentAt;
      parent.members.push(index);
      continue;
    }
    const expandable = node.children.some((child) => kept[child] === 1);
    const expanded = expandable && !options.isCollapsed(node.id);
    shownAs[index] = nodes.length;
    nodes.push({ key: node.id, node: index, parent: parentAt, expanded, expandable, members: [] });
  }
  return { nodes, edges: visibleEdges(model, shownAs), shownAs, hidden };
}

/** Model indices with every parent before its children. */
function topDown(model: GraphModel): number[] {
  const order: number[] = [];
  const stack: number[] = [];
  for (let index = model.nodes.length - 1; index >= 0; index--) {
    if ((model.nodes[index]?.parent ?? -1) < 0) {
      stack.push(index);
    }
  }
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    order.push(index);
    const children = model.nodes[index]?.children ?? [];
    for (let at = children.length - 1; at >= 0; at--) {
      stack.push(children[at] as number);
    }
  }
  return order;
}

/** 1 for nodes the filters keep, and for every task that has a kept subtask (it is the box around it). */
function keptNodes(model: GraphModel, options: FoldOptions): Uint8Array {
  const kept = new Uint8Array(model.nodes.length);
  for (const node of model.nodes) {
    const status = node.status ?? 'unknown';
    const stays =
      (options.statuses === null || node.status === null || options.statuses.has(status)) &&
      !(options.hideFinished && isFinished(node));
    // Stops at the first ancestor already kept: every node is visited once.
    for (let at = node.index; stays && at >= 0 && kept[at] === 0; at = model.nodes[at]?.parent ?? -1) {
      kept[at] = 1;
    }
  }
  return kept;
}

function visibleEdges(model: GraphModel, shownAs: Int32Array): VisibleEdge[] {
  const merged = new Map<number, VisibleEdge>();
  const count = model.nodes.length;
  for (const edge of model.edges) {
    const source = shownAs[edge.source] ?? -1;
    const target = shownAs[edge.target] ?? -1;
    // An edge inside one mark is only drawn where the node really depends on itself.
    if (source < 0 || target < 0 || (source === target && edge.source !== edge.target)) {
      continue;
    }
    const pair = source * (count + 1) + target;
    const known = merged.get(pair);
    if (known === undefined) {
      merged.set(pair, {
        source,
        target,
        edges: [edge.index],
        inCycle: edge.inCycle,
        resolved: edge.resolved,
        critical: edge.critical,
      });
    } else {
      known.edges.push(edge.index);
      known.inCycle ||= edge.inCycle;
      known.resolved &&= edge.resolved;
      known.critical ||= edge.critical;
    }
  }
  return [...merged.values()];
}
