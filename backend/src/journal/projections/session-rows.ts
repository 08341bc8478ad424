import { type DatabaseSync } from 'node:sqlite';
import { type RowCache, rowCache } from '../row-cache.ts';

const COLUMNS = [
  'id',
  'project',
  'run',
  'agent',
  'model',
  'cwd',
  'pid',
  'service',
  'permission_mode',
  'started_at',
  'last_at',
  'ended_at',
  'end_reason',
  'prompts',
  'turns',
  'turn_ms',
  'interruptions',
  'decisions_auto',
  'decisions_human',
  'decisions_rejected',
  'blocked_ms',
  'tool_calls',
  'tool_errors',
  'api_errors',
  'reporter',
  'error_reporter',
] as const;

export interface SessionRow {
  id: string;
  project: string | null;
  run: string | null;
  agent: string | null;
  model: string | null;
  cwd: string | null;
  pid: number | null;
  service: string | null;
  permission_mode: string | null;
  started_at: number;
  last_at: number;
  ended_at: number | null;
  end_reason: string | null;
  prompts: number;
  turns: number;
  turn_ms: number;
  interruptions: number;
  decisions_auto: number;
  decisions_human: number;
  decisions_rejected: number;
  blocked_ms: number;
  tool_calls: number;
  tool_errors: number;
  api_errors: number;
  reporter: string | null;
  error_reporter: string | null;
}

export type SessionRows = RowCache<SessionRow>;

export function sessionRows(db: DatabaseSync): SessionRows {
  const load = db.prepare('SELECT * FROM sessions WHERE id = ?');
  const save = db.prepare(
    `INSERT OR REPLACE INTO sessions (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`
  );
  return rowCache(
    (id) => load.get(id) as SessionRow | undefined,
    (row) => save.run(...COLUMNS.map((column) => row[column]))
  );
}

export function newSession(id: string, at: number): SessionRow {
  return {
    id,
    project: null,
    run: null,
    agent: null,
    model: null,
    cwd: null,
    pid: null,
    service: null,
    permission_mode: null,
    started_at: at,
    last_at: at,
    ended_at: null,
    end_reason: null,
    prompts: 0,
    turns: 0,
    turn_ms: 0,
    interruptions: 0,
    decisions_auto: 0,
    decisions_human: 0,
    decisions_rejected: 0,
    blocked_ms: 0,
    tool_calls: 0,
    tool_errors: 0,
    api_errors: 0,
    reporter: null,
    error_reporter: null,
  };
}
