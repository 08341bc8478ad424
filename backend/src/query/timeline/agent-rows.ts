import { type DatabaseSync } from 'node:sqlite';
import { rows } from '../sql.ts';
import { AttributionLookup, IN_LIST } from '../telemetry/attributions.ts';
import { type Period, spanStatus, type TimelineRow } from './row.ts';
import { sessionEnd, type SessionRow } from './sessions.ts';

interface AgentRow {
  session: string;
  id: string;
  type: string | null;
  parent: string | null;
  started_at: number;
  ended_at: number | null;
  status: string;
  tool_uses: number | null;
}

/** Sessions, and in them the latest of their sub-agents. With a task the sub-agents that served it. */
/** Sessions and their sub-agents, the latest `limit` of these; nothing that began before `floor`. */
export function agentRows(
  db: DatabaseSync,
  sessions: readonly SessionRow[],
  period: Period,
  taskId: string | undefined,
  limit: number,
  floor: number
): TimelineRow[] {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const found = rows<AgentRow>(
    db,
    `SELECT session, id, type, parent, started_at, ended_at, status, tool_uses FROM agents
     WHERE session ${IN_LIST} AND started_at <= ? AND started_at >= ? AND (ended_at IS NULL OR ended_at >= ?)
     ORDER BY started_at DESC LIMIT ?`,
    JSON.stringify([...byId.keys()]),
    period.to,
    floor === -Infinity ? Number.MIN_SAFE_INTEGER : floor,
    period.from,
    taskId ? -1 : limit
  );
  const lookup = new AttributionLookup(
    db,
    found.map(({ session }) => session)
  );
  const subAgents = found.flatMap((agent) => {
    const session = byId.get(agent.session)!;
    const served = lookup.at(agent.session, agent.started_at);
    return taskId && served?.taskId !== taskId ? [] : [subAgentRow(agent, session, served, period.now)];
  });
  const own = sessions.filter((session) => session.started_at >= floor);
  return [...own.map((session) => sessionRow(session, period.now)), ...subAgents];
}

export const sessionRowId = (session: string) => `session/${session}`;

function sessionRow(session: SessionRow, now: number): TimelineRow {
  const end = sessionEnd(session, now);
  return {
    id: sessionRowId(session.id),
    parentId: session.run === null ? null : `run/${session.run}`,
    lane: session.lane,
    kind: 'agent',
    name: session.lane,
    start: session.started_at,
    end,
    status: end === null ? 'running' : session.ended_at === null ? 'unknown' : 'ok',
    agent: session.agent,
    model: session.model,
    attributes: {
      session: session.id,
      prompts: session.prompts,
      turns: session.turns,
      interruptions: session.interruptions,
      toolCalls: session.tool_calls,
      toolErrors: session.tool_errors,
      apiErrors: session.api_errors,
      ...(session.cwd === null ? {} : { cwd: session.cwd }),
      ...(session.permission_mode === null ? {} : { permissionMode: session.permission_mode }),
      ...(session.end_reason === null ? {} : { endReason: session.end_reason }),
    },
  };
}

function subAgentRow(
  agent: AgentRow,
  session: SessionRow,
  served: { taskId: string; attempt: number | null } | undefined,
  now: number
): TimelineRow {
  const name = agent.type ?? agent.id;
  // A sub-agent cannot outlive its session.
  const end = agent.ended_at ?? sessionEnd(session, now);
  return {
    id: `agent/${agent.session}/${agent.id}`,
    parentId: agent.parent === null ? sessionRowId(agent.session) : `agent/${agent.session}/${agent.parent}`,
    lane: session.lane,
    kind: 'agent',
    name,
    start: agent.started_at,
    end: end === null ? null : Math.max(end, agent.started_at),
    status: agent.ended_at === null && end !== null ? 'unknown' : spanStatus(agent.status),
    taskId: served?.taskId,
    attempt: served?.attempt,
    agent: name,
    model: session.model,
    attributes: { session: agent.session, ...(agent.tool_uses === null ? {} : { toolUses: agent.tool_uses }) },
  };
}
