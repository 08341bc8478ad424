import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Task Master keeps its task list: today's place first, then the one of versions before 0.13. */
export const TASK_FILES = [join('.taskmaster', 'tasks', 'tasks.json'), join('tasks', 'tasks.json')] as const;
export const STATE_FILE = join('.taskmaster', 'state.json');
/** Complexity reports: today's folder, and the legacy one. */
export const REPORT_FOLDERS = [join('.taskmaster', 'reports'), 'scripts'] as const;

/** The task file of a project folder, relative to it; undefined where there is none (yet). */
export function locateTasksFile(folder: string): string | undefined {
  return TASK_FILES.find((file) => existsSync(join(folder, file)));
}
