import { type DatabaseSync } from 'node:sqlite';
import { type JournalEvent, type NewEvent } from '#contract/events.ts';
import { type Rejection } from '../store/types.ts';
import { attemptAssigner } from './derive/assign-attempt.ts';
import { runAssigner } from './derive/assign-run.ts';
import { eventId } from './event-id.ts';
import { type Projections } from './projections/index.ts';
import { type Appended } from './types.ts';
import { problemOf } from './validate.ts';

/** Turns what ingesters say into rows of `events`, with what follows from it, and keeps the projections up. */
export interface EventWriter {
  append(events: readonly NewEvent[], seenAt: number): Appended;
  closeIdleRuns(now: number): JournalEvent[];
  lastSeq(): number;
  /** After a rollback or a purge: reads where it stands from the database. */
  reset(): void;
}

export function eventWriter(db: DatabaseSync, projections: Projections, gapMs: number): EventWriter {
  const runs = runAssigner(db, projections, gapMs);
  const attempts = attemptAssigner(db, projections);
  const known = db.prepare('SELECT 1 FROM events WHERE id = ?');
  const insert = db.prepare(`
    INSERT INTO events (seq, id, at, seen_at, type, project, tag, run, task_id, attempt, session, agent, source, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const lastKept = db.prepare(`
    SELECT max((SELECT coalesce(max(seq), 0) FROM events),
      coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0)) AS seq`);
  const readLast = (): number => Number(lastKept.get()?.seq ?? 0);
  let seq = readLast();

  const write = (given: NewEvent, seenAt: number, written: JournalEvent[]): void => {
    const event: JournalEvent = {
      ...given,
      seq: ++seq,
      id: given.id ?? eventId(),
      at: Math.round(given.at),
      seenAt,
      data: given.data ?? {},
    };
    insert.run(
      event.seq,
      event.id,
      event.at,
      seenAt,
      event.type,
      event.project ?? null,
      event.tag ?? null,
      event.run ?? null,
      event.taskId ?? null,
      event.attempt ?? null,
      event.session ?? null,
      event.agent ?? null,
      event.source,
      JSON.stringify(event.data)
    );
    projections.apply(event);
    written.push(event);
  };

  /** Writes one event with what comes before and after it. Returns why it cannot be taken. */
  const take = (given: NewEvent, seenAt: number, written: JournalEvent[]): string | undefined => {
    const event = { ...given };
    event.project ??=
      event.session === undefined ? undefined : (projections.sessions.get(event.session)?.project ?? undefined);
    const project = event.project;
    if (project === undefined) {
      if (/^(task|attempt|project|run|input|import)\./.test(event.type)) {
        return `project: the project this ${event.type} is about was expected`;
      }
      write(event, seenAt, written);
      return undefined;
    }
    if (event.taskId !== undefined || event.type === 'evidence.seen') {
      event.tag ??= (event.data?.tag as string | undefined) ?? projections.tagOf(project);
    }
    const assignment = runs.assign(event, project);
    event.run = assignment.run;
    const around = attempts.assign(event);
    event.attempt ??= around.attempt;
    for (const before of [...assignment.before, ...around.before]) {
      write(before, seenAt, written);
    }
    write(event, seenAt, written);
    for (const after of around.after) {
      write(after, seenAt, written);
    }
    return undefined;
  };

  return {
    append(events, seenAt) {
      const written: JournalEvent[] = [];
      const rejected: Rejection[] = [];
      let duplicates = 0;
      for (const [index, event] of events.entries()) {
        const problem = problemOf(event);
        if (problem !== undefined) {
          rejected.push({ index, message: problem });
        } else if (event.id !== undefined && known.get(event.id)) {
          duplicates++;
        } else {
          const refusal = take(event, seenAt, written);
          if (refusal !== undefined) {
            rejected.push({ index, message: refusal });
          }
        }
      }
      const accepted = events.length - duplicates - rejected.length;
      return { seq, accepted, duplicates, rejected, events: written };
    },
    closeIdleRuns(now) {
      const written: JournalEvent[] = [];
      for (const event of runs.idle(now)) {
        write(event, now, written);
      }
      return written;
    },
    lastSeq: () => seq,
    reset() {
      runs.forget();
      seq = readLast();
    },
  };
}
