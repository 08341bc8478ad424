import { type DatabaseSync } from 'node:sqlite';
import { type JournalEvent, type TaskDefinition } from '#contract/events.ts';
import { isFinished, nearestStatus } from '#contract/status.ts';
import { text } from '../values.ts';
import { type ProgressMarks } from './progress-marks.ts';
import { taskDefinitions } from './task-definitions.ts';
import { taskKey, type TaskRows, type TaskState } from './task-rows.ts';
import { type Projection } from './types.ts';

/**
 * Tasks as they are now. Git events tell the past of tasks: they give a finished task the time it was finished where nobody saw
 * it, and touch nothing else.
 */
export function tasksProjection(db: DatabaseSync, rows: TaskRows, marks: ProgressMarks): Projection {
  const definitions = taskDefinitions(db);
  const committedFinish = db.prepare(`
    SELECT max(at) AS at FROM transitions
    WHERE project = ? AND tag = ? AND task_id = ? AND source = 'git' AND to_status IN ('done', 'completed')`);

  /** Attempts that were told of before the task itself was. */
  const attemptsBefore = db.prepare(`
    SELECT count(*) AS attempts, min(started_at) AS started, sum(ended_at - started_at) AS busy
    FROM attempts WHERE project = ? AND tag = ? AND task_id = ?`);

  const stateOf = (event: JournalEvent): TaskState | undefined =>
    event.project === undefined || event.tag === undefined || event.taskId === undefined
      ? undefined
      : rows.get(taskKey(event.project, event.tag, event.taskId));

  const create = (
    event: JournalEvent,
    task: Partial<TaskDefinition>,
    status: string,
    raw: string | null
  ): TaskState => {
    const { project = '', tag = '', taskId = '', at } = event;
    definitions.insert(project, tag, taskId, task, status, at);
    const finish = isFinished(status)
      ? (committedFinish.get(project, tag, taskId) as { at: number | null } | undefined)?.at
      : null;
    const { attempts, started, busy } = attemptsBefore.get(project, tag, taskId) as {
      attempts: number;
      started: number | null;
      busy: number | null;
    };
    const state: TaskState = {
      project,
      tag,
      task_id: taskId,
      status,
      raw_status: raw,
      first_seen_at: at,
      changed_at: at,
      started_at: started,
      finished_at: finish ?? null,
      last_activity_at: null,
      last_run: null,
      last_agent: null,
      // One that is in work has at least the attempt that is under way, also where nobody saw it begin.
      attempts: status === 'in-progress' ? Math.max(1, attempts) : attempts,
      busy_ms: busy,
      removed_at: null,
    };
    marks.set(state, event, status === 'in-progress');
    return rows.put(taskKey(project, tag, taskId), state);
  };

  /** A status that was set at `event.at`; an older one than the last is history. */
  const setStatus = (state: TaskState, event: JournalEvent, to: string, raw: string | null, seen: boolean): void => {
    marks.set(state, event, to === 'in-progress' && !(state.removed_at !== null && event.at >= state.removed_at));
    if (event.at >= state.changed_at) {
      state.changed_at = event.at;
      state.status = to;
      state.raw_status = raw;
      state.finished_at = isFinished(to) ? (seen ? event.at : state.finished_at) : null;
    }
  };

  const define = (event: JournalEvent): void => {
    const task = event.data.task as Partial<TaskDefinition> | undefined;
    if (event.source === 'git' || !task || event.project === undefined || event.taskId === undefined) {
      return;
    }
    const status = nearestStatus(text(task.status) ?? text(task.rawStatus));
    const raw = text(task.rawStatus);
    const state = stateOf(event);
    if (!state) {
      create(event, task, status, raw);
      return;
    }
    definitions.update(state.project, state.tag, state.task_id, task);
    if (state.removed_at !== null && event.at >= state.removed_at) {
      state.removed_at = null;
      marks.set(state, event, state.status === 'in-progress');
    }
    if (state.status !== status || state.raw_status !== raw) {
      setStatus(state, event, status, raw, false);
    }
    rows.put(taskKey(state.project, state.tag, state.task_id), state);
  };

  const commit = (event: JournalEvent): void => {
    const state = stateOf(event);
    if (!state || !isFinished(state.status) || !isFinished(nearestStatus(event.data.to))) {
      return;
    }
    const known = state.finished_at;
    if (known === null || (known < event.at && known <= state.first_seen_at && event.at <= state.first_seen_at)) {
      state.finished_at = event.at;
      rows.put(taskKey(state.project, state.tag, state.task_id), state);
    }
  };

  return {
    on: {
      'task.added': define,
      'task.changed': define,
      'task.status'(event) {
        if (event.source === 'git') {
          commit(event);
          return;
        }
        if (event.project === undefined || event.tag === undefined || event.taskId === undefined) {
          return;
        }
        const to = nearestStatus(event.data.to);
        const raw = text(event.data.rawTo);
        const state = stateOf(event);
        if (state) {
          setStatus(state, event, to, raw, event.data.initial !== true);
          rows.put(taskKey(state.project, state.tag, state.task_id), state);
        } else {
          // Heard of before its file was read, or from an executor that has none.
          const title = text(event.data.title) ?? `Task ${event.taskId}`;
          const made = create(event, { taskId: event.taskId, title }, to, raw);
          made.finished_at = isFinished(to) && event.data.initial !== true ? event.at : made.finished_at;
        }
      },
      'task.removed'(event) {
        const state = stateOf(event);
        if (state && event.source !== 'git') {
          state.removed_at = event.at;
          marks.set(state, event, false);
          rows.put(taskKey(state.project, state.tag, state.task_id), state);
        }
      },
    },
    flush: () => rows.flush(),
    forget: () => rows.forget(),
  };
}

/** When and by whom something was last done to a task. A definition alone is not something done. Comes after all who make task rows. */
export function taskActivity(rows: TaskRows): Projection {
  return {
    every(event) {
      if (event.taskId === undefined || event.type === 'task.added' || event.type === 'task.changed') {
        return;
      }
      const key = taskKey(event.project ?? '', event.tag ?? '', event.taskId);
      const state = rows.get(key);
      if (!state) {
        return;
      }
      if (event.at >= (state.last_activity_at ?? 0)) {
        state.last_activity_at = event.at;
        state.last_run = event.run ?? state.last_run;
        state.last_agent = event.agent ?? state.last_agent;
      }
      rows.put(key, state);
    },
  };
}
