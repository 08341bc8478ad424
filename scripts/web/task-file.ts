import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type FrameJson, toFrame } from './frames.ts';

/**
 * Frames straight from a Task Master file, for looking at real graphs while no service runs. A plain reading: what the
 * service makes of such a file (history, ambiguities, attempts) is its own business.
 */

interface RawTask {
  id?: unknown;
  title?: unknown;
  status?: unknown;
  priority?: unknown;
  dependencies?: unknown;
  subtasks?: unknown;
}

interface Node {
  id: string;
  parentId: string | null;
  title: string;
  status: string;
  priority: string | null;
  dependencies: string[];
  siblings: Set<string>;
}

const asList = (value: unknown): RawTask[] =>
  Array.isArray(value) ? (value as RawTask[]).filter((one) => one !== null && typeof one === 'object') : [];

function tasksOf(json: unknown): RawTask[] {
  const root = json as { tasks?: unknown; master?: { tasks?: unknown } };
  if (Array.isArray(json)) {
    return asList(json);
  }
  const tags = Object.values((json ?? {}) as Record<string, { tasks?: unknown }>);
  return asList(root?.master?.tasks ?? root?.tasks ?? tags.find((tag) => Array.isArray(tag?.tasks))?.tasks);
}

function collect(tasks: RawTask[], parentId: string | null, into: Node[]) {
  const ids = tasks.map(({ id }) =>
    parentId === null || String(id).includes('.') ? String(id) : `${parentId}.${String(id)}`
  );
  tasks.forEach((task, index) => {
    const id = ids[index]!;
    const dependencies = Array.isArray(task.dependencies) ? task.dependencies.map(String) : [];
    into.push({
      id,
      parentId,
      title: String(task.title ?? ''),
      status: String(task.status ?? 'pending'),
      priority: task.priority === undefined ? null : String(task.priority),
      dependencies,
      siblings: new Set(ids),
    });
    collect(asList(task.subtasks), id, into);
  });
}

/** Nodes and edges of a Task Master file, or an empty list where it holds no tasks. */
export function readTaskFile(file: string): Node[] {
  const nodes: Node[] = [];
  try {
    collect(tasksOf(JSON.parse(readFileSync(file, 'utf8'))), null, nodes);
  } catch {
    return []; // not JSON: some real files are not
  }
  return nodes;
}

const finished = (status: string) => status === 'done' || status === 'completed';

/** The `dependencyGraph` answer for a file's tasks. */
export function graphFrames(nodes: Node[]): FrameJson[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const resolve = (node: Node, dependency: string) => {
    const sibling = `${node.parentId}.${dependency}`;
    return node.parentId !== null && node.siblings.has(sibling) ? sibling : dependency;
  };
  const edges = nodes.flatMap((node) =>
    node.dependencies.map((dependency) => {
      const source = resolve(node, dependency);
      return { id: `${source}>${node.id}`, source, target: node.id, kind: 'dependency', resolved: known.has(source) };
    })
  );
  const rows = nodes.map((node) => {
    const waits = node.dependencies
      .map((one) => resolve(node, one))
      .filter((id) => !finished(known.get(id)?.status ?? ''));
    const open = node.status === 'pending' || node.status === 'blocked';
    return {
      id: node.id,
      title: `${node.id} ${node.title}`,
      subtitle: [node.status, node.priority].filter(Boolean).join(', '),
      status: node.status,
      parentId: node.parentId,
      ready: open && waits.length === 0,
      blockedBy: open && waits.length ? waits.join(', ') : null,
      detail__priority: node.priority,
    };
  });
  const text = { id: 'string', title: 'string', subtitle: 'string', status: 'string', parentId: 'string' };
  return [
    toFrame('nodes', { ...text, ready: 'boolean', blockedBy: 'string', detail__priority: 'string' }, rows),
    toFrame('edges', { id: 'string', source: 'string', target: 'string', kind: 'string', resolved: 'boolean' }, edges),
  ];
}

/** A short name for a task file, used as its project id. */
export const projectOf = (file: string): string => basename(file).replace(/\.json$/, '');
