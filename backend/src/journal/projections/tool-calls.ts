import { type DatabaseSync } from 'node:sqlite';
import { type JournalEvent } from '#contract/events.ts';
import { amount, flag, number, text } from '../values.ts';
import { type SessionRow, type SessionRows } from './session-rows.ts';
import { type Projection } from './types.ts';

interface CallRow {
  success: number | null;
  decision: string | null;
  blocked_ms: number | null;
}

/** Decisions nobody was asked for. */
const AUTOMATIC = new Set(['config', 'hook', 'auto_mode']);

/**
 * Tool calls, told by hooks and by telemetry: one row a call, whoever says it first, and every count of a session once a call.
 */
export function toolCallsProjection(db: DatabaseSync, sessions: SessionRows): Projection {
  const find = db.prepare('SELECT success, decision, blocked_ms FROM tool_calls WHERE session = ? AND id = ?');
  const write = db.prepare(`
    INSERT INTO tool_calls VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET tool = CASE tool WHEN 'unknown' THEN excluded.tool ELSE tool END, agent_id = coalesce(agent_id, excluded.agent_id),
      started_at = min(coalesce(started_at, excluded.started_at), coalesce(excluded.started_at, started_at)),
      ended_at = coalesce(ended_at, excluded.ended_at), success = coalesce(success, excluded.success),
      duration_ms = coalesce(duration_ms, excluded.duration_ms), error_type = coalesce(error_type, excluded.error_type),
      decision = coalesce(decision, excluded.decision), decision_source = coalesce(decision_source, excluded.decision_source),
      blocked_ms = coalesce(blocked_ms, excluded.blocked_ms), mcp_server = coalesce(mcp_server, excluded.mcp_server)`);

  const call = (event: JournalEvent, apply: (known: CallRow | undefined, session: SessionRow) => void): void => {
    const { data, session } = event;
    const row = session === undefined ? undefined : sessions.get(session);
    if (session === undefined || !row) {
      return;
    }
    const id = text(data.toolUseId);
    const known = id === null ? undefined : (find.get(session, id) as CallRow | undefined);
    apply(known, row);
    sessions.put(row.id, row);
    const ended = event.type === 'tool.ended';
    const duration = ended ? number(data.durationMs) : null;
    const began = ended ? event.at - Math.max(0, Math.round(duration ?? 0)) : event.at;
    if (id !== null) {
      write.run(
        session,
        id,
        text(data.tool) ?? 'unknown',
        text(data.agentId),
        event.type === 'tool.started' || (ended && duration !== null) ? began : null,
        ended ? event.at : null,
        ended ? flag(data.success) : null,
        duration,
        ended ? text(data.errorType) : null,
        text(data.decision),
        event.type === 'tool.decided' ? text(data.source) : null,
        number(data.blockedMs),
        text(data.mcpServer)
      );
    }
  };
  const seen = (known: CallRow | undefined, session: SessionRow): void => {
    session.tool_calls += known ? 0 : 1;
  };

  return {
    on: {
      'tool.started': (event) => call(event, seen),
      'tool.ended': (event) =>
        call(event, (known, session) => {
          seen(known, session);
          session.tool_errors += event.data.success === false && (known?.success ?? null) === null ? 1 : 0;
        }),
      'tool.decided': (event) =>
        call(event, (known, session) => {
          if (text(event.data.toolUseId) !== null) {
            seen(known, session); // a refused call has neither start nor end
          }
          session.blocked_ms += (known?.blocked_ms ?? null) === null ? Math.round(amount(event.data.blockedMs)) : 0;
          if ((known?.decision ?? null) !== null) {
            return;
          }
          const source = text(event.data.source);
          if (source !== null && AUTOMATIC.has(source)) {
            session.decisions_auto++;
          } else if (source?.startsWith('user')) {
            session.decisions_human++;
          }
          session.decisions_rejected += event.data.decision === 'reject' ? 1 : 0;
        }),
    },
  };
}
