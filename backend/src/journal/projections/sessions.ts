import { type JournalEvent } from '#contract/events.ts';
import { amount, text, whole } from '../values.ts';
import { type DirtySessions } from './dirty-sessions.ts';
import { newSession, type SessionRow, type SessionRows } from './session-rows.ts';
import { type Projection } from './types.ts';

/** Called when a session that was known without a project turns out to belong to one. */
export type ProjectKnown = (session: SessionRow, event: JournalEvent) => void;

/** Agent sessions: who, where, from when to when, and what of it needed a person. */
export function sessionsProjection(rows: SessionRows, dirty: DirtySessions, projectKnown: ProjectKnown): Projection {
  const rowOf = (event: JournalEvent): SessionRow | undefined =>
    event.session === undefined ? undefined : rows.get(event.session);
  const change = (event: JournalEvent, apply: (row: SessionRow) => void): void => {
    const row = rowOf(event);
    if (row) {
      apply(row);
      rows.put(row.id, row);
    }
  };
  const describe = (event: JournalEvent): void =>
    change(event, (row) => {
      row.agent = text(event.data.agentName) ?? row.agent;
      row.model = text(event.data.model) ?? row.model;
      row.cwd = text(event.data.cwd) ?? row.cwd;
      row.pid = whole(event.data.pid) ?? row.pid;
      row.service = text(event.data.service) ?? row.service;
      row.permission_mode = text(event.data.permissionMode) ?? row.permission_mode;
      if (event.type === 'session.started' && row.ended_at !== null && event.at >= row.ended_at) {
        row.ended_at = null; // resumed
        row.end_reason = null;
      }
    });

  return {
    every(event) {
      if (event.session === undefined) {
        return;
      }
      let row = rows.get(event.session);
      if (row) {
        if (event.at < row.started_at) {
          row.started_at = event.at;
          dirty.mark(row.id, 0);
        } else if (event.at > row.last_at) {
          dirty.extended(row.id, row.last_at);
        }
        row.last_at = Math.max(row.last_at, event.at);
      } else {
        row = newSession(event.session, event.at);
        dirty.mark(row.id, 0);
      }
      if (event.at >= row.last_at) {
        row.run = event.run ?? row.run;
      }
      row.agent ??= event.agent ?? null;
      if (row.project === null && event.project !== undefined) {
        row.project = event.project;
        row.run ??= event.run ?? null;
        dirty.mark(row.id, 0);
        projectKnown(row, event);
      }
      rows.put(row.id, row);
    },
    on: {
      'session.started': describe,
      'session.changed': describe,
      'session.ended': (event) =>
        change(event, (row) => {
          row.ended_at = Math.max(event.at, row.started_at);
          row.end_reason = text(event.data.reason);
        }),
      'prompt.submitted': (event) =>
        change(event, (row) => {
          row.prompts++;
        }),
      'turn.ended': (event) =>
        change(event, (row) => {
          row.turns++;
          row.turn_ms += Math.round(amount(event.data.durationMs));
          row.interruptions += event.data.interrupted === true ? 1 : 0;
        }),
    },
    flush: () => rows.flush(),
    forget: () => rows.forget(),
  };
}
