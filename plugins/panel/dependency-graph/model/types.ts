import type { Field } from '@grafana/data';
import type { Status } from '../../../shared/status.ts';

/** A remark about the data, shown to the user: the picture is drawn, but something in the frames was not as expected. */
export interface GraphNotice {
  severity: 'info' | 'warning';
  text: string;
}

/** One segment of the ring round a node, from a field named `arc__*`; shares are 0–1. */
export interface ArcField {
  field: Field;
  label: string;
  color: string;
}

/** The columns of one node frame, found once; every one except `id` is optional. */
export interface NodeColumns {
  id: Field;
  title?: Field;
  subtitle?: Field;
  mainstat?: Field;
  secondarystat?: Field;
  color?: Field;
  status?: Field;
  parentId?: Field;
  progress?: Field;
  ready?: Field;
  critical?: Field;
  blockedBy?: Field;
  arcs: ArcField[];
  details: Field[];
}

/** The columns of one edge frame; `source` and `target` are required. */
export interface EdgeColumns {
  id?: Field;
  source: Field;
  target: Field;
  kind?: Field;
  resolved?: Field;
  inCycle?: Field;
  critical?: Field;
  color?: Field;
  thickness?: Field;
  dash?: Field;
  mainstat?: Field;
  secondarystat?: Field;
  details: Field[];
}

export interface GraphNode {
  index: number;
  id: string;
  title: string;
  subtitle: string;
  /** Null where the frames carry no `status` at all: a plain node graph has no states to show. */
  status: Status | null;
  /** Colour asked for by the data or by a value mapping; wins over the colour of the status. */
  color: string | null;
  /** Index of the node it is nested in, or -1. */
  parent: number;
  children: number[];
  /** 0–1, or null where unknown. */
  progress: number | null;
  ready: boolean;
  critical: boolean;
  /** Ids this node waits for: from the frame, else from its unfinished predecessors. */
  blockedBy: string[];
  /** Shares of the ring (0–1) in the order of the frame's arc fields; empty where there are none. */
  arcs: number[];
  /** An id that edges mention and no row describes. */
  ghost: boolean;
  /** Which node frame and which of its rows; -1 for nodes that no row describes. */
  source: number;
  row: number;
}

export interface GraphEdge {
  index: number;
  id: string;
  source: number;
  target: number;
  resolved: boolean;
  inCycle: boolean;
  critical: boolean;
  color: string | null;
  /** Line width in pixels at normal zoom, or null for the default. */
  thickness: number | null;
  dashed: boolean;
  frame: number;
  row: number;
}

export interface GraphModel {
  nodes: GraphNode[];
  /** Drawn edges: dependencies. Nesting is in `parent`. */
  edges: GraphEdge[];
  byId: Map<string, number>;
  nodeColumns: NodeColumns[];
  edgeColumns: EdgeColumns[];
  notices: GraphNotice[];
  hasStatus: boolean;
  hasCritical: boolean;
}

export interface ReadLimits {
  maxNodes: number;
  maxEdges: number;
}

/** What the frames hold, or why nothing can be drawn: a sentence for the user. */
export type ReadResult = { ok: true; graph: GraphModel } | { ok: false; problem: string };
