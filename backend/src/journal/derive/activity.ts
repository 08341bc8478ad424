import { type NewEvent } from '#contract/events.ts';

/** Something is done to the project: opens a run where none is open. */
const OPENING = new Set([
  'attempt.started',
  'session.started',
  'prompt.submitted',
  'turn.ended',
  'agent.started',
  'tool.started',
  'tool.ended',
  'tool.asked',
  'tool.decided',
  'usage.reported',
  'api.failed',
]);

/** Belongs to a run that is open and keeps it open, but is no reason to open one. */
const EXTENDING = new Set(['attempt.ended', 'agent.ended', 'session.ended', 'session.changed', 'evidence.seen']);

type Doing = Pick<NewEvent, 'type' | 'data'>;

/** Whether this opens a run: a status that was seen to change, or an agent at work. */
export function opensRun(event: Doing): boolean {
  return event.type === 'task.status' ? event.data?.initial !== true : OPENING.has(event.type);
}

/** Whether a run this belongs to reaches at least until here. */
export function extendsRun(event: Doing): boolean {
  return opensRun(event) || EXTENDING.has(event.type);
}
