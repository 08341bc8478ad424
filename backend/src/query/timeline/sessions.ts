import { type DatabaseSync } from 'node:sqlite';
import { QueryError } from '../errors.ts';
import { type Scope } from '../scope.ts';
import { rows, Where } from '../sql.ts';
import { attributionsOfTask, IN_LIST } from '../telemetry/attributions.ts';
import { type Period } from './row.ts';

export interface SessionRow {
  id: string;
  run: string | null;
  agent: string | null;
  model: string | null;
  cwd: string | null;
  service: string | null;
  permission_mode: string | null;
  started_at: number;
  last_at: number;
  ended_at: number | null;
  end_reason: string | null;
  prompts: number;
  turns: number;
  interruptions: number;
  tool_calls: number;
  tool_errors: number;
  api_errors: number;
  /** Its lane: the agent's name, told apart where several sessions share it. */
  lane: string;
}

interface SessionQuery {
  project?: string;
  taskId?: string;
  session?: string;
}

const COLUMNS = `id, run, agent, model, cwd, service, permission_mode, started_at, last_at, ended_at, end_reason, prompts, turns,
  interruptions, tool_calls, tool_errors, api_errors`;

/** Sessions of the projects that overlap the period, the latest first. With a task only those that served it. */
export function loadSessions(
  db: DatabaseSync,
  scopes: readonly Scope[],
  period: Period,
  query: SessionQuery
): SessionRow[] {
  const projects = [...new Set(scopes.map(({ project }) => project))];
  const served = query.taskId ? sessionsOfTask(db, scopes, query.taskId) : undefined;
  const found = projects.flatMap((project) => {
    const where = new Where()
      .equal('project', project)
      .add('last_at >= ? AND started_at <= ?', period.from, period.to)
      .equal('id', query.session);
    if (served) {
      where.add(`id ${IN_LIST}`, JSON.stringify(served));
    }
    const sql = `SELECT ${COLUMNS} FROM sessions${where.toString()} ORDER BY last_at DESC`;
    return rows<Omit<SessionRow, 'lane'>>(db, sql, ...where.values);
  });
  if (query.session && found.length === 0) {
    mustExist(db, query.session);
  }
  return withLanes(found);
}

function mustExist(db: DatabaseSync, session: string): void {
  if (rows(db, 'SELECT 1 FROM sessions WHERE id = ?', session).length === 0) {
    throw new QueryError(`There is no session '${session}'.`, 404);
  }
}

function sessionsOfTask(db: DatabaseSync, scopes: readonly Scope[], taskId: string): string[] {
  return scopes.flatMap(({ project, tag }) =>
    attributionsOfTask(db, project, tag, taskId).map(({ session }) => session)
  );
}

function withLanes(sessions: ReadonlyArray<Omit<SessionRow, 'lane'>>): SessionRow[] {
  const named = new Map<string, number>();
  const nameOf = (one: Omit<SessionRow, 'lane'>) => one.agent ?? one.service ?? 'agent';
  for (const one of sessions) {
    named.set(nameOf(one), (named.get(nameOf(one)) ?? 0) + 1);
  }
  return sessions.map((one) => {
    const name = nameOf(one);
    return Object.assign(one, { lane: named.get(name) === 1 ? name : `${name} ${one.id.slice(0, 8)}` });
  });
}

/** A session without an end and without a sign of life for this long was killed; its bar ends at its last sign. */
const SILENT_MS = 30 * 60_000;

/** When a session ended as far as is known; null while it runs. */
export function sessionEnd(session: SessionRow, now: number): number | null {
  if (session.ended_at !== null) {
    return Math.max(session.ended_at, session.started_at);
  }
  return now - session.last_at > SILENT_MS ? session.last_at : null;
}
