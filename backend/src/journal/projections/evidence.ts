import { type DatabaseSync } from 'node:sqlite';
import { EVIDENCE_KINDS } from '#contract/events.ts';
import { isTerminal, nearestStatus } from '#contract/status.ts';
import { text, whole } from '../values.ts';
import { type DirtySessions } from './dirty-sessions.ts';
import { type Projection } from './types.ts';

/** What was said about which task a session serves, as it came in, and which sessions that concerns. */
export function evidenceProjection(db: DatabaseSync, dirty: DirtySessions): Projection {
  const insert = db.prepare('INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const claiming = db.prepare('SELECT DISTINCT session FROM evidence WHERE project = ? AND tag = ? AND task_id = ?');
  return {
    on: {
      'evidence.seen'(event) {
        const { data, session } = event;
        const taskId = text(data.taskId) ?? event.taskId;
        const kind = String(data.kind);
        if (
          session === undefined ||
          !taskId ||
          !(EVIDENCE_KINDS as readonly string[]).includes(kind) ||
          kind === 'none'
        ) {
          return;
        }
        insert.run(
          event.seq,
          session,
          event.at,
          whole(data.until),
          kind,
          text(data.status),
          event.project ?? null,
          text(data.tag) ?? event.tag ?? null,
          taskId,
          event.attempt ?? null,
          text(data.detail)
        );
        dirty.mark(session, 0);
      },
      'task.status'(event) {
        const { project, tag, taskId, data } = event;
        if (project && tag && taskId && event.source !== 'git' && isTerminal(nearestStatus(data.to))) {
          for (const row of claiming.all(project, tag, taskId) as Array<{ session: string }>) {
            dirty.mark(row.session, 0);
          }
        }
      },
    },
  };
}
