import { type DatabaseSync } from 'node:sqlite';
import { IN_LIST } from '../telemetry/attributions.ts';
import { rows } from '../sql.ts';

interface TaskOf {
  project: string | null;
  tag: string | null;
  task_id: string | null;
}

/** Titles of the tasks some rows are about; of a task in several tags where the row names none, the first tag's. */
export function loadTitles(db: DatabaseSync, about: readonly TaskOf[]): (row: TaskOf) => string | undefined {
  const byProject = new Map<string, Set<string>>();
  for (const { project, task_id: taskId } of about) {
    if (project !== null && taskId !== null) {
      byProject.set(project, (byProject.get(project) ?? new Set()).add(taskId));
    }
  }
  const titles = new Map<string, string>();
  for (const [project, ids] of byProject) {
    const tags = rows<{ tag: string; task_id: string; title: string }>(
      db,
      `SELECT tag, task_id, title FROM tasks WHERE project = ? AND tag ${IN_LIST} AND task_id ${IN_LIST} ORDER BY tag DESC`,
      project,
      JSON.stringify([...new Set(about.filter((one) => one.project === project).map((one) => one.tag ?? 'master'))]),
      JSON.stringify([...ids])
    );
    for (const { tag, task_id: taskId, title } of tags) {
      titles.set(`${project}\u0000${tag}\u0000${taskId}`, title);
      titles.set(`${project}\u0000\u0000${taskId}`, title);
    }
  }
  return ({ project, tag, task_id: taskId }) => titles.get(`${project}\u0000${tag ?? ''}\u0000${taskId}`);
}
