/** What can be done to a run that `execute` works on, and to a task of it; why not, where not. */

export type RunAction = 'pause' | 'continue' | 'checkpoint' | 'stop' | 'emergency-stop';
export type TaskAction = 'approve' | 'retry' | 'skip' | 'override';
export type ControlAction = RunAction | TaskAction;

/** Answer of `GET /api/v1/runs/:id/control`. */
export interface RunControl {
  running: boolean;
  phase?: string;
  pausedBy?: string;
  endReason?: string;
  autonomous?: boolean;
  executor?: string;
  parallel?: number;
  parallelNow?: number;
  pausedUntil?: number;
}

export interface Offer {
  action: ControlAction;
  label: string;
  /** Why it cannot be done now; absent: it can. */
  reason?: string;
  /** Asked before it is done; absent: it is harmless and done at once. */
  ask?: { text: string; confirm: string };
  danger?: boolean;
}

interface Rights {
  canControl: boolean;
  canLogIn: boolean;
}

/** Why this person can do nothing here; undefined: they can. */
export function closedReason(control: RunControl, rights: Rights): string | undefined {
  if (!control.running) {
    return 'Nothing works on this run now.';
  }
  return rights.canControl || rights.canLogIn ? undefined : 'Only editors may control a run.';
}

/** What can be done to the run as a whole. */
export function runOffers(control: RunControl, rights: Rights): Offer[] {
  const closed = closedReason(control, rights);
  const { phase } = control;
  const stopping = phase === 'stopping' ? 'It is stopping already.' : undefined;
  const offers: Offer[] = [
    {
      action: 'pause',
      label: 'Pause',
      reason: stopping ?? (phase === 'paused' ? 'It is paused already.' : undefined),
      ask: { text: 'Nothing new begins; attempts that run go on to their end.', confirm: 'Pause the run' },
    },
    {
      action: 'continue',
      label: 'Continue',
      reason: stopping ?? (phase === 'paused' || control.pausedUntil !== undefined ? undefined : 'It is not paused.'),
    },
    { action: 'checkpoint', label: 'Save checkpoint' },
    {
      action: 'stop',
      label: 'Stop',
      reason: stopping,
      ask: {
        text: 'Nothing new begins, and the run ends when its running attempts have ended. It can be resumed on the command line.',
        confirm: 'Stop the run',
      },
    },
    {
      action: 'emergency-stop',
      label: 'Emergency stop',
      danger: true,
      ask: {
        text: 'Every process of the run is killed at once; attempts that run are begun anew when the run is resumed.',
        confirm: 'Kill everything now',
      },
    },
  ];
  return closed === undefined ? offers : offers.map((offer) => ({ ...offer, reason: closed }));
}

export interface ControlTask {
  taskId: string;
  status: string;
  /** It has subtasks: those are executed, not it. */
  isParent: boolean;
}

const OVER = ['done', 'completed'];

/** What can be done to one task. */
export function taskOffers(control: RunControl, rights: Rights, task: ControlTask): Offer[] {
  const { taskId, status } = task;
  const running = status === 'in-progress';
  const done = OVER.includes(status) ? 'It is done.' : undefined;
  const all = (reason: string | undefined, offers: Offer[]) =>
    reason === undefined ? offers : offers.map((offer) => ({ ...offer, reason }));
  const parent = task.isParent ? 'Its subtasks are executed, not it: choose one of them.' : undefined;
  return all(closedReason(control, rights) ?? parent, [
    {
      action: 'approve',
      label: 'Approve',
      reason:
        control.autonomous === true
          ? 'This run begins tasks without approval.'
          : (done ?? (running ? 'It has begun.' : undefined)),
    },
    {
      action: 'retry',
      label: 'Try again',
      reason: running ? 'It is running.' : status === 'pending' ? 'It has not been tried yet.' : undefined,
      ask: {
        text: `Task ${taskId} is begun again when it is its turn, with a fresh budget of attempts.`,
        confirm: 'Try again',
      },
    },
    {
      action: 'skip',
      label: 'Set aside',
      reason: done ?? (status === 'deferred' ? 'It is set aside already.' : undefined),
      ask: {
        text: `Task ${taskId} becomes deferred${running ? ', and its running attempt is ended' : ''}. What depends on it waits.`,
        confirm: 'Set aside',
      },
    },
    {
      action: 'override',
      label: 'Override status',
      ask: {
        text: `You decide the status of task ${taskId}, whatever its attempts say${running ? '; the running one is ended' : ''}.`,
        confirm: 'Set the status',
      },
    },
  ]);
}

export const OVERRIDE_STATUSES = ['done', 'cancelled', 'deferred', 'blocked', 'review', 'pending'] as const;

/** One line on how the run is. */
export function phaseText(control: RunControl, now: number): string {
  const { phase, pausedBy, endReason, parallel = 1, parallelNow = parallel, pausedUntil } = control;
  if (!control.running) {
    const interrupted = endReason === undefined ? 'nothing works on it now: it was interrupted' : `ended: ${endReason}`;
    return phase === undefined ? 'not executed on the machine of this service' : interrupted;
  }
  if (phase === 'paused') {
    return pausedBy === undefined ? 'paused' : `paused by ${pausedBy}`;
  }
  if (phase === 'stopping') {
    return `stopping${endReason === undefined ? '' : `: ${endReason}`}`;
  }
  const atOnce =
    parallelNow < parallel
      ? `, ${parallelNow} of ${parallel} at once after failures`
      : parallel > 1
        ? `, ${parallel} at once`
        : '';
  const waits = pausedUntil !== undefined && pausedUntil > now ? ', waits after failures of the executor' : '';
  return `running${atOnce}${waits}${control.autonomous === false ? ', each task waits for approval' : ''}`;
}

/** Distinct reasons why something cannot be done, each with what it is about: `Continue: it is not paused.` */
export function reasonLines(offers: readonly Offer[]): string[] {
  const blocked = offers.filter((offer) => offer.reason !== undefined);
  const reasons = new Set(blocked.map(({ reason }) => reason));
  if (blocked.length === offers.length && reasons.size === 1) {
    return [...reasons] as string[];
  }
  return blocked.map(({ label, reason = '' }) => `${label}: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`);
}
