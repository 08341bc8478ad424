import { type TaskRow } from '../rows.ts';

/** Key of a task in graph and timeline: the row id of the service. */
export const rowId = (project: string, tag: string, taskId: string) => `${project}/${tag}/${taskId}`;

/** Task id of a node or span id of that tag; undefined for what is no task (a run, a dependency the file lacks). */
export function taskIdOf(project: string, tag: string, id: string | null): string | undefined {
  const prefix = `${project}/${tag}/`;
  const rest = id?.startsWith(prefix) ? id.slice(prefix.length) : '';
  return rest === '' || rest.startsWith('?') ? undefined : rest;
}

/** Why a task waits, may start or runs, as a sentence. */
export function standing(task: TaskRow): string {
  if (task.status === 'in-progress') {
    return task.agent === null
      ? 'In progress; no agent is known to be at work on it'
      : `${task.agent} is at work on it`;
  }
  if (task.blockedBy) {
    return `Waits for ${task.blockedBy.split(',').join(', ')}`;
  }
  return task.ready ? 'Ready to start' : '';
}
