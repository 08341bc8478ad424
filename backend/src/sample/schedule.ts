import { seededRandom } from '../analysis/random.ts';

/** One piece of work in the sample: a task without subtasks, or a subtask. */
export interface Work {
  taskId: string;
  parentId?: string;
  title: string;
  /** Which of the agents does it: 0, 1, … */
  agent: number;
  /** Number of the agent's session it is done in, counted over all agents. */
  session: number;
  attempt: number;
  /** Offsets from the start, ms. */
  start: number;
  end: number;
  /** It fails and is done again later. */
  fails: boolean;
  /** Last open piece of its task. */
  lastOfTask: boolean;
  firstOfTask: boolean;
}

export interface SampleTask {
  id: number;
  title: string;
  status: string;
  dependencies: Array<number | string>;
  subtasks: Array<{ id: number; title: string; status: string; dependencies: Array<number | string> }>;
}

export interface ScheduleOptions {
  agents: number;
  seed: number;
  /** Shortest and longest piece of work, ms. */
  shortestMs: number;
  longestMs: number;
  /** Pieces whose first try fails. */
  failing: readonly string[];
  /** Only these tasks; all where absent. */
  only?: ReadonlySet<number>;
}

const PAUSE_MS = 900;
/** Tasks after which an agent ends its session and begins a new one, with an empty context. */
const TASKS_PER_SESSION = 3;

/**
 * Lays a task list out over agents that each take the next ready task when they are free. Tasks that never become ready
 * (cycles, missing dependencies) stay undone, as they would.
 */
export function scheduleWork(tasks: readonly SampleTask[], options: ScheduleOptions): Work[] {
  const random = seededRandom(options.seed);
  const free = Array.from({ length: options.agents }, (_, index) => index * 1500);
  const finishedAt = new Map<number, number>(
    tasks.filter((task) => task.status === 'done').map((task) => [task.id, 0])
  );
  const open = tasks.filter((task) => task.status === 'pending' && (options.only?.has(task.id) ?? true));
  const work: Work[] = [];
  for (;;) {
    const agent = free.indexOf(Math.min(...free));
    const next = nextReady(open, finishedAt, free[agent] as number);
    if (!next) {
      return withSessions(work.sort((a, b) => a.start - b.start));
    }
    open.splice(open.indexOf(next.task), 1);
    let clock = Math.max(free[agent] as number, next.at) + PAUSE_MS;
    const pieces =
      next.task.subtasks.length > 0
        ? next.task.subtasks.map((subtask) => ({ ...subtask, taskId: `${next.task.id}.${subtask.id}` }))
        : [{ ...next.task, taskId: String(next.task.id) }];
    for (const [index, piece] of pieces.entries()) {
      const tries = options.failing.includes(piece.taskId) ? 2 : 1;
      for (let attempt = 1; attempt <= tries; attempt++) {
        const end = clock + options.shortestMs + random() * (options.longestMs - options.shortestMs);
        work.push({
          taskId: piece.taskId,
          ...(next.task.subtasks.length > 0 ? { parentId: String(next.task.id) } : {}),
          title: piece.title,
          agent,
          session: 0,
          attempt,
          start: Math.round(clock),
          end: Math.round(end),
          fails: attempt < tries,
          firstOfTask: index === 0 && attempt === 1,
          lastOfTask: index === pieces.length - 1 && attempt === tries,
        });
        clock = end + PAUSE_MS;
      }
    }
    free[agent] = clock;
    finishedAt.set(next.task.id, clock);
  }
}

function withSessions(work: readonly Work[]): Work[] {
  const current = new Map<number, { session: number; tasks: number }>();
  let sessions = 0;
  return work.map((piece) => {
    let own = current.get(piece.agent);
    if (!own || own.tasks === TASKS_PER_SESSION) {
      own = { session: sessions++, tasks: 0 };
      current.set(piece.agent, own);
    }
    own.tasks += piece.lastOfTask ? 1 : 0;
    return { ...piece, session: own.session };
  });
}

/** The open task that can start soonest; where several can start now, the first in the file. */
function nextReady(
  open: readonly SampleTask[],
  finishedAt: ReadonlyMap<number, number>,
  now: number
): { task: SampleTask; at: number } | undefined {
  let best: { task: SampleTask; at: number } | undefined;
  for (const task of open) {
    const times = task.dependencies.map((id) => finishedAt.get(Number(id)));
    if (times.includes(undefined)) {
      continue;
    }
    const at = Math.max(0, ...(times as number[]));
    if (at <= now) {
      return { task, at };
    }
    if (!best || at < best.at) {
      best = { task, at };
    }
  }
  return best;
}
