import { type EventSource, type JournalEvent } from '#contract/events.ts';

/** A row of `events`. */
export interface EventRow {
  seq: number;
  id: string;
  at: number;
  seen_at: number;
  type: string;
  project: string | null;
  tag: string | null;
  run: string | null;
  task_id: string | null;
  attempt: number | null;
  session: string | null;
  agent: string | null;
  source: string;
  data: string;
  late: number;
}

/** The event a row holds, without the fields it has no value for. */
export function eventOfRow(row: EventRow): JournalEvent {
  const event: JournalEvent = {
    seq: row.seq,
    id: row.id,
    at: row.at,
    seenAt: row.seen_at,
    type: row.type,
    source: row.source as EventSource,
    data: JSON.parse(row.data) as Record<string, unknown>,
  };
  if (row.project !== null) {
    event.project = row.project;
  }
  if (row.tag !== null) {
    event.tag = row.tag;
  }
  if (row.run !== null) {
    event.run = row.run;
  }
  if (row.task_id !== null) {
    event.taskId = row.task_id;
  }
  if (row.attempt !== null) {
    event.attempt = row.attempt;
  }
  if (row.session !== null) {
    event.session = row.session;
  }
  if (row.agent !== null) {
    event.agent = row.agent;
  }
  return event;
}

/** The event as it was first written: without what its session gave it later. */
export function originalOfRow(row: EventRow): JournalEvent {
  const event = eventOfRow(row);
  if (row.late & 1) {
    delete event.project;
  }
  if (row.late & 2) {
    delete event.run;
  }
  if (row.late & 4) {
    delete event.tag;
  }
  return event;
}
