import { type EventRow } from '../rows.ts';

/** Groups of event types people ask for; the service takes a trailing `*`. */
export const EVENT_GROUPS = {
  all: { label: 'Everything', types: [] },
  work: { label: 'Status and attempts', types: ['task.*', 'attempt.*', 'run.*'] },
  agents: { label: 'Agents', types: ['session.*', 'agent.*', 'prompt.*', 'turn.*', 'evidence.*'] },
  tools: { label: 'Tool calls', types: ['tool.*'] },
  usage: { label: 'Usage', types: ['usage.*'] },
  problems: { label: 'Problems', types: ['api.failed', 'input.*'] },
} as const satisfies Record<string, { label: string; types: readonly string[] }>;

export type EventGroup = keyof typeof EVENT_GROUPS;
export const isEventGroup = (text: string | undefined): text is EventGroup =>
  text !== undefined && text in EVENT_GROUPS;

export type Tone = 'plain' | 'good' | 'bad' | 'warn';

/** How an event is marked: what failed stands out, what finished is good news. */
export function toneOf({ type, data }: Pick<EventRow, 'type' | 'data'>): Tone {
  if (type === 'api.failed' || type === 'input.broken') {
    return 'bad';
  }
  if (type === 'attempt.ended') {
    return data?.['status'] === 'ok' ? 'good' : data?.['status'] === 'error' ? 'bad' : 'warn';
  }
  if (type === 'task.status') {
    const to = data?.['to'];
    return to === 'done' || to === 'completed' ? 'good' : to === 'blocked' ? 'warn' : 'plain';
  }
  if (type === 'tool.ended' && data?.['success'] === false) {
    return 'bad';
  }
  return type === 'tool.asked' ? 'warn' : 'plain';
}

/** `11:09:42`, in the reader's zone. */
export const eventClock = (at: number) =>
  new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The day a list of events changes to, where it does: `21 November`. */
export const eventDay = (at: number) => new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'long' });
