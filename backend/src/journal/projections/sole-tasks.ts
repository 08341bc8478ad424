import { type DatabaseSync } from 'node:sqlite';
import { keyOf, MANY, type Mark, sameTask, type SoleSpan, soleSpans, type TaskKey } from '../attribution/sole.ts';
import { type DirtySessions } from './dirty-sessions.ts';
import { type ProgressMarks } from './progress-marks.ts';
import { type Projection } from './types.ts';

interface SoleRow {
  from_at: number;
  tag: string | null;
  task_id: string | null;
}

/**
 * Keeps `sole_tasks` what the marks say: before the commit, from the earliest new mark on. Marks mostly come in order of time, so
 * that is the tail of the table; one that comes late costs the stretch it was late by.
 */
export function soleTasksProjection(db: DatabaseSync, marks: ProgressMarks, dirty: DirtySessions): Projection {
  const marksFrom = db.prepare(
    'SELECT tag, task_id, at, on_ FROM progress_marks WHERE project = ? AND at >= ? ORDER BY at, seq'
  );
  const current = db.prepare('SELECT tag, task_id FROM in_progress WHERE project = ?');
  const markBefore = db.prepare(`
    SELECT on_ FROM progress_marks WHERE project = ? AND tag = ? AND task_id = ? AND at < ? ORDER BY at DESC, seq DESC LIMIT 1`);
  const rowBefore = db.prepare(
    'SELECT from_at, tag, task_id FROM sole_tasks WHERE project = ? AND from_at < ? ORDER BY from_at DESC LIMIT 1'
  );
  const rowsFrom = db.prepare(
    'SELECT from_at, tag, task_id FROM sole_tasks WHERE project = ? AND from_at >= ? ORDER BY from_at'
  );
  const clear = db.prepare('DELETE FROM sole_tasks WHERE project = ? AND from_at >= ?');
  const insert = db.prepare('INSERT INTO sole_tasks VALUES (?, ?, ?, ?)');
  const later = db.prepare('SELECT id FROM sessions WHERE project = ? AND last_at >= ?');
  const reaching = db.prepare(`
    SELECT DISTINCT session AS id FROM attributions
    WHERE project = ?1 AND kind = 'only-in-progress' AND until_at IS NULL
    UNION SELECT session FROM attributions WHERE project = ?1 AND kind = 'only-in-progress' AND until_at > ?2`);

  /** What was in progress just before `from`: tasks without a mark since are as they are now. */
  const inProgressBefore = (project: string, from: number, touched: Map<string, TaskKey>): Map<string, TaskKey> => {
    const tasks = new Map<string, TaskKey>();
    for (const [key, task] of touched) {
      const mark = markBefore.get(project, task.tag, task.taskId, from) as { on_: number } | undefined;
      if (mark?.on_ === 1) {
        tasks.set(key, task);
      }
    }
    let others = 0;
    for (const row of current.iterate(project) as Iterable<{ tag: string; task_id: string }>) {
      const task = { tag: row.tag, taskId: row.task_id };
      if (!touched.has(keyOf(task))) {
        tasks.set(keyOf(task), task);
        if (++others > MANY) {
          break; // many, whatever the others do
        }
      }
    }
    return tasks;
  };

  const update = (project: string, from: number): void => {
    const list: Mark[] = [];
    const touched = new Map<string, TaskKey>();
    for (const row of marksFrom.iterate(project, from) as Iterable<{
      tag: string;
      task_id: string;
      at: number;
      on_: number;
    }>) {
      const mark = { tag: row.tag, taskId: row.task_id, at: row.at, on: row.on_ === 1 };
      list.push(mark);
      touched.set(keyOf(mark), { tag: mark.tag, taskId: mark.taskId });
    }
    const before = taskOf(rowBefore.get(project, from) as SoleRow | undefined);
    const spans = soleSpans(inProgressBefore(project, from, touched), before, list);
    const known = rowsFrom.all(project, from) as unknown as SoleRow[];
    const changed = firstDifference(known, spans);
    if (changed === undefined) {
      return;
    }
    clear.run(project, changed);
    for (const span of spans) {
      if (span.from >= changed) {
        insert.run(project, span.from, span.task?.tag ?? null, span.task?.taskId ?? null);
      }
    }
    for (const query of [later, reaching]) {
      for (const { id } of query.all(project, changed) as Array<{ id: string }>) {
        dirty.mark(id, changed);
      }
    }
  };

  return {
    flush() {
      for (const [project, from] of marks.takeChanged()) {
        update(project, from);
      }
    },
    forget: () => marks.forget(),
  };
}

function taskOf(row: SoleRow | undefined): TaskKey | null {
  return row && row.tag !== null && row.task_id !== null ? { tag: row.tag, taskId: row.task_id } : null;
}

/** The earliest moment at which the rows and the spans say something else; undefined where they agree. */
function firstDifference(rows: readonly SoleRow[], spans: readonly SoleSpan[]): number | undefined {
  for (let index = 0; index < Math.max(rows.length, spans.length); index++) {
    const row = rows[index];
    const span = spans[index];
    if (row?.from_at !== span?.from || !sameTask(taskOf(row), span?.task)) {
      return Math.min(row?.from_at ?? Infinity, span?.from ?? Infinity);
    }
  }
  return undefined;
}
