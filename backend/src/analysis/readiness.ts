import { isFinished, isTerminal } from '#contract/status.ts';
import { bottomUp, type TaskGraph } from './task-graph.ts';

/**
 * What can start and what waits for what, by the rule of Task Master's own `next` (claude-task-master, tm-core
 * `task-service.ts` getNextTask): a dependency is satisfied only when it is done or completed. So a cancelled dependency still
 * blocks, and so does one that is not in the file: Task Master would never propose the task either.
 */

export interface Readiness {
  /** Pending, everything it and its parents depend on is finished, and no parent is over. */
  ready: Uint8Array;
  /** Ids (as written where they are not in the file) of what is unfinished: the item's own first, then its parents'. */
  blockedBy: ReadonlyArray<readonly string[]>;
}

const NOTHING: readonly string[] = [];

/** Ready and blocked items. Only items that are not over themselves are said to be blocked. */
export function readinessOf(graph: TaskGraph): Readiness {
  const size = graph.items.length;
  const ready = new Uint8Array(size);
  const waits: Array<readonly string[]> = new Array<readonly string[]>(size).fill(NOTHING);
  const parentOver = new Uint8Array(size);
  for (const place of bottomUp(graph).reverse()) {
    const above = graph.parent[place]!;
    const own = unfinished(graph, place);
    const inherited = above >= 0 ? waits[above]! : NOTHING;
    waits[place] = own.length === 0 ? inherited : inherited.length === 0 ? own : [...new Set([...own, ...inherited])];
    parentOver[place] = above >= 0 && (parentOver[above] === 1 || isTerminal(graph.items[above]!.status)) ? 1 : 0;
    const pending = graph.items[place]!.status === 'pending';
    ready[place] = pending && waits[place]!.length === 0 && !parentOver[place] ? 1 : 0;
  }
  const blockedBy = waits.map((ids, place) => (isTerminal(graph.items[place]!.status) ? NOTHING : ids));
  return { ready, blockedBy };
}

function unfinished(graph: TaskGraph, place: number): readonly string[] {
  const dependencies = graph.dependencies[place]!;
  const missing = graph.unresolved[place]!;
  if (dependencies.length === 0) {
    return missing;
  }
  const open = dependencies.filter((at) => !isFinished(graph.items[at]!.status)).map((at) => graph.items[at]!.taskId);
  return missing.length === 0 ? open : [...open, ...missing];
}
