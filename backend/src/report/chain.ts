import { criticalPath } from '../analysis/critical-path.ts';
import { buildTaskGraph, type TaskItem } from '../analysis/task-graph.ts';
import { buildWorkNetwork } from '../analysis/work-network.ts';
import { type RunReport } from './types.ts';

/** The longest chain of declared dependencies by time worked (critical path over what happened, not over estimates). */
export function slowestChain(tasks: readonly TaskItem[], workedMs: ReadonlyMap<string, number>): RunReport['chain'] {
  // All are taken as open: what counts is how long each took, whatever became of it.
  const items = tasks.map((task) => ({ ...task, status: 'pending' }));
  const graph = buildTaskGraph(items);
  const leftOut = new Uint8Array(items.length);
  const worked = (place: number) => workedMs.get(items[place]?.taskId ?? '') ?? 0;
  const { chain, length } = criticalPath(graph, buildWorkNetwork(graph, false), leftOut, worked);
  return {
    links: chain.map((place) => ({
      taskId: items[place]!.taskId,
      title: items[place]!.title,
      durationMs: worked(place),
    })),
    totalMs: length,
  };
}
