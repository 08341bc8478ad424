import { type DatabaseSync } from 'node:sqlite';
import { type NewEvent } from '#contract/events.ts';
import { type Projections } from '../projections/index.ts';
import { taskKey } from '../projections/task-rows.ts';
import { text, whole } from '../values.ts';
import { type AroundEvent, deriveAttempts, type DerivedAttempt, end, type RunningAttempt } from './attempts.ts';

/** What an event means for attempts: its own attempt's number, and the attempt events to write around it. */
export interface AttemptAssignment {
  attempt?: number;
  before: NewEvent[];
  after: NewEvent[];
}

export interface AttemptAssigner {
  /** For an event whose project, tag, run and task are filled in. */
  assign(event: NewEvent): AttemptAssignment;
}

const CONCERNED = new Set(['task.status', 'task.removed', 'attempt.started', 'attempt.ended', 'evidence.seen']);
const NONE: AttemptAssignment = { before: [], after: [] };

interface RunningRow {
  number: number;
  source: string;
  tag: string;
  task_id: string;
}

/** Finds the attempt of an event and derives attempts that nobody reports. */
export function attemptAssigner(db: DatabaseSync, projections: Projections): AttemptAssigner {
  const { sessions, tasks } = projections;
  const executed = executedTasks(db, projections);
  const running = db.prepare(`
    SELECT number, source, tag, task_id FROM attempts
    WHERE project = ? AND tag = ? AND task_id = ? AND ended_at IS NULL ORDER BY id DESC LIMIT 1`);
  const last = db.prepare(
    'SELECT max(number) AS number, max(ended_at) AS endedAt FROM attempts WHERE project = ? AND tag = ? AND task_id = ?'
  );
  const bySession = db.prepare(`
    SELECT number, source, tag, task_id FROM attempts WHERE session = ? AND ended_at IS NULL AND source = 'agent'`);

  const subject = (event: NewEvent): NewEvent =>
    event.type === 'evidence.seen' && event.taskId === undefined
      ? { ...event, taskId: text(event.data?.taskId) ?? undefined, tag: text(event.data?.tag) ?? event.tag }
      : event;

  const of = (event: NewEvent, derived: DerivedAttempt): NewEvent => ({
    type: derived.type,
    at: event.at,
    project: event.project,
    tag: event.tag,
    run: event.run,
    taskId: event.taskId,
    attempt: derived.number,
    session: event.session,
    agent: event.agent,
    source: 'service',
    data: derived.data as Record<string, unknown>,
  });

  return {
    assign(given) {
      if (given.type === 'session.ended' && given.session !== undefined) {
        const rows = bySession.all(given.session) as unknown as RunningRow[];
        const after = rows.map((row) =>
          of({ ...given, tag: row.tag, taskId: row.task_id }, end(runningOf(row), 'ok', 'session ended'))
        );
        return { before: [], after };
      }
      if (!CONCERNED.has(given.type) || given.source === 'git') {
        return NONE;
      }
      const event = subject(given);
      const { project, tag, taskId } = event;
      if (project === undefined || tag === undefined || taskId === undefined) {
        return NONE;
      }
      const row = running.get(project, tag, taskId) as RunningRow | undefined;
      const before = row
        ? undefined
        : (last.get(project, tag, taskId) as { number: number | null; endedAt: number | null } | undefined);
      // A task that was in work when it was first seen has an attempt whose beginning nobody saw.
      const unseen = tasks.get(taskKey(project, tag, taskId))?.attempts ?? 0;
      const lastNumber = row?.number ?? Math.max(before?.number ?? 0, unseen);
      const endedAt = before?.endedAt ?? undefined;
      const around: AroundEvent = deriveAttempts(event, row && runningOf(row), {
        number: lastNumber,
        endedAt,
        executed: event.type === 'task.status' && event.source === 'file' && executed(event, project, tag, taskId),
      });
      const after = around.after.map((derived) => of(event, derived));
      // The session of an agent may be over by the time its telemetry tells what it was for.
      const over = event.session === undefined ? null : (sessions.get(event.session)?.ended_at ?? null);
      const begun = around.after[0];
      if (event.type === 'evidence.seen' && begun?.type === 'attempt.started' && over !== null && over >= event.at) {
        const running = { number: begun.number, origin: 'agent' };
        after.push(of({ ...event, at: over }, end(running, 'ok', 'session ended')));
      }
      return {
        attempt: event.attempt ?? numberOf(event, around, row, lastNumber),
        before: around.before.map((derived) => of(event, derived)),
        after,
      };
    },
  };
}

/** Tells the tasks a run executes itself: those of its tag that have no subtasks. */
function executedTasks(db: DatabaseSync, { runs }: Projections) {
  const begun = db.prepare("SELECT tag FROM events WHERE run = ? AND type = 'run.started' ORDER BY seq LIMIT 1");
  const child = db.prepare(
    'SELECT 1 FROM tasks WHERE project = ? AND tag = ? AND task_id > ? AND task_id < ? AND removed_at IS NULL LIMIT 1'
  );
  return ({ run }: NewEvent, project: string, tag: string, taskId: string): boolean => {
    if (run === undefined || runs.get(run)?.source !== 'execute') {
      return false;
    }
    const of = (begun.get(run) as { tag: string | null } | undefined)?.tag ?? tag;
    return of === tag && child.get(project, tag, `${taskId}.`, `${taskId}/`) === undefined; // “/” comes after “.”
  };
}

function numberOf(event: NewEvent, around: AroundEvent, row: RunningRow | undefined, last: number): number | undefined {
  if (event.type === 'attempt.started') {
    return whole(event.data?.number) ?? last + 1;
  }
  return row?.number ?? around.after[0]?.number;
}

function runningOf(row: RunningRow): RunningAttempt {
  return { number: row.number, origin: row.source };
}
