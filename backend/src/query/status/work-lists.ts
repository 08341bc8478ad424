import { isStuck } from '../../analysis/stuck.ts';
import { nextTasks, runningTasks } from '../../analysis/next-tasks.ts';
import { type QueryOptions } from '../context.ts';
import { type ProjectState } from '../state/project-state.ts';

/** Lists as long as a person reads; the counts beside them are whole. */
const MOST_LISTED = 50;

export interface WorkLists {
  running: Array<{ taskId: string; title: string; agent: string | null; sinceMs: number; expectedMs: number | null }>;
  ready: Array<{ taskId: string; title: string; priority: string | null }>;
  waiting: Array<{ taskId: string; title: string; waitsFor: string[] }>;
  stuck: Array<{ taskId: string; title: string; silentMs: number }>;
  /** Places of everything in work, not only what is listed. */
  runningPlaces: number[];
  /** Places of what is in work and shows signs of life. */
  livePlaces: number[];
  /** Places of what can start, best first. */
  readyPlaces: number[];
}

/** What is in work, what comes next, what waits and what is stuck. */
export function workLists(state: ProjectState, now: number, options: QueryOptions): WorkLists {
  const { graph, readiness, progress } = state;
  const runningPlaces = runningTasks(graph);
  const readyPlaces = nextTasks(graph, readiness);
  const stuck = runningPlaces.flatMap((place) => {
    const silentMs = silence(state, place, now);
    const attempt = state.running.get(graph.items[place]!.taskId);
    const signs = {
      silentMs,
      expectedMs: state.model.expectedMs(place),
      sessionAlive: attempt?.sessionAlive ?? false,
    };
    const rule = { factor: options.stuckFactor, afterMs: options.stuckAfterMs };
    return silentMs !== undefined && isStuck(signs, rule) ? [{ place, silentMs }] : [];
  });
  const waiting: WorkLists['waiting'] = [];
  graph.items.forEach((task, place) => {
    const waitsFor = readiness.blockedBy[place]!;
    const isWaiting = task.status === 'blocked' || (task.status === 'pending' && waitsFor.length > 0);
    if (isWaiting && !progress.leftOut[place] && waiting.length < MOST_LISTED) {
      waiting.push({ taskId: task.taskId, title: task.title, waitsFor: [...waitsFor] });
    }
  });
  const stuckPlaces = new Set(stuck.map(({ place }) => place));
  return {
    running: runningPlaces.slice(0, MOST_LISTED).map((place) => {
      const { taskId, title, lastAgent } = graph.items[place]!;
      const agent = state.running.get(taskId)?.agent ?? lastAgent;
      return {
        taskId,
        title,
        agent,
        sinceMs: state.elapsedMs(place, now),
        expectedMs: state.model.expectedMs(place) ?? null,
      };
    }),
    ready: readyPlaces.slice(0, MOST_LISTED).map((place) => {
      const { taskId, title, priority } = graph.items[place]!;
      return { taskId, title, priority: priority ?? null };
    }),
    waiting,
    stuck: stuck.slice(0, MOST_LISTED).map(({ place, silentMs }) => {
      const { taskId, title } = graph.items[place]!;
      return { taskId, title, silentMs };
    }),
    runningPlaces,
    livePlaces: runningPlaces.filter((place) => !stuckPlaces.has(place)),
    readyPlaces,
  };
}

/** Since the last event of the task, of its attempt or of the session that makes it, ms. */
export function silence(state: ProjectState, place: number, now: number): number | undefined {
  const task = state.graph.items[place]!;
  const attempt = state.running.get(task.taskId);
  const signs = [task.lastActivityAt, attempt?.startedAt, attempt?.sessionLastAt].filter(
    (time) => typeof time === 'number'
  );
  return signs.length === 0 ? undefined : Math.max(0, now - Math.max(...signs));
}
