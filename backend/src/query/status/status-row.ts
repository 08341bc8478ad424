import { estimateEta, type Eta } from '../../analysis/eta.ts';
import { memoryBoundBytes } from '../../analysis/memory-bound.ts';
import { countLeaves } from '../../analysis/progress.ts';
import { seedOf } from '../../analysis/random.ts';
import { type QueryContext } from '../context.ts';
import { type Scope } from '../scope.ts';
import { row, rows } from '../sql.ts';
import { projectState, type ProjectState } from '../state/project-state.ts';
import { projectUsage, runUsage } from '../state/usage.ts';
import { memoryInUse } from './memory.ts';
import { projectAutonomy } from './sessions.ts';
import { type WorkLists, workLists } from './work-lists.ts';

/** Where one tag of a project stands, by the names of STATUS_COLUMNS. With a run, autonomy and usage are those of the run. */
export async function statusRow(
  scope: Scope,
  run: string | undefined,
  context: QueryContext
): Promise<Record<string, unknown>> {
  const { db, options } = context;
  const now = context.now();
  const state = projectState(db, scope);
  const counts = countLeaves(state.graph, state.progress.leftOut);
  const lists = workLists(state, now, options);
  const path = state.criticalPath(now);
  const eta = etaOf(state, lists, now);
  const autonomy = projectAutonomy(db, scope.project, run);
  return {
    time: now,
    ...scope,
    run: run ?? openRun(db, scope.project),
    ...counts,
    running: lists.running,
    ready: lists.ready,
    waiting: lists.waiting,
    stuck: lists.stuck,
    autonomyScore: autonomy.score,
    autonomy,
    etaP50: eta.p50Ms === undefined ? null : now + eta.p50Ms,
    etaP80: eta.p80Ms === undefined ? null : now + eta.p80Ms,
    etaBasis: eta.basis,
    criticalPath: path.chain.map((place) => state.graph.items[place]!.taskId),
    memoryBytes: await memoryInUse(context),
    memoryBoundBytes: memoryBoundBytes(counts.total, options.memoryCoefficientBytes),
    problems: problems(db, scope.project),
    ...(run ? runUsage(db, run) : projectUsage(db, scope.project)),
  };
}

function openRun(db: QueryContext['db'], project: string): string | null {
  return row<{ open_run: string | null }>(db, 'SELECT open_run FROM projects WHERE id = ?', project)?.open_run ?? null;
}

function problems(db: QueryContext['db'], project: string): unknown[] {
  return rows(db, 'SELECT input, problem, since FROM problems WHERE project = ? ORDER BY since', project);
}

/** The estimate from the state as it is. Work goes on as now: as many at once as show signs of life, in the order of `next`. */
export function etaOf(state: ProjectState, lists: WorkLists, now: number): Eta {
  const { graph, network, progress, model, scope } = state;
  const moving = graph.items.some(({ status }) => status === 'in-progress' || status === 'review');
  if (!moving && lists.readyPlaces.length === 0 && lists.waiting.length > 0) {
    return {
      basis:
        'Nothing can go on: every open task waits for one in a circle, set aside or not in the file, or is marked blocked.',
    };
  }
  const rank = new Float64Array(graph.items.length);
  graph.items.forEach((_task, place) => {
    rank[place] = lists.readyPlaces.length + place;
  });
  lists.readyPlaces.forEach((place, order) => {
    rank[place] = order;
  });
  return estimateEta({
    graph,
    network,
    leftOut: progress.leftOut,
    model,
    elapsedMs: new Map(lists.runningPlaces.map((place) => [place, state.elapsedMs(place, now)])),
    parallel: Math.max(1, lists.livePlaces.length),
    rank,
    seed: seedOf(`${scope.project}/${scope.tag}`),
  });
}
