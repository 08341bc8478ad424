import type { DataFrame } from '@grafana/data';
import { adjacency } from './adjacency.ts';
import { Counts } from './counts.ts';
import { strongComponents } from './cycles.ts';
import { findFrames } from './find-columns.ts';
import { nest } from './nesting.ts';
import { fillReadiness } from './readiness.ts';
import { readEdges } from './read-edges.ts';
import { readNodes } from './read-nodes.ts';
import type { EdgeColumns, GraphEdge, GraphNode, ReadLimits, ReadResult } from './types.ts';

export const DEFAULT_LIMITS: ReadLimits = { maxNodes: 20_000, maxEdges: 60_000 };

const NO_TASKS =
  'No tasks to show. Choose another project or tag, or a query that finds some; a project shows its tasks once its task file has been read.';

const EXPECTED =
  'This panel draws a node graph: choose a query that answers one (a table of tasks with the field `id`, and one of dependencies with `source` and `target`), or show these data in another panel.';

export interface ReadOptions {
  /** Edges point from what waits to what comes first. */
  flip?: boolean;
  limits?: ReadLimits;
}

/**
 * The graph in the frames, with notices about whatever was odd in them; or one sentence saying why there is none.
 * Never throws, whatever the frames hold.
 */
export function readGraph(frames: readonly DataFrame[], options: ReadOptions = {}): ReadResult {
  const steps = readGraphSteps(frames, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

/** As `readGraph`, a few milliseconds of work at a time. */
export function* readGraphSteps(
  frames: readonly DataFrame[],
  { flip = false, limits = DEFAULT_LIMITS }: ReadOptions = {}
): Generator<void, ReadResult> {
  const found = findFrames(frames);
  if (found.nodes.length === 0 && found.edges.length === 0) {
    const empty = frames.every((frame) => frame.fields.length === 0);
    const what = found.problems[0] ?? 'The data have neither tasks nor dependencies.';
    return { ok: false, problem: empty ? NO_TASKS : `${what} ${EXPECTED}` };
  }
  const counts = new Counts();
  const { nodes, byId, parentIds } = yield* readNodes(found.nodes, limits.maxNodes, counts);
  const { edges, contains } = yield* readEdges(found.edges, {
    nodes,
    byId,
    maxNodes: limits.maxNodes,
    maxEdges: limits.maxEdges,
    edgesOnly: found.nodes.length === 0,
    flip,
    counts,
  });
  if (nodes.length === 0) {
    const rows = [...found.nodes.map(({ id }) => id), ...found.edges.map(({ source }) => source)];
    const none = rows.every((field) => field.values.length === 0);
    return { ok: false, problem: none ? NO_TASKS : `No row names its task: every \`id\` is empty. ${EXPECTED}` };
  }
  nest(nodes, byId, parentIds, contains, counts);
  yield;
  markCycles(nodes, edges, counts);
  markCritical(nodes, edges, found.edges);
  yield;
  fillReadiness(nodes, edges, found.nodes);
  const notices = counts.notices(nodes.length, edges.length);
  for (const problem of found.problems) {
    notices.push({ severity: 'warning', text: problem });
  }
  return {
    ok: true,
    graph: {
      nodes,
      edges,
      byId,
      nodeColumns: found.nodes,
      edgeColumns: found.edges,
      notices,
      hasStatus: nodes.some((node) => node.status !== null),
      hasCritical: nodes.some((node) => node.critical) || edges.some((edge) => edge.critical),
    },
  };
}

/** Marks every edge that lies on a circle, whether the frame says so or not. */
function markCycles(nodes: readonly GraphNode[], edges: readonly GraphEdge[], counts: Counts): void {
  const source = Int32Array.from(edges, (edge) => edge.source);
  const target = Int32Array.from(edges, (edge) => edge.target);
  const { component, sizes } = strongComponents(nodes.length, adjacency(nodes.length, source, target));
  const selfEdges = new Set<number>();
  for (const edge of edges) {
    if (edge.source === edge.target) {
      edge.inCycle = true;
      selfEdges.add(edge.source);
    } else if (component[edge.source] === component[edge.target]) {
      edge.inCycle = true;
    }
  }
  for (const index of selfEdges) {
    counts.addExample('selfEdges', nodes[index]?.id ?? '');
  }
  const members = new Map<number, string[]>();
  for (const node of nodes) {
    const at = component[node.index] ?? -1;
    if ((sizes[at] ?? 1) > 1) {
      const list = members.get(at) ?? [];
      list.push(shortName(node));
      members.set(at, list);
    }
  }
  for (const ids of members.values()) {
    counts.addExample(
      'cycles',
      ids.length > 4 ? `${ids.slice(0, 3).join(' ⇄ ')} and ${ids.length - 3} more` : ids.join(' ⇄ ')
    );
  }
}

/** What a person knows the node by: its title, cut to the length of a remark. */
function shortName({ title, id }: GraphNode): string {
  const name = title || id;
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}

/** Where the edge frame does not mark the critical chain itself, it runs between neighbours that are both critical. */
function markCritical(nodes: readonly GraphNode[], edges: readonly GraphEdge[], columns: readonly EdgeColumns[]): void {
  for (const edge of edges) {
    if (columns[edge.frame]?.critical === undefined) {
      edge.critical = (nodes[edge.source]?.critical ?? false) && (nodes[edge.target]?.critical ?? false);
    }
  }
}
