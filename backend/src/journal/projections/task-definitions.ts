import { type DatabaseSync } from 'node:sqlite';
import { type TaskDefinition } from '#contract/events.ts';
import { number, text, whole } from '../values.ts';

/** Writes what a task file says about a task, and what the task depends on. */
export interface TaskDefinitions {
  /** A task seen for the first time; `status` is one of the eight. */
  insert(project: string, tag: string, taskId: string, task: Partial<TaskDefinition>, status: string, at: number): void;
  update(project: string, tag: string, taskId: string, task: Partial<TaskDefinition>): void;
}

export function taskDefinitions(db: DatabaseSync): TaskDefinitions {
  const insert = db.prepare(`
    INSERT INTO tasks (project, tag, task_id, parent_id, position, title, status, raw_status, priority, complexity, duplicate_of,
      definition, first_seen_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = db.prepare(`
    UPDATE tasks SET parent_id = ?, position = ?, title = ?, priority = ?, complexity = ?, duplicate_of = ?, definition = ?
    WHERE project = ? AND tag = ? AND task_id = ?`);
  const clear = db.prepare('DELETE FROM dependencies WHERE project = ? AND tag = ? AND task_id = ?');
  const depend = db.prepare('INSERT INTO dependencies VALUES (?, ?, ?, ?, ?, ?, ?, ?)');

  const writeDependencies = (project: string, tag: string, taskId: string, task: Partial<TaskDefinition>): void => {
    const list: unknown = task.dependencies;
    for (const [ordinal, item] of (Array.isArray(list) ? list : []).entries()) {
      const { raw, taskId: on, resolved, ambiguous } = (item ?? {}) as Record<string, unknown>;
      depend.run(
        project,
        tag,
        taskId,
        ordinal,
        text(on),
        text(raw) ?? text(on) ?? '',
        resolved === true ? 1 : 0,
        ambiguous === true ? 1 : 0
      );
    }
  };
  return {
    insert(project, tag, taskId, task, status, at) {
      insert.run(
        project,
        tag,
        taskId,
        parentOf(taskId, task),
        whole(task.position) ?? 0,
        text(task.title) ?? `Task ${taskId}`,
        status,
        text(task.rawStatus),
        text(task.priority),
        number(task.complexity),
        text(task.duplicateOf),
        JSON.stringify(task),
        at,
        at
      );
      writeDependencies(project, tag, taskId, task);
    },
    update(project, tag, taskId, task) {
      update.run(
        parentOf(taskId, task),
        whole(task.position) ?? 0,
        text(task.title) ?? `Task ${taskId}`,
        text(task.priority),
        number(task.complexity),
        text(task.duplicateOf),
        JSON.stringify(task),
        project,
        tag,
        taskId
      );
      clear.run(project, tag, taskId);
      writeDependencies(project, tag, taskId, task);
    },
  };
}

/** A definition that names no parent, as other executors may send it, has the one its id says. */
function parentOf(taskId: string, task: Partial<TaskDefinition>): string | null {
  const dot = taskId.lastIndexOf('.');
  return text(task.parentId) ?? (dot > 0 ? taskId.slice(0, dot) : null);
}
