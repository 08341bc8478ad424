import { type ProjectState } from '../state/project-state.ts';
import { rowIdOf } from '../state/task-record.ts';

export interface EdgeRow extends Record<string, unknown> {
  id: string;
  source: string;
  target: string;
  kind: 'dependency' | 'contains';
  resolved: boolean;
  inCycle: boolean;
}

/**
 * Edges between shown tasks: each dependency from what has to be finished to what waits, and each parent to its subtasks.
 * A dependency the file lacks leads from a placeholder; `missing` collects who asks for it. Doubled dependencies are one edge.
 */
export function edgeRows(
  { graph, scope, network }: ProjectState,
  places: readonly number[],
  isShown: Uint8Array,
  missing: Map<string, string[]>
): EdgeRow[] {
  const cyclic = new Set(network.cyclic.map(([source, target]) => `${source} ${target}`));
  const edges: EdgeRow[] = [];
  for (const place of places) {
    const target = rowIdOf(scope, graph.items[place]!.taskId);
    for (const source of graph.dependencies[place]!) {
      if (isShown[source]) {
        const from = rowIdOf(scope, graph.items[source]!.taskId);
        edges.push(edge(`${from}>${target}`, from, target, 'dependency', true, cyclic.has(`${source} ${place}`)));
      }
    }
    for (const raw of new Set(graph.unresolved[place]!)) {
      const from = rowIdOf(scope, `?${raw}`);
      missing.set(raw, [...(missing.get(raw) ?? []), graph.items[place]!.taskId]);
      edges.push(edge(`${from}>${target}`, from, target, 'dependency', false, false));
    }
    const parent = graph.parent[place]!;
    if (parent >= 0 && isShown[parent]) {
      const from = rowIdOf(scope, graph.items[parent]!.taskId);
      edges.push(edge(`${from}/contains>${target}`, from, target, 'contains', true, false));
    }
  }
  return edges;
}

function edge(
  id: string,
  source: string,
  target: string,
  kind: EdgeRow['kind'],
  resolved: boolean,
  inCycle: boolean
): EdgeRow {
  return { id, source, target, kind, resolved, inCycle };
}
