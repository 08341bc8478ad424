import { worstStatus, type Status } from '../../../shared/status.ts';
import { displayText, statusLabel, waitsFor } from '../model/describe.ts';
import { isFinished } from '../model/finished.ts';
import { linksOf, type Links } from '../model/neighbourhood.ts';
import type { GraphModel, GraphNode } from '../model/types.ts';
import type { VisibleGraph, VisibleNode } from '../model/visible.ts';
import type { LayoutResult } from '../layout/types.ts';
import type { Palette } from './palette.ts';
import { buildGrid, type SpatialGrid } from './spatial-grid.ts';

/** How one node is drawn. */
export interface Mark {
  kind: 'task' | 'subtask' | 'box' | 'fold' | 'ghost';
  status: Status | null;
  color: string;
  title: string;
  /** Second line: what it waits for, else subtitle and numbers. */
  meta: string;
  stat: string;
  tone: 'normal' | 'blocked';
  progress: number | null;
  arcs: Array<[color: string, share: number]>;
  ready: boolean;
  critical: boolean;
  running: boolean;
  /** Subtasks behind this mark: finished and all; null where there are none. */
  inside: { done: number; total: number } | null;
}

/** Everything needed to draw and to hit: made when layout, data or theme change, not per frame. */
export interface Scene {
  model: GraphModel;
  graph: VisibleGraph;
  layout: LayoutResult;
  links: Links;
  marks: Mark[];
  /** Boxes of nodes and of edges as left, top, right, bottom. */
  nodeRects: Float64Array;
  edgeRects: Float64Array;
  nodeGrid: SpatialGrid;
  edgeGrid: SpatialGrid;
  palette: Palette;
  running: number[];
}

type Places = Pick<Scene, 'layout' | 'links' | 'nodeRects' | 'edgeRects' | 'nodeGrid' | 'edgeGrid'>;

/** What depends on the layout alone: kept while only values change. */
const placesOf = new WeakMap<LayoutResult, Places>();

/** The scene of a graph laid out; the part that belongs to the layout is made once for each layout. */
export function buildScene(model: GraphModel, graph: VisibleGraph, layout: LayoutResult, palette: Palette): Scene {
  let places = placesOf.get(layout);
  if (places === undefined) {
    places = buildPlaces(graph, layout);
    placesOf.set(layout, places);
  }
  const marks = graph.nodes.map((node) => markOf(model, node, palette));
  const running = marks.flatMap((mark, index) => (mark.running ? [index] : []));
  return { ...places, model, graph, marks, palette, running };
}

function buildPlaces(graph: VisibleGraph, layout: LayoutResult): Places {
  const nodeRects = new Float64Array(graph.nodes.length * 4);
  for (let at = 0; at < nodeRects.length; at += 4) {
    nodeRects[at] = layout.boxes[at] as number;
    nodeRects[at + 1] = layout.boxes[at + 1] as number;
    nodeRects[at + 2] = (layout.boxes[at] as number) + (layout.boxes[at + 2] as number);
    nodeRects[at + 3] = (layout.boxes[at + 1] as number) + (layout.boxes[at + 3] as number);
  }
  const edgeRects = edgeBounds(layout, graph.edges.length);
  return {
    layout,
    links: linksOf(graph),
    nodeRects,
    edgeRects,
    nodeGrid: buildGrid(nodeRects),
    edgeGrid: buildGrid(edgeRects),
  };
}

function edgeBounds(layout: LayoutResult, edges: number): Float64Array {
  const rects = new Float64Array(edges * 4);
  for (let edge = 0; edge < edges; edge++) {
    let left = Infinity;
    let top = Infinity;
    let right = -Infinity;
    let bottom = -Infinity;
    for (let at = layout.offsets[edge] as number; at < (layout.offsets[edge + 1] as number); at += 2) {
      left = Math.min(left, layout.points[at] as number);
      right = Math.max(right, layout.points[at] as number);
      top = Math.min(top, layout.points[at + 1] as number);
      bottom = Math.max(bottom, layout.points[at + 1] as number);
    }
    // Room for the width of the line and its head.
    rects[edge * 4] = left - 8;
    rects[edge * 4 + 1] = top - 8;
    rects[edge * 4 + 2] = right + 8;
    rects[edge * 4 + 3] = bottom + 8;
  }
  return rects;
}

