import { type ProjectRow } from '../rows.ts';

export interface NoTasks {
  title: string;
  text: string;
  /** Something is wrong, not only not there yet. */
  failed: boolean;
}

/** Why a project has nothing to show: in its own words where its inputs cannot be read. */
export function noTasksView(project: Pick<ProjectRow, 'state' | 'problem' | 'path'> | undefined): NoTasks {
  if (project?.problem) {
    return { title: 'This project cannot be read', text: project.problem, failed: true };
  }
  const toDo = 'Let Task Master parse your requirements, or add a task; the tasks appear by themselves.';
  const where = project?.state === 'missing' ? ` in ${project.path}` : '';
  const what = `The service follows this project, but has read no task file of it${where}.`;
  return { title: 'No tasks yet', text: `${what} ${toDo}`, failed: false };
}
