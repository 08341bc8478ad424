import { type DatabaseSync } from 'node:sqlite';
import { rows, Where } from '../sql.ts';
import { roundCost, USAGE_SUMS, type Usage, usageByModel } from '../state/usage.ts';
import { neededText, type Page, pageArg, textArg } from './args.ts';
import { type Read } from './index.ts';

const COLUMNS = `s.id, s.project, s.run, s.agent, s.model, s.cwd, s.service, s.permission_mode AS permissionMode, s.started_at AS startedAt,
  s.last_at AS lastAt, s.ended_at AS endedAt, s.end_reason AS endReason, s.prompts, s.turns, s.turn_ms AS turnMs, s.interruptions,
  s.decisions_auto AS decisionsAuto, s.decisions_human AS decisionsHuman, s.decisions_rejected AS decisionsRejected,
  s.blocked_ms AS blockedMs, s.tool_calls AS toolCalls, s.tool_errors AS toolErrors, s.api_errors AS apiErrors`;

type Session = Usage & Record<string, unknown> & { id: string };

/** Sessions under a condition, the latest first, with their usage. */
export function sessionList(db: DatabaseSync, where: Where, { limit, offset }: Page): Session[] {
  return rows<Session>(
    db,
    `SELECT ${COLUMNS}, ${USAGE_SUMS} FROM (SELECT * FROM sessions${where.toString()} ORDER BY last_at DESC, id LIMIT ? OFFSET ?) s
     LEFT JOIN usage_totals u ON u.session = s.id GROUP BY s.id ORDER BY s.last_at DESC, s.id`,
    ...where.values,
    limit,
    offset
  ).map(roundCost);
}

/** Agent sessions of a project or run. */
export const readSessions: Read = (args, { db }) => {
  const where = new Where().equal('project', textArg(args, 'project')).equal('run', textArg(args, 'run'));
  return sessionList(db, where, pageArg(args, 100, 5000));
};

/** A session with its sub-agents, its latest tool calls, the tasks it served and its usage by model. */
export const readSession: Read = (args, { db }) => {
  const id = neededText(args, 'id');
  const [session] = sessionList(db, new Where().add('id = ?', id), { limit: 1, offset: 0 });
  if (!session) {
    return null;
  }
  return {
    ...session,
    agents: rows(
      db,
      `SELECT id, type, parent, started_at AS startedAt, ended_at AS endedAt, status, tool_uses AS toolUses FROM agents
       WHERE session = ? ORDER BY started_at LIMIT 500`,
      id
    ),
    toolCalls: toolCalls(db, 'session = ?', [id], 200),
    tasks: rows(
      db,
      `SELECT project, tag, task_id AS taskId, attempt, kind AS evidence, from_at AS "from", until_at AS until, detail
       FROM attributions WHERE session = ? ORDER BY from_at DESC LIMIT 500`,
      id
    ),
    usageByModel: usageByModel(db, 'session = ?', id),
  };
};

/** Tool calls under a condition, the latest first. */
export function toolCalls(
  db: DatabaseSync,
  condition: string,
  values: Array<string | number>,
  limit: number
): unknown[] {
  return rows<{ success: number | null }>(
    db,
    `SELECT session, id, tool, agent_id AS agentId, started_at AS startedAt, ended_at AS endedAt, success, duration_ms AS durationMs,
       error_type AS errorType, decision, decision_source AS decisionSource, blocked_ms AS blockedMs, mcp_server AS mcpServer
     FROM tool_calls WHERE ${condition} ORDER BY ifnull(started_at, ended_at) DESC LIMIT ?`,
    ...values,
    limit
  ).map((call) => ({ ...call, success: call.success === null ? null : call.success === 1 }));
}