function markOf(model: GraphModel, shown: VisibleNode, palette: Palette): Mark {
  const node = model.nodes[shown.node];
  return node === undefined ? foldMark(model, shown, palette) : new TaskMark(model, shown, node, palette);
}

const NONE: GraphNode[] = [];

function membersOf(model: GraphModel, shown: VisibleNode): GraphNode[] {
  return shown.members.length === 0 ? NONE : shown.members.flatMap((index) => model.nodes[index] ?? []);
}

function foldMark(model: GraphModel, shown: VisibleNode, palette: Palette): Mark {
  const members = membersOf(model, shown);
  return {
    kind: 'fold',
    status: 'done',
    color: palette.status.done,
    title: `${members.length.toLocaleString('en-US')} finished`,
    meta: members[0] === undefined ? '' : `${members[0].title} …`,
    stat: '',
    tone: 'normal',
    progress: null,
    arcs: [],
    ready: false,
    critical: members.some((member) => member.critical),
    running: false,
    inside: { done: members.length, total: members.length },
  };
}

/** A node's mark; its texts are made when they are first drawn, for of 10,000 nodes few are ever near enough to be read. */
class TaskMark implements Mark {
  readonly kind: Mark['kind'];
  readonly status: Status | null;
  readonly color: string;
  readonly progress: number | null;
  readonly ready: boolean;
  readonly critical: boolean;
  readonly running: boolean;
  readonly inside: Mark['inside'];
  private readonly model: GraphModel;
  private readonly node: GraphNode;
  private readonly palette: Palette;
  private texts: Pick<Mark, 'meta' | 'stat' | 'tone'> | null = null;

  constructor(model: GraphModel, shown: VisibleNode, node: GraphNode, palette: Palette) {
    const members = membersOf(model, shown);
    const done = members.filter(isFinished).length;
    const hidden = members.length === 0 ? undefined : worstStatus(members.flatMap((member) => member.status ?? []));
    const { status } = node;
    this.model = model;
    this.node = node;
    this.palette = palette;
    this.kind = node.ghost ? 'ghost' : shown.expanded ? 'box' : node.parent >= 0 ? 'subtask' : 'task';
    this.status = status;
    this.color =
      node.color !== null ? palette.named(node.color) : status === null ? palette.plain : palette.status[status];
    this.progress = node.progress ?? (members.length > 0 && status !== null ? done / members.length : null);
    this.ready = node.ready;
    this.critical = node.critical;
    this.running = status === 'in-progress' || (hidden === 'in-progress' && !shown.expanded);
    this.inside = members.length > 0 ? { done, total: members.length } : null;
  }

  get title(): string {
    return this.node.title;
  }

  get meta(): string {
    return this.lines().meta;
  }

  get stat(): string {
    return this.lines().stat;
  }

  get tone(): Mark['tone'] {
    return this.lines().tone;
  }

  get arcs(): Mark['arcs'] {
    const columns = this.model.nodeColumns[this.node.source];
    return this.node.arcs.flatMap((share, at) => {
      const arc = columns?.arcs[at];
      return arc === undefined || share <= 0 ? [] : [[this.palette.named(arc.color), share] as [string, number]];
    });
  }

  private lines(): Pick<Mark, 'meta' | 'stat' | 'tone'> {
    if (this.texts === null) {
      const { model, node } = this;
      const columns = model.nodeColumns[node.source];
      const waits = waitsFor(model, node);
      const plain = node.subtitle !== '' ? node.subtitle : node.title === node.id ? statusLabel(model, node) : node.id;
      const stats = [displayText(columns?.mainstat, node.row), displayText(columns?.secondarystat, node.row)];
      this.texts = {
        meta: waits !== '' ? waits : plain,
        stat: stats.filter((text) => text !== '').join(' · '),
        tone: waits !== '' && node.status !== 'in-progress' ? 'blocked' : 'normal',
      };
    }
    return this.texts;
  }
}
