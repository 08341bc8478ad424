import { type DatabaseSync } from 'node:sqlite';
import { type Autonomy, autonomyOf, type SessionFacts } from '../../analysis/autonomy.ts';
import { rows } from '../sql.ts';

/** The score looks at what agents did lately, not at all time. */
const LATEST_SESSIONS = 50;
const LATEST_TURNS = 500;

/** Autonomy of the sessions of a run, or of a project's latest ones. */
export function projectAutonomy(db: DatabaseSync, project: string, run: string | undefined): Autonomy {
  const sessions = rows<SessionFacts & { id: string }>(
    db,
    `SELECT id, prompts, turns, interruptions, decisions_auto AS decisionsAuto, decisions_human AS decisionsHuman,
       decisions_rejected AS decisionsRejected, blocked_ms AS blockedMs
     FROM sessions WHERE project = ?${run ? ' AND +run = ?' : ''} ORDER BY last_at DESC LIMIT ${LATEST_SESSIONS}`,
    project,
    ...(run ? [run] : [])
  );
  return autonomyOf(sessions, turnTimes(db, project, run));
}

function turnTimes(db: DatabaseSync, project: string, run: string | undefined): number[] {
  return rows<{ ms: number | null }>(
    db,
    `SELECT json_extract(data, '$.durationMs') AS ms FROM events INDEXED BY events_type
     WHERE project = ? AND type = 'turn.ended'${run ? ' AND run = ?' : ''} ORDER BY at DESC LIMIT ${LATEST_TURNS}`,
    project,
    ...(run ? [run] : [])
  ).flatMap(({ ms }) => (typeof ms === 'number' && ms > 0 ? [ms] : []));
}
