import { existsSync, readFileSync } from 'node:fs';
import type { DataFrame } from '@grafana/data';
import { frameOf } from './frames.ts';

/** Real Task Master files, kept beside the checkout and not in it; empty where they are absent. */
const FOLDER = new URL('../../../../../shared/data/tasks/', import.meta.url);

interface RawTask {
  id?: unknown;
  title?: string;
  status?: string;
  priority?: string;
  dependencies?: unknown[];
  subtasks?: RawTask[];
}

export function hasTaskFiles(): boolean {
  return existsSync(FOLDER);
}

/**
 * Node-graph frames of one real file (its largest tag), read plainly: an undotted dependency of a subtask is a sibling
 * where there is one. This is test code; the service reads these files with all their quirks.
 */
export function taskFileFrames(name: string): DataFrame[] {
  const parsed = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Record<string, unknown>;
  const lists = Array.isArray(parsed)
    ? [parsed]
    : [parsed, ...Object.values(parsed)].map((tag) => (tag as { tasks?: unknown })?.tasks);
  const tasks = lists
    .filter((list) => Array.isArray(list))
    .map((list) => list as RawTask[])
    .reduce((best, list) => (list.length > best.length ? list : best), [] as RawTask[]);
  const rows: Array<{ id: string; parentId: string; task: RawTask }> = [];
  for (const task of tasks) {
    const id = String(task.id);
    rows.push({ id, parentId: '', task });
    for (const sub of task.subtasks ?? []) {
      rows.push({ id: subId(id, sub.id), parentId: id, task: sub });
    }
  }
  const known = new Set(rows.map((row) => row.id));
  const edges: Array<[string, string]> = [];
  for (const { id, parentId, task } of rows) {
    for (const raw of task.dependencies ?? []) {
      const text = String(raw);
      const sibling = parentId === '' ? '' : subId(parentId, raw);
      edges.push([sibling !== '' && known.has(sibling) ? sibling : text, id]);
    }
  }
  return [
    frameOf('nodes', {
      id: rows.map((row) => row.id),
      title: rows.map((row) => row.task.title ?? ''),
      subtitle: rows.map((row) => `#${row.id}`),
      status: rows.map((row) => row.task.status ?? null),
      parentId: rows.map((row) => row.parentId || null),
      detail__priority: rows.map((row) => row.task.priority ?? null),
    }),
    frameOf('edges', {
      id: edges.map((_, index) => String(index)),
      source: edges.map(([from]) => from),
      target: edges.map(([, to]) => to),
    }),
  ];
}

function subId(parent: string, id: unknown): string {
  const text = String(id);
  return text.startsWith(`${parent}.`) ? text : `${parent}.${text}`;
}
