import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type NewEvent } from '#contract/events.ts';
import { openJournal } from '../journal.ts';
import { type Journal, type JournalOptions } from '../types.ts';

export const PROJECT = 'demo-1a2b3c4d';
/** 2026-11-21 07:40 UTC. */
export const START = Date.UTC(2026, 10, 21, 7, 40);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export interface Opened {
  folder: string;
  file: string;
  journal: Journal;
  /** Appends at the time of the last of them. */
  add(...events: NewEvent[]): ReturnType<Journal['append']>;
  rows(sql: string, ...values: SQLInputValue[]): Array<Record<string, unknown>>;
  reopen(): void;
  remove(): void;
}

/** A journal in a folder of its own, for one test. */
export function openForTest(options: Partial<JournalOptions> = {}): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const file = join(folder, 'journal.db');
  const open = () => openJournal(opened.file, { idleGapMs: 2 * HOUR, ...options });
  const opened: Opened = {
    folder,
    file,
    journal: openJournal(file, { idleGapMs: 2 * HOUR, ...options }),
    add: (...events) => opened.journal.append(events, Math.max(...events.map((event) => event.at))),
    rows(sql, ...values) {
      const db = new DatabaseSync(opened.file, { readOnly: true });
      try {
        return db
          .prepare(sql)
          .all(...values)
          .map((row) => ({ ...row }));
      } finally {
        db.close();
      }
    },
    reopen() {
      opened.journal.close();
      opened.journal = open();
    },
    remove() {
      opened.journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return opened;
}

/** A status change in the file, minutes after START. */
export function moved(taskId: string, to: string, minutes: number, more: Partial<NewEvent> = {}): NewEvent {
  return {
    type: 'task.status',
    at: START + minutes * MINUTE,
    project: PROJECT,
    tag: 'master',
    taskId,
    source: 'file',
    data: { to },
    ...more,
  };
}

export function added(taskId: string, status: string, minutes = 0): NewEvent {
  const task = { taskId, position: 1, title: `Title of ${taskId}`, status, dependencies: [] };
  return {
    type: 'task.added',
    at: START + minutes * MINUTE,
    project: PROJECT,
    tag: 'master',
    taskId,
    source: 'file',
    data: { task },
  };
}

export function used(
  session: string,
  minutes: number,
  data: Record<string, unknown> = {},
  more: Partial<NewEvent> = {}
): NewEvent {
  return {
    type: 'usage.reported',
    at: START + minutes * MINUTE,
    session,
    source: 'otlp',
    data: {
      reporter: 'api_request',
      inputTokens: 10,
      outputTokens: 1,
      cacheReadTokens: 0,
      cacheCreationTokens: 0,
      costUsd: 0.5,
      ...data,
    },
    ...more,
  };
}

export function began(session: string, minutes: number, project: string | undefined = PROJECT): NewEvent {
  return {
    type: 'session.started',
    at: START + minutes * MINUTE,
    session,
    project,
    source: 'hook',
    data: { agentName: 'claude' },
  };
}
