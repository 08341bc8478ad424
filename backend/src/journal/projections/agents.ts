import { type DatabaseSync } from 'node:sqlite';
import { text, whole } from '../values.ts';
import { type Projection } from './types.ts';

/** Agents and sub-agents of a session. One whose beginning was not seen begins with its duration before its end. */
export function agentsProjection(db: DatabaseSync): Projection {
  const start = db.prepare(`
    INSERT INTO agents VALUES (?, ?, ?, ?, ?, NULL, 'running', NULL)
    ON CONFLICT DO UPDATE SET type = coalesce(excluded.type, type), parent = coalesce(excluded.parent, parent),
      started_at = min(started_at, excluded.started_at)`);
  const end = db.prepare(`
    INSERT INTO agents VALUES (?, ?, ?, NULL, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET type = coalesce(type, excluded.type), ended_at = max(excluded.ended_at, started_at),
      status = CASE WHEN excluded.status = 'unknown' AND status IN ('ok', 'error') THEN status ELSE excluded.status END,
      tool_uses = coalesce(excluded.tool_uses, tool_uses)`);
  return {
    on: {
      'agent.started'(event) {
        const agent = text(event.data.agentId);
        if (event.session !== undefined && agent !== null) {
          start.run(event.session, agent, text(event.data.agentType), text(event.data.parentAgentId), event.at);
        }
      },
      'agent.ended'(event) {
        const { data } = event;
        const agent = text(data.agentId);
        if (event.session !== undefined && agent !== null) {
          const status = typeof data.success === 'boolean' ? (data.success ? 'ok' : 'error') : 'unknown';
          const began = event.at - Math.max(0, whole(data.durationMs) ?? 0);
          end.run(event.session, agent, text(data.agentType), began, event.at, status, whole(data.toolUses));
        }
      },
    },
  };
}
