import { type EventRow } from '../../run/rows.ts';
import { type Session, type Transition } from './task-detail.ts';

export interface Change {
  key: number;
  at: number;
  from: string | null;
  to: string;
  /** Who or what changed it, in words. */
  by: string;
}

/** An agent's own change is seen in the file within this time. */
const SAME_CHANGE_MS = 15_000;

const SOURCES: Record<string, string> = {
  file: 'seen in the task file',
  git: 'from Git history',
  hook: 'told by an agent’s hook',
  otlp: 'told by telemetry',
  api: 'told by an executor',
  cli: 'from the command line',
  execute: 'executed here',
  service: 'concluded by the service',
};

/** The first eight characters of a session's id: enough to tell two apart. */
export const shortId = (id: string) => id.slice(0, 8);

/**
 * Every change of the status, the newest first, with who made it: the author of a commit, the agent that said it set this
 * status at that moment, or where it was seen.
 */
export function historyOf(
  transitions: readonly Transition[],
  events: readonly EventRow[],
  sessions: readonly Session[]
): Change[] {
  const claims = events.filter(({ type, data }) => type === 'evidence.seen' && typeof data?.['status'] === 'string');
  const names = new Map(sessions.map(({ id, agent, service }) => [id, agent ?? service ?? 'agent']));
  return transitions.map(({ seq, at, from, to, source, commit, author, initial }) => {
    const seen = SOURCES[source] ?? source;
    const claim = claims
      .filter(({ time, data }) => data?.['status'] === to && Math.abs(time - at) <= SAME_CHANGE_MS)
      .sort((a, b) => Math.abs(a.time - at) - Math.abs(b.time - at))[0];
    const commitText = commit === null ? '' : ` in ${commit.slice(0, 8)}`;
    const by =
      author !== null
        ? `${author}${commitText}`
        : claim?.session
          ? `${names.get(claim.session) ?? 'agent'} (session ${shortId(claim.session)}), ${seen}`
          : `${seen}${commitText}`;
    return { key: seq, at, from: initial ? null : from, to, by: initial ? `first seen: ${by}` : by };
  });
}
