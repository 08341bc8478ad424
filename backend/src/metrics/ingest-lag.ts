import { type JournalEvent } from '#contract/events.ts';

/** Events that are told when they happen; starts are left out, as spans tell them only at their end. */
const PROMPT = new Set([
  'tool.ended',
  'tool.decided',
  'usage.reported',
  'api.failed',
  'prompt.submitted',
  'turn.ended',
  'agent.ended',
  'session.ended',
  'attempt.ended',
]);
const LIVE = new Set(['hook', 'otlp', 'api', 'execute']);
/** What is older was handed in as history, not late. */
const HISTORY_MS = 86_400_000;

/** From its happening to this service's knowing, seconds; undefined where that says nothing about the way in. A sender's clock that is ahead counts as no lag. */
export function lagSeconds({ type, source, at, seenAt }: JournalEvent): number | undefined {
  const lagMs = seenAt - at;
  return PROMPT.has(type) && LIVE.has(source) && lagMs < HISTORY_MS ? Math.max(0, lagMs) / 1000 : undefined;
}
