import { type Work } from './schedule.ts';
import { type Step } from './script.ts';

/** How sessions end, as Claude Code's SessionEnd says it: the context is cleared and a new session begins, or somebody leaves. */
const [CLEARED, LEFT] = ['clear', 'prompt_input_exit'] as const;
/** Before and after a session's work, ms. The pause between two pieces of work is longer than both together. */
const [BEFORE, AFTER] = [400, 450] as const;
const MODEL = 'claude-sonnet-4-5';

/** What begins and ends each session: hooks, log events and counts. Offsets are those of the work; the first may be negative. */
export function sessionEdges(work: readonly Work[]): Step[] {
  const sessions = new Map<number, Work[]>();
  for (const piece of work) {
    sessions.set(piece.session, [...(sessions.get(piece.session) ?? []), piece]);
  }
  return [...sessions].flatMap(([session, pieces]) => {
    const agent = pieces[0]?.agent;
    const isLast = !work.some((piece) => piece.agent === agent && piece.session > session);
    const isFirst = !work.some((piece) => piece.agent === agent && piece.session < session);
    const from = Math.min(...pieces.map(({ start }) => start)) - BEFORE;
    const to = Math.max(...pieces.map(({ end }) => end)) + AFTER;
    return [...begin(session, from, isFirst), ...end(session, to, isLast ? LEFT : CLEARED)];
  });
}

function begin(session: number, at: number, isFirst: boolean): Step[] {
  const count = { name: 'session.count', value: 1, attributes: { start_type: 'fresh' } };
  const connected = { status: 'connected', transport_type: 'stdio', server_scope: 'project', duration_ms: 180 };
  return [
    {
      at,
      kind: 'hook',
      session,
      event: 'SessionStart',
      fields: { source: isFirst ? 'startup' : 'clear', model: MODEL },
    },
    {
      at: at + 50,
      kind: 'hook',
      session,
      event: 'UserPromptSubmit',
      fields: { prompt: 'Work through the ready tasks of this project.' },
    },
    { at: at + 60, kind: 'counts', session, since: at, counts: [count] },
    {
      at: at + 70,
      kind: 'logs',
      session,
      events: [
        { at: at + 60, name: 'mcp_server_connection', attributes: { ...connected, server_name: 'task-master-ai' } },
        { at: at + 70, name: 'user_prompt', attributes: { prompt_length: 45 } },
      ],
    },
  ];
}

function end(session: number, at: number, reason: string): Step[] {
  return [
    { at: at - 50, kind: 'hook', session, event: 'Stop', fields: { stop_hook_active: false } },
    { at, kind: 'hook', session, event: 'SessionEnd', fields: { reason } },
  ];
}
