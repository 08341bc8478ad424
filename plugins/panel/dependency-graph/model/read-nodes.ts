import { toStatus } from '../../../shared/status.ts';
import { flagAt, idsAt, numberAt, textAt } from './cells.ts';
import { mappedColor } from './mapped-color.ts';
import { type Counts } from './counts.ts';
import type { GraphNode, NodeColumns } from './types.ts';

/** Reads rows of the node frames until `maxNodes` are held; what is wrong with the rest is counted, never thrown. */
export function* readNodes(
  frames: readonly NodeColumns[],
  maxNodes: number,
  counts: Counts
): Generator<void, { nodes: GraphNode[]; byId: Map<string, number>; parentIds: string[] }> {
  const nodes: GraphNode[] = [];
  const byId = new Map<string, number>();
  const parentIds: string[] = [];
  for (const [source, columns] of frames.entries()) {
    const colorOfStatus = mappedColor(columns.status);
    const total = columns.id.values.length;
    for (let row = 0; row < total; row++) {
      if (nodes.length >= maxNodes) {
        counts.nodesLeftOut += total - row;
        break;
      }
      const id = textAt(columns.id, row);
      if (id === '') {
        counts.nodesWithoutId++;
        continue;
      }
      if (byId.has(id)) {
        counts.addExample('duplicateIds', id);
        continue;
      }
      byId.set(id, nodes.length);
      parentIds.push(textAt(columns.parentId, row));
      const node = nodeAt(columns, source, row, nodes.length, id);
      node.color ??= colorOfStatus(row);
      nodes.push(node);
      if (nodes.length % 1_000 === 0) {
        yield;
      }
    }
  }
  return { nodes, byId, parentIds };
}

function nodeAt(columns: NodeColumns, source: number, row: number, index: number, id: string): GraphNode {
  const color = textAt(columns.color, row);
  return {
    index,
    id,
    title: textAt(columns.title, row) || id,
    subtitle: textAt(columns.subtitle, row),
    status: columns.status === undefined ? null : toStatus(columns.status.values[row]),
    // Grafana's node graph also allows numbers in `color`, coloured by the field's scheme.
    color: color === '' ? null : typeof columns.color?.values[row] === 'number' ? numberColor(columns, row) : color,
    parent: -1,
    children: [],
    progress: clampShare(numberAt(columns.progress, row)),
    ready: flagAt(columns.ready, row) ?? false,
    critical: flagAt(columns.critical, row) ?? false,
    blockedBy: idsAt(columns.blockedBy, row),
    arcs: columns.arcs.map((arc) => clampShare(numberAt(arc.field, row)) ?? 0),
    ghost: false,
    source,
    row,
  };
}

function numberColor(columns: NodeColumns, row: number): string | null {
  return columns.color?.display?.(columns.color.values[row]).color ?? null;
}

/** Progress and arc shares are 0–1; sources that count in percent are not guessed at, only kept inside the ring. */
function clampShare(value: number | null): number | null {
  return value === null ? null : Math.min(1, Math.max(0, value));
}

/** A stand-in for an id that edges mention and no row describes. */
export function ghostNode(index: number, id: string, described: boolean): GraphNode {
  return {
    index,
    id,
    title: id,
    subtitle: described ? '' : 'not in the data',
    status: null,
    color: null,
    parent: -1,
    children: [],
    progress: null,
    ready: false,
    critical: false,
    blockedBy: [],
    arcs: [],
    ghost: !described,
    source: -1,
    row: -1,
  };
}
