import { type DatabaseSync } from 'node:sqlite';
import { rows } from '../sql.ts';
import { AttributionLookup } from '../telemetry/attributions.ts';
import { sessionRowId } from './agent-rows.ts';
import { type Period, type TimelineRow } from './row.ts';
import { sessionEnd, type SessionRow } from './sessions.ts';

interface ToolRow {
  session: string;
  id: string;
  tool: string;
  agent_id: string | null;
  started_at: number;
  ended_at: number | null;
  success: number | null;
  duration_ms: number | null;
  error_type: string | null;
  decision: string | null;
  decision_source: string | null;
  blocked_ms: number | null;
  mcp_server: string | null;
}

/** Tool calls of the sessions, read session by session from the latest on until `limit` rows are there. */
export function toolRows(
  db: DatabaseSync,
  sessions: readonly SessionRow[],
  period: Period,
  taskId: string | undefined,
  limit: number
): { rows: TimelineRow[]; isCut: boolean } {
  const found: TimelineRow[] = [];
  const lookup = new AttributionLookup(
    db,
    sessions.map(({ id }) => id)
  );
  for (const session of sessions) {
    const agents = new Set(
      rows<{ id: string }>(db, 'SELECT id FROM agents WHERE session = ?', session.id).map(({ id }) => id)
    );
    const end = sessionEnd(session, period.now);
    for (const call of loadCalls(db, session.id, period)) {
      const served = lookup.at(session.id, call.started_at);
      if (taskId && served?.taskId !== taskId) {
        continue;
      }
      if (found.length >= limit) {
        return { rows: found, isCut: true };
      }
      found.push(toolRow(call, session, end, served, agents));
    }
  }
  return { rows: found, isCut: false };
}

/** Calls whose start only the report of their end tells began that much earlier. */
function loadCalls(db: DatabaseSync, session: string, period: Period): ToolRow[] {
  return rows<ToolRow>(
    db,
    `SELECT session, id, tool, agent_id, ifnull(started_at, ended_at - ifnull(duration_ms, 0)) AS started_at, ended_at, success,
       duration_ms, error_type, decision, decision_source, blocked_ms, mcp_server
     FROM tool_calls WHERE session = ? AND ifnull(started_at, ended_at) <= ? AND (ended_at IS NULL OR ended_at >= ?)
       AND ifnull(started_at, ended_at) IS NOT NULL
     ORDER BY ifnull(started_at, ended_at) DESC`,
    session,
    period.to,
    period.from
  );
}

function toolRow(
  call: ToolRow,
  session: SessionRow,
  sessionEndedAt: number | null,
  served: { taskId: string; attempt: number | null } | undefined,
  agents: ReadonlySet<string>
): TimelineRow {
  const end = call.ended_at ?? sessionEndedAt;
  const inAgent = call.agent_id !== null && agents.has(call.agent_id);
  return {
    id: `tool/${call.session}/${call.id}`,
    parentId: inAgent ? `agent/${call.session}/${call.agent_id}` : sessionRowId(call.session),
    lane: session.lane,
    kind: 'tool',
    name: call.tool,
    start: call.started_at,
    end: end === null ? null : Math.max(end, call.started_at),
    status: statusOf(call, end),
    taskId: served?.taskId,
    attempt: served?.attempt,
    agent: session.agent,
    model: session.model,
    attributes: {
      session: call.session,
      ...given('durationMs', call.duration_ms),
      ...given('errorType', call.error_type),
      ...given('decision', call.decision),
      ...given('decisionSource', call.decision_source),
      ...given('blockedMs', call.blocked_ms),
      ...given('mcpServer', call.mcp_server),
    },
  };
}

const given = (name: string, value: string | number | null) => (value === null ? {} : { [name]: value });

function statusOf(call: ToolRow, end: number | null): string {
  if (call.decision === 'reject') {
    return 'cancelled';
  }
  if (call.ended_at === null) {
    return end === null ? 'running' : 'unknown';
  }
  return call.success === null ? 'unknown' : call.success === 1 ? 'ok' : 'error';
}
