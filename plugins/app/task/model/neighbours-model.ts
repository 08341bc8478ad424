import { type TaskDetail } from './task-detail.ts';

/** A node of the dependency graph round the task, as far as it is needed here. */
export interface NodeRow {
  id: string;
  title: string;
  status: string;
  detail__taskId: string;
}

export interface Neighbour {
  taskId: string;
  /** Id and title; only the id where the file has no such task. */
  label: string;
  /** Null where the file has no such task. */
  status: string | null;
}

function neighbour(taskId: string, nodes: ReadonlyMap<string, NodeRow>): Neighbour {
  const node = nodes.get(taskId);
  const isMissing = node?.id.split('/').at(-1)?.startsWith('?'); // the service's node for what the file lacks
  return node && !isMissing
    ? { taskId, label: node.title, status: node.status }
    : { taskId, label: `${taskId} (not in the task file)`, status: null };
}

/** What the task waits for and what waits for it, each once, with titles where the graph knows them. */
export function neighboursOf(
  { dependencies, dependants }: Pick<TaskDetail, 'dependencies' | 'dependants'>,
  rows: readonly NodeRow[]
): { before: Neighbour[]; after: Neighbour[] } {
  const nodes = new Map(rows.map((node) => [node.detail__taskId, node]));
  const before = [...new Set(dependencies.map(({ taskId, raw }) => taskId ?? raw))];
  return {
    before: before.map((taskId) => neighbour(taskId, nodes)),
    after: [...new Set(dependants)].map((taskId) => neighbour(taskId, nodes)),
  };
}
