import { type EventData, type NewEvent } from '#contract/events.ts';
import { isTerminal, nearestStatus } from '#contract/status.ts';

/** The attempt at a task that is running now. */
export interface RunningAttempt {
  number: number;
  /** `execute`, `status`, `agent` or another executor's name. */
  origin: string;
}

/** The attempts at a task so far: 0 where there was none. */
export interface LastAttempt {
  number: number;
  endedAt?: number;
  /** It is a task of a run that an executor works through, which reports every attempt itself. */
  executed?: boolean;
}

export interface DerivedAttempt {
  type: 'attempt.started' | 'attempt.ended';
  number: number;
  data: EventData['attempt.started'] | EventData['attempt.ended'];
}

export interface AroundEvent {
  /** Written before the event that is looked at, and after it. */
  before: DerivedAttempt[];
  after: DerivedAttempt[];
}

const NOTHING: AroundEvent = { before: [], after: [] };

/** Attempts this journal concluded itself end with what it sees; those of an executor end when the executor says so. */
const OURS = new Set(['status', 'agent']);

/**
 * What an event about a task says about attempts at it. A start nobody saw makes no attempt: a task that turns `done`
 * without having been seen in progress is a transition only. Commits know no durations and make none.
 */
export function deriveAttempts(
  event: Pick<NewEvent, 'type' | 'source' | 'data' | 'at'>,
  running: RunningAttempt | undefined,
  last: LastAttempt
): AroundEvent {
  const lastNumber = last.number;
  if (event.source === 'git') {
    return NOTHING;
  }
  const data = event.data ?? {};
  switch (event.type) {
    case 'task.status':
      return data.initial === true ? NOTHING : onStatus(nearestStatus(data.to), running, last);
    case 'task.removed':
      return running ? { before: [end(running, 'cancelled', 'removed')], after: [] } : NOTHING;
    case 'attempt.started':
      return running ? { before: [end(running, 'cancelled', 'superseded')], after: [] } : NOTHING;
    case 'evidence.seen':
      // Telemetry comes seconds late: what an attempt covers that is over by now is no new one.
      return data.kind === 'resource' && !running && !(last.endedAt !== undefined && last.endedAt >= event.at)
        ? { before: [], after: [start(lastNumber + 1, 'agent')] }
        : NOTHING;
    default:
      return NOTHING;
  }
}

function onStatus(to: string, running: RunningAttempt | undefined, last: LastAttempt): AroundEvent {
  if (to === 'in-progress') {
    // What an executor writes into the file is seen after it has told of the attempt, perhaps after its end.
    const known = running !== undefined || last.executed === true;
    return known ? NOTHING : { before: [], after: [start(last.number + 1, 'status')] };
  }
  if (!running || !OURS.has(running.origin)) {
    return NOTHING;
  }
  // Handed over for review: this try is over and went well. Back to pending, blocked, set aside: it was given up.
  const well = to === 'review' || (isTerminal(to) && to !== 'cancelled' && to !== 'deferred');
  return { before: [], after: [end(running, well ? 'ok' : 'cancelled', to)] };
}

function start(number: number, origin: 'status' | 'agent'): DerivedAttempt {
  return { type: 'attempt.started', number, data: { number, origin } };
}

/** The end of an attempt for a reason outside of it. */
export function end(running: RunningAttempt, status: 'ok' | 'cancelled', reason: string): DerivedAttempt {
  return { type: 'attempt.ended', number: running.number, data: { status, reason } };
}
