import { newEvent, type NewEvent } from '#contract/events.ts';
import { type CommittedState } from './committed-state.ts';
import { type Commit } from './list-commits.ts';

/**
 * The status changes a commit made. Against one parent: what differs from it. A merge: only what differs from every
 * parent, for the rest came in with the commits it joins. A task's first appearance is a state, not a change.
 */
export function committedTransitions(
  project: string,
  commit: Commit,
  state: CommittedState,
  parents: readonly CommittedState[]
): NewEvent[] {
  const events: NewEvent[] = [];
  for (const [tag, tasks] of state) {
    for (const [taskId, task] of tasks) {
      const before = parents.map((parent) => parent.get(tag)?.get(taskId)).filter((known) => known !== undefined);
      const first = before[0];
      if (!first || before.some((known) => known.status === task.status)) {
        continue;
      }
      events.push(
        newEvent('task.status', {
          id: `git:${project}:${commit.hash}:${tag}:${taskId}`,
          project,
          tag,
          taskId,
          at: commit.at,
          source: 'git',
          data: {
            from: first.status,
            to: task.status,
            ...(task.rawStatus === undefined ? {} : { rawTo: task.rawStatus }),
            commit: commit.hash,
            author: commit.author,
            title: task.title,
          },
        })
      );
    }
  }
  return events;
}
