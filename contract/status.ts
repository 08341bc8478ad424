/** The statuses Task Master itself writes, in its several code paths together. */
export const TASK_STATUSES = [
  'pending',
  'in-progress',
  'review',
  'blocked',
  'done',
  'completed',
  'deferred',
  'cancelled',
] as const;

export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Counted as finished in progress, ETA and graphs. */
export const FINISHED_STATUSES: readonly TaskStatus[] = ['done', 'completed'];

/** Taken out of the denominator of progress. */
export const LEFT_OUT_STATUSES: readonly TaskStatus[] = ['cancelled', 'deferred'];

/** What a bar of the timeline (attempt, agent, tool call, span) can be. */
export const SPAN_STATUSES = ['running', 'ok', 'error', 'cancelled', 'unknown'] as const;

export type SpanStatus = (typeof SPAN_STATUSES)[number];

const NEAREST: Record<string, TaskStatus> = {
  todo: 'pending',
  'to-do': 'pending',
  open: 'pending',
  new: 'pending',
  backlog: 'pending',
  ready: 'pending',
  'not-started': 'pending',
  inprogress: 'in-progress',
  doing: 'in-progress',
  started: 'in-progress',
  active: 'in-progress',
  running: 'in-progress',
  wip: 'in-progress',
  'in-review': 'review',
  reviewing: 'review',
  testing: 'review',
  waiting: 'blocked',
  'on-hold': 'blocked',
  complete: 'done',
  finished: 'done',
  closed: 'done',
  resolved: 'done',
  canceled: 'cancelled',
  deprecated: 'cancelled',
  obsolete: 'cancelled',
  wontfix: 'cancelled',
  skipped: 'cancelled',
  postponed: 'deferred',
  later: 'deferred',
};

/** The nearest of the eight statuses for what a file says; `pending` for text nobody has seen before and for none at all. */
export function nearestStatus(raw: unknown): TaskStatus {
  if (typeof raw !== 'string') {
    return 'pending';
  }
  const key = raw
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  return (TASK_STATUSES as readonly string[]).includes(key) ? (key as TaskStatus) : (NEAREST[key] ?? 'pending');
}

/** Whether the work is over and succeeded. */
export function isFinished(status: string): boolean {
  return (FINISHED_STATUSES as readonly string[]).includes(status);
}

/** Whether the work is over for whatever reason, or set aside. */
export function isTerminal(status: string): boolean {
  return isFinished(status) || (LEFT_OUT_STATUSES as readonly string[]).includes(status);
}
