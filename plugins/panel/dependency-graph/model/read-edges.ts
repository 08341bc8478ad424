import { flagAt, numberAt, textAt } from './cells.ts';
import { type Counts } from './counts.ts';
import { ghostNode } from './read-nodes.ts';
import type { EdgeColumns, GraphEdge, GraphNode } from './types.ts';

/** Rows looked at in one edge frame: what lies beyond is counted as left out without being read. */
const SCAN_LIMIT = 300_000;

export interface EdgeContext {
  nodes: GraphNode[];
  byId: Map<string, number>;
  maxNodes: number;
  maxEdges: number;
  /** With no node frame at all the edges themselves are the data: their ends are ordinary nodes. */
  edgesOnly: boolean;
  /** Edges point from what depends to what it depends on. */
  flip: boolean;
  counts: Counts;
}

/** Reads the edge frames; nesting (`kind` = contains) is returned apart, as pairs of parent and child. */
export function* readEdges(
  frames: readonly EdgeColumns[],
  context: EdgeContext
): Generator<void, { edges: GraphEdge[]; contains: Array<[number, number]> }> {
  const edges: GraphEdge[] = [];
  const contains: Array<[number, number]> = [];
  const { counts } = context;
  for (const [frame, columns] of frames.entries()) {
    const total = Math.max(columns.source.values.length, columns.target.values.length);
    const end = Math.min(total, SCAN_LIMIT);
    counts.edgesLeftOut += total - end;
    for (let row = 0; row < end; row++) {
      if (row % 2_000 === 1_999) {
        yield;
      }
      if (edges.length >= context.maxEdges) {
        counts.edgesLeftOut += end - row;
        break;
      }
      const from = textAt(columns.source, row);
      const to = textAt(columns.target, row);
      if (from === '' || to === '') {
        counts.edgesWithoutEnds++;
        continue;
      }
      const isContains = textAt(columns.kind, row).toLowerCase() === 'contains';
      const source = endOf(from, context);
      const target = endOf(to, context);
      if (source < 0 || target < 0) {
        counts.edgesLeftOut++;
        continue;
      }
      if (isContains) {
        contains.push([source, target]);
        continue;
      }
      edges.push(
        edgeAt(
          columns,
          frame,
          row,
          edges.length,
          context.flip ? target : source,
          context.flip ? source : target,
          context
        )
      );
    }
  }
  return { edges, contains };
}

/** Index of the node an edge names; a node made up for it where no row describes it; -1 where there is no room for one. */
function endOf(id: string, context: EdgeContext): number {
  const known = context.byId.get(id);
  if (known !== undefined) {
    return known;
  }
  // Ids cut off by the node limit are not missing from the data.
  if (context.nodes.length >= context.maxNodes) {
    return -1;
  }
  const index = context.nodes.length;
  context.nodes.push(ghostNode(index, id, context.edgesOnly));
  context.byId.set(id, index);
  if (!context.edgesOnly) {
    context.counts.addExample('danglingIds', id);
  }
  return index;
}

function edgeAt(
  columns: EdgeColumns,
  frame: number,
  row: number,
  index: number,
  source: number,
  target: number,
  context: EdgeContext
): GraphEdge {
  const ghost = (context.nodes[source]?.ghost ?? false) || (context.nodes[target]?.ghost ?? false);
  const thickness = numberAt(columns.thickness, row);
  return {
    index,
    id: textAt(columns.id, row) || `${frame}:${row}`,
    source,
    target,
    resolved: (flagAt(columns.resolved, row) ?? true) && !ghost,
    inCycle: flagAt(columns.inCycle, row) ?? false,
    critical: flagAt(columns.critical, row) ?? false,
    color: textAt(columns.color, row) || null,
    thickness: thickness === null ? null : Math.min(12, Math.max(0.5, thickness)),
    dashed: textAt(columns.dash, row) !== '',
    frame,
    row,
  };
}
