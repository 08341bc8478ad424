import { EDGE_COLUMNS, NODE_COLUMNS } from '#contract/columns.ts';
import { buildFrame, type Notice } from '#contract/frames.ts';
import { type QueryOf } from '#contract/queries.ts';
import { isFinished } from '#contract/status.ts';
import { type QueryContext } from './context.ts';
import { QueryError } from './errors.ts';
import { edgeRows, type EdgeRow } from './graph/edges.ts';
import { neighbourhood } from './graph/neighbourhood.ts';
import { nodeRow, placeholderRow, problemsOf } from './graph/nodes.ts';
import { type Handler } from './handler.ts';
import { limitNotice, withNotices } from './notices.ts';
import { type Scope, scopesOf } from './scope.ts';
import { projectState, type ProjectState } from './state/project-state.ts';
import { tasksOfRun } from './tasks.ts';

const DEFAULT_LIMIT = 10_000;

type GraphQuery = QueryOf<'dependencyGraph'>;
type Row = Record<string, unknown>;

/** Two frames, `nodes` and `edges`, as Grafana's node graph and our panel read them. Every edge has both of its nodes. */
export const answerDependencyGraph: Handler<'dependencyGraph'> = ({ query }, context) => {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const nodes: Row[] = [];
  const edges: EdgeRow[] = [];
  let total = 0;
  for (const scope of scopesOf(context.db, query)) {
    const state = projectState(context.db, scope);
    const shown = selectPlaces(state, scope, query, context);
    total += shown.length;
    addGraph(state, shown.slice(0, Math.max(0, limit - nodes.length)), context.now(), nodes, edges);
  }
  const notices: Notice[] = total > limit ? [limitNotice(limit, 'tasks', total)] : [];
  const meta = { preferredVisualisationType: 'nodeGraph' as const };
  return [
    buildFrame('nodes', NODE_COLUMNS, nodes, withNotices(meta, notices)),
    buildFrame('edges', EDGE_COLUMNS, edges, meta),
  ];
};

/** Places to show, in the order of the file. */
function selectPlaces(state: ProjectState, scope: Scope, query: GraphQuery, { db }: QueryContext): number[] {
  const { graph } = state;
  const inRun = query.run ? tasksOfRun(db, scope, query.run) : undefined;
  const near = query.taskId ? aroundTask(state, query.taskId, query.depth) : undefined;
  const places: number[] = [];
  graph.items.forEach((task, place) => {
    const isShown =
      (query.includeSubtasks !== false || graph.parent[place] === -1) &&
      (!query.hideFinished || !isFinished(task.status)) &&
      (!inRun || inRun.has(task.taskId)) &&
      (!near || near.has(place));
    if (isShown) {
      places.push(place);
    }
  });
  return places;
}

function aroundTask(state: ProjectState, taskId: string, depth: number | undefined): Set<number> {
  const place = state.graph.byId.get(taskId);
  if (place === undefined) {
    const { project, tag } = state.scope;
    throw new QueryError(`There is no task '${taskId}' in tag '${tag}' of project '${project}'.`, 404);
  }
  return neighbourhood(state.graph, place, depth ?? Number.POSITIVE_INFINITY);
}

function addGraph(state: ProjectState, places: readonly number[], now: number, nodes: Row[], edges: EdgeRow[]): void {
  const isShown = new Uint8Array(state.graph.items.length);
  for (const place of places) {
    isShown[place] = 1;
  }
  const critical = state.criticalPath(now).critical;
  const problems = problemsOf(state);
  for (const place of places) {
    nodes.push(nodeRow(state, place, now, critical[place] === 1, problems.get(place), isShown));
  }
  const missing = new Map<string, string[]>();
  edges.push(...edgeRows(state, places, isShown, missing));
  for (const [raw, askedBy] of missing) {
    nodes.push(placeholderRow(state.scope, raw, askedBy));
  }
}
