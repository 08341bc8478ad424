import { type StatusRow } from '../rows.ts';

export interface RunningTask {
  taskId: string;
  title: string;
  agent: string | null;
  /** When it was begun, epoch ms; null where nobody saw that. */
  since: number | null;
  expectedMs: number | null;
  /** How long nothing was heard of it, where that is too long. */
  silentMs: number | null;
}

/** Why nothing runs, and what to make of it. */
export interface Idle {
  title: string;
  text: string;
}

export interface NowView {
  running: RunningTask[];
  /** Set where nothing runs. */
  idle?: Idle;
}

function idleOf({ total, done, ready, waiting, etaBasis }: StatusRow): Idle {
  if (total === 0) {
    return {
      title: 'No tasks yet',
      text: 'Task Master’s file holds no task of this tag. Add tasks and they appear here.',
    };
  }
  if (done === total) {
    return { title: 'Everything is finished', text: `All ${total} tasks are done.` };
  }
  const [next] = ready;
  if (next) {
    return { title: 'Nothing is running', text: `Next would be ${next.taskId} ${next.title}.` };
  }
  return {
    title: 'Nothing is running, and nothing can start',
    text: waiting.length > 0 ? etaBasis : 'What is open is in review or set aside.',
  };
}

/** What is running at the moment of the answer. */
export function nowView(status: StatusRow): NowView {
  const silent = new Map(status.stuck.map(({ taskId, silentMs }) => [taskId, silentMs]));
  const running = status.running.map(({ taskId, title, agent, sinceMs, expectedMs }) => ({
    taskId,
    title,
    agent,
    since: sinceMs === null ? null : status.time - sinceMs,
    expectedMs,
    silentMs: silent.get(taskId) ?? null,
  }));
  return running.length > 0 ? { running } : { running, idle: idleOf(status) };
}

/** Longer than this many times the expected duration is worth a word: the threshold of the alert rules too. */
export const OVER_EXPECTED = 2;

export interface Pace {
  elapsedMs: number | null;
  /** Elapsed ÷ expected; null where either is unknown. */
  share: number | null;
  over: boolean;
}

/** How far a running task is into the time it was expected to take. */
export function paceOf({ since, expectedMs }: Pick<RunningTask, 'since' | 'expectedMs'>, now: number): Pace {
  const elapsedMs = since === null ? null : Math.max(0, now - since);
  const share = elapsedMs === null || expectedMs === null || expectedMs <= 0 ? null : elapsedMs / expectedMs;
  return { elapsedMs, share, over: share !== null && share > OVER_EXPECTED };
}
