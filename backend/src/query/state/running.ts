import { type DatabaseSync } from 'node:sqlite';
import { rows } from '../sql.ts';
import { type Scope } from '../scope.ts';

/** An attempt that has not ended, with the session that makes it. */
export interface RunningAttempt {
  taskId: string;
  number: number;
  startedAt: number | null;
  agent: string | null;
  session: string | null;
  /** Last event of the session; null without one. */
  sessionLastAt: number | null;
  sessionAlive: boolean;
}

interface Row {
  task_id: string;
  number: number;
  started_at: number | null;
  agent: string | null;
  session: string | null;
  session_agent: string | null;
  last_at: number | null;
  ended_at: number | null;
}

/** Attempts under way by task; the latest where a task has several. */
export function loadRunning(db: DatabaseSync, { project, tag }: Scope): Map<string, RunningAttempt> {
  const found = rows<Row>(
    db,
    `SELECT a.task_id, a.number, a.started_at, a.agent, a.session, s.agent AS session_agent, s.last_at, s.ended_at
     FROM attempts a LEFT JOIN sessions s ON s.id = a.session
     WHERE a.project = ? AND a.tag = ? AND a.ended_at IS NULL ORDER BY a.number`,
    project,
    tag
  );
  return new Map(
    found.map((one) => [
      one.task_id,
      {
        taskId: one.task_id,
        number: one.number,
        startedAt: one.started_at,
        agent: one.agent ?? one.session_agent,
        session: one.session,
        sessionLastAt: one.last_at,
        sessionAlive: one.session !== null && one.last_at !== null && one.ended_at === null,
      },
    ])
  );
}
