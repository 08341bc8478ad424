import { type DatabaseSync } from 'node:sqlite';
import { text, whole } from '../values.ts';
import { taskKey, type TaskRows } from './task-rows.ts';
import { type Projection } from './types.ts';

/** An agent that says it took a task up within this time of the change in the file is the one that did, ms. */
const SAME_CHANGE_MS = 60_000;

const STATUSES = new Set(['ok', 'error', 'cancelled']);

/** Tries at tasks, from `attempt.*` events alone. An end without a known beginning makes none. */
export function attemptsProjection(db: DatabaseSync, tasks: TaskRows): Projection {
  const insert = db.prepare('INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?)');
  const running = db.prepare(`
    SELECT id, started_at FROM attempts WHERE project = ? AND tag = ? AND task_id = ? AND ended_at IS NULL
    ORDER BY number = ? DESC, id DESC LIMIT 1`);
  const earlier = db.prepare('SELECT 1 FROM attempts WHERE project = ? AND tag = ? AND task_id = ? LIMIT 1');
  const end = db.prepare('UPDATE attempts SET ended_at = ?, status = ?, detail = coalesce(?, detail) WHERE id = ?');
  const taker = db.prepare(`
    SELECT session FROM evidence
    WHERE project = ? AND tag = ? AND task_id = ? AND kind = 'status-change' AND at BETWEEN ? AND ?
    ORDER BY at DESC, seq DESC LIMIT 1`);
  const adopt = db.prepare(`
    UPDATE attempts SET session = ?, agent = coalesce(agent, ?)
    WHERE project = ? AND tag = ? AND task_id = ? AND ended_at IS NULL AND session IS NULL AND started_at BETWEEN ? AND ?`);
  return {
    on: {
      'attempt.started'(event) {
        const { project, tag, taskId, data } = event;
        if (project === undefined || tag === undefined || taskId === undefined) {
          return;
        }
        const number = event.attempt ?? whole(data.number) ?? 1;
        const isFirst = earlier.get(project, tag, taskId) === undefined;
        const near = event.session
          ? undefined
          : (taker.get(project, tag, taskId, event.at - SAME_CHANGE_MS, event.at + SAME_CHANGE_MS) as
              { session: string } | undefined);
        insert.run(
          event.seq,
          project,
          tag,
          taskId,
          event.run ?? null,
          number,
          event.at,
          'running',
          text(data.origin) ?? text(data.executor) ?? event.source,
          event.session ?? near?.session ?? null,
          event.agent ?? null,
          null
        );
        const key = taskKey(project, tag, taskId);
        const state = tasks.get(key);
        if (state) {
          // The attempt that was under way when the task was first seen, told of afterwards.
          state.attempts += isFirst && state.attempts === 1 && number === 1 ? 0 : 1;
          state.started_at = Math.min(state.started_at ?? Infinity, event.at);
          tasks.put(key, state);
        }
      },
      'attempt.ended'(event) {
        const { project, tag, taskId, data } = event;
        if (project === undefined || tag === undefined || taskId === undefined) {
          return;
        }
        const open = running.get(project, tag, taskId, event.attempt ?? null) as
          { id: number; started_at: number } | undefined;
        if (!open) {
          return;
        }
        const until = Math.max(event.at, open.started_at); // a clock that was put back makes no negative durations
        const status = STATUSES.has(String(data.status)) ? String(data.status) : 'unknown';
        const { exitCode, reason } = data;
        const detail = exitCode === undefined && reason === undefined ? null : JSON.stringify({ exitCode, reason });
        end.run(until, status, detail, open.id);
        const key = taskKey(project, tag, taskId);
        const state = tasks.get(key);
        if (state) {
          state.busy_ms = (state.busy_ms ?? 0) + until - open.started_at;
          tasks.put(key, state);
        }
      },
      'evidence.seen'(event) {
        const { project, tag, session, at } = event;
        const taskId = text(event.data.taskId) ?? event.taskId;
        if (project && tag && taskId && session && event.data.kind === 'status-change') {
          adopt.run(session, event.agent ?? null, project, tag, taskId, at - SAME_CHANGE_MS, at + SAME_CHANGE_MS);
        }
      },
    },
  };
}
