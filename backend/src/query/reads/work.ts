import { countLeaves } from '../../analysis/progress.ts';
import { silenceLimitMs } from '../../analysis/stuck.ts';
import { type QueryContext } from '../context.ts';
import { currentTag } from '../scope.ts';
import { row, rows } from '../sql.ts';
import { projectState, type ProjectState } from '../state/project-state.ts';
import { projectUsage } from '../state/usage.ts';
import { silence, workLists } from '../status/work-lists.ts';
import { numberArg, pageArg } from './args.ts';
import type { Read } from './index.ts'; // a whole type import: index.ts imports this file back

/** A project's newest run with what of it changes by time alone, so that gauges can go on without asking again. Times epoch ms. */
export interface WorkRun {
  project: string;
  name: string;
  run: string;
  source: string;
  startedAt: number;
  lastAt: number;
  /** Null while the run is open. */
  endedAt: number | null;
  /** Finished ÷ counted leaves; null without any. */
  progress: number | null;
  /** Tasks that can start now. */
  ready: number;
  inWork: number;
  /** Last status change of a task, or start of the run. */
  movedAt: number;
  /** Last event of a session that has not ended; null without one. */
  sessionAt: number | null;
  costUsd: number;
  tasks: WorkTask[];
}

/** A task in work. */
export interface WorkTask {
  taskId: string;
  since: number;
  expectedMs: number | null;
  /** Last sign of life; null where there never was one. */
  lastSignAt: number | null;
  /** Silence after which it is stuck; null where nothing can be said. */
  silenceLimitMs: number | null;
}

interface RunRow {
  project: string;
  name: string;
  current_tag: string | null;
  run: string;
  source: string;
  started_at: number;
  last_at: number;
  ended_at: number | null;
}

/** Tasks in work that are told of one run. */
const MOST_TASKS = 50;

/** The newest run of each project, where it is open or ended at `endedSince` or later; the latest active first. */
export const readWork: Read = (args, context): WorkRun[] => {
  const { limit } = pageArg(args, 50, 1000);
  return rows<RunRow>(
    context.db,
    `SELECT p.id AS project, p.name, p.current_tag, r.id AS run, r.source, r.started_at, r.last_at, r.ended_at
     FROM projects p JOIN runs r ON r.id = ifnull(p.open_run,
       (SELECT id FROM runs WHERE project = p.id AND source <> 'git' ORDER BY started_at DESC LIMIT 1))
     WHERE p.removed_at IS NULL AND (r.ended_at IS NULL OR r.ended_at >= ?) ORDER BY r.last_at DESC LIMIT ?`,
    numberArg(args, 'endedSince') ?? 0,
    limit
  ).map((one) => workOf(one, context));
};

function workOf(one: RunRow, context: QueryContext): WorkRun {
  const { db } = context;
  const { project } = one;
  const session = row<{ at: number | null }>(
    db,
    'SELECT max(last_at) AS at FROM sessions WHERE run = ? AND ended_at IS NULL',
    one.run
  );
  const known = {
    project,
    name: one.name,
    run: one.run,
    source: one.source,
    startedAt: one.started_at,
    lastAt: one.last_at,
    endedAt: one.ended_at,
    sessionAt: session?.at ?? null,
    costUsd: projectUsage(db, project).costUsd,
  };
  const tag = currentTag(db, { id: project, current_tag: one.current_tag });
  if (tag === undefined) {
    return { ...known, progress: null, ready: 0, inWork: 0, movedAt: one.started_at, tasks: [] };
  }
  const state = projectState(db, { project, tag });
  const now = context.now();
  const counts = countLeaves(state.graph, state.progress.leftOut);
  const lists = workLists(state, now, context.options);
  return {
    ...known,
    progress: counts.total > 0 ? counts.progress : null,
    ready: lists.readyPlaces.length,
    inWork: lists.runningPlaces.length,
    movedAt: Math.max(one.started_at, ...state.graph.items.map(({ changedAt }) => changedAt)),
    tasks:
      one.ended_at === null
        ? lists.runningPlaces.slice(0, MOST_TASKS).map((place) => taskOf(state, place, now, context))
        : [],
  };
}

function taskOf(state: ProjectState, place: number, now: number, { options }: QueryContext): WorkTask {
  const { taskId } = state.graph.items[place]!;
  const expectedMs = state.model.expectedMs(place);
  const silentMs = silence(state, place, now);
  const limit = silenceLimitMs(
    { expectedMs, sessionAlive: state.running.get(taskId)?.sessionAlive ?? false },
    { factor: options.stuckFactor, afterMs: options.stuckAfterMs }
  );
  return {
    taskId,
    since: now - state.elapsedMs(place, now),
    expectedMs: expectedMs ?? null,
    lastSignAt: silentMs === undefined ? null : now - silentMs,
    silenceLimitMs: limit ?? null,
  };
}
