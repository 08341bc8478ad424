import { type DatabaseSync } from 'node:sqlite';
import { type JournalEvent } from '#contract/events.ts';
import { type TaskState } from './task-rows.ts';

/** When tasks were in progress and when not, and from when on each project's answer to "the only one" must be looked at again. */
export interface ProgressMarks {
  set(task: Pick<TaskState, 'project' | 'tag' | 'task_id'>, event: Pick<JournalEvent, 'at' | 'seq'>, on: boolean): void;
  /** Projects with new marks and the earliest moment of those; forgets them. */
  takeChanged(): Map<string, number>;
  forget(): void;
}

export function progressMarks(db: DatabaseSync): ProgressMarks {
  const insert = db.prepare('INSERT OR REPLACE INTO progress_marks VALUES (?, ?, ?, ?, ?, ?)');
  const later = db.prepare(`
    SELECT 1 FROM progress_marks WHERE project = ?1 AND tag = ?2 AND task_id = ?3 AND (at > ?4 OR (at = ?4 AND seq > ?5)) LIMIT 1`);
  const enter = db.prepare('INSERT OR IGNORE INTO in_progress VALUES (?, ?, ?)');
  const leave = db.prepare('DELETE FROM in_progress WHERE project = ? AND tag = ? AND task_id = ?');
  let changed = new Map<string, number>();
  return {
    set(task, event, on) {
      const { project, tag, task_id } = task;
      insert.run(project, tag, task_id, event.at, event.seq, on ? 1 : 0);
      if (!later.get(project, tag, task_id, event.at, event.seq)) {
        (on ? enter : leave).run(project, tag, task_id);
      }
      changed.set(task.project, Math.min(changed.get(task.project) ?? Infinity, event.at));
    },
    takeChanged() {
      const taken = changed;
      if (taken.size > 0) {
        changed = new Map();
      }
      return taken;
    },
    forget() {
      changed = new Map();
    },
  };
}
