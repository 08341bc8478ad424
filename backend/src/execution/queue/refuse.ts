import { isTerminal } from '#contract/status.ts';
import { packEdges, strongComponents } from '../../analysis/strong-components.ts';
import { type TaskGraph } from '../../analysis/task-graph.ts';

/** What makes a queue impossible, in sentences that name the tasks. Nothing of it may be begun before this is empty. */
export interface Refusal {
  kind: 'cycle' | 'missing' | 'duplicate' | 'empty';
  text: string;
  taskIds: string[];
}

/**
 * Circles of dependencies, dependencies on tasks the file lacks, ids that stand twice, and no task at all. Only what is still open is
 * looked at: a circle among finished tasks stops nobody. A subtask also waits for what its task depends on, and a task
 * for its subtasks; circles through those are found too.
 */
export function refusalsOf(graph: TaskGraph): Refusal[] {
  const refusals: Refusal[] = [];
  const { items } = graph;
  if (items.length === 0) {
    return [{ kind: 'empty', text: 'The task file has no tasks in this tag.', taskIds: [] }];
  }
  const open = items.map(({ status }) => !isTerminal(status));
  const successors = items.map((_item, place) =>
    open[place] ? [...graph.dependencies[place]!, ...graph.children[place]!].filter((at) => open[at]) : []
  );
  // A subtask waits for what its task waits for: it inherits the edges of everything above it.
  items.forEach((_item, place) => {
    for (let above = graph.parent[place]!; open[place] && above >= 0; above = graph.parent[above]!) {
      for (const at of graph.dependencies[above]!) {
        if (open[at]) {
          successors[place]!.push(at);
        }
      }
    }
  });
  for (const component of circles(successors)) {
    const ids = circleIn(component, successors).map((at) => items[at]!.taskId);
    const shown = ids.length > 12 ? [...ids.slice(0, 12), '…'] : ids;
    const text = `Tasks wait for each other in a circle: ${[...shown, ids[0]].join(' → ')}. Remove one of these dependencies.`;
    refusals.push({ kind: 'cycle', text, taskIds: ids });
  }
  graph.unresolved.forEach((missing, place) => {
    if (missing.length > 0 && open[place]) {
      const { taskId } = items[place]!;
      const text = `Task ${taskId} depends on ${missing.join(', ')}, which the file does not have. Correct its dependencies.`;
      refusals.push({ kind: 'missing', text, taskIds: [taskId] });
    }
  });
  const twice = items.filter((item) => 'duplicateOf' in item).map(({ taskId }) => taskId.replace(/#\d+$/, ''));
  for (const taskId of new Set(twice)) {
    const text = `The file has more than one task ${taskId}: which of them a dependency means cannot be known.`;
    refusals.push({ kind: 'duplicate', text, taskIds: [taskId] });
  }
  return refusals;
}

function circles(successors: number[][]): number[][] {
  const from: number[] = [];
  const to: number[] = [];
  successors.forEach((targets, place) => {
    for (const target of targets) {
      from.push(place);
      to.push(target);
    }
  });
  const { of, count } = strongComponents(successors.length, packEdges(successors.length, from, to));
  const members = Array.from({ length: count }, (): number[] => []);
  of.forEach((component, place) => members[component]!.push(place));
  return members.filter((list) => list.length > 1 || (list.length === 1 && successors[list[0]!]!.includes(list[0]!)));
}

/** One circle through a strongly connected component, in the order of waiting: the shortest through its first member. */
function circleIn(component: number[], successors: number[][]): number[] {
  const start = component[0]!;
  const inside = new Set(component);
  const from = new Map<number, number>();
  for (const queue = [start]; queue.length > 0;) {
    const place = queue.shift()!;
    for (const next of successors[place]!) {
      if (next === start) {
        const path = [place];
        while (path.at(-1) !== start) {
          path.push(from.get(path.at(-1)!)!);
        }
        return path.reverse();
      }
      if (inside.has(next) && !from.has(next)) {
        from.set(next, place);
        queue.push(next);
      }
    }
  }
  return component;
}
