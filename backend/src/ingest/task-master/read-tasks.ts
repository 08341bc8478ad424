import { type TaskDefinition } from '#contract/events.ts';
import { nearestStatus } from '#contract/status.ts';
import { resolveDependencies } from './resolve-dependencies.ts';

type Raw = Record<string, unknown>;

/** Fields that have a place of their own in a definition; everything else is kept in `extra`. */
const OWN_FIELDS = new Set([
  'id',
  'title',
  'description',
  'details',
  'testStrategy',
  'status',
  'priority',
  'dependencies',
  'subtasks',
  'complexity',
]);

const COMPLEXITY_WORDS: Record<string, number> = { simple: 2, moderate: 5, complex: 7, 'very-complex': 9 };

/**
 * Reads one tag's task list into definitions, subtasks after their task, in the order of the file. Subtasks of subtasks are
 * read as deep as they go. Entries that are no objects are passed over and counted in `skipped`.
 */
export function readTasks(
  list: readonly unknown[],
  complexity?: ReadonlyMap<string, number>
): {
  tasks: TaskDefinition[];
  skipped: number;
} {
  const tasks: TaskDefinition[] = [];
  const rawDependencies = new Map<TaskDefinition, unknown>();
  const seen = new Map<string, number>();
  let skipped = 0;
  const visit = (items: readonly unknown[], parent: TaskDefinition | undefined): void => {
    for (const [index, item] of items.entries()) {
      if (typeof item !== 'object' || item === null || Array.isArray(item)) {
        skipped++;
        continue;
      }
      const raw = item as Raw;
      const task = readTask(raw, makeId(raw.id, index, parent), tasks.length, parent, seen);
      task.complexity = complexity?.get(task.taskId) ?? task.complexity;
      if (task.complexity === undefined) {
        delete task.complexity;
      }
      tasks.push(task);
      rawDependencies.set(task, raw.dependencies);
      if (Array.isArray(raw.subtasks)) {
        visit(raw.subtasks, task);
      }
    }
  };
  visit(list, undefined);
  const ids = new Set(tasks.map((task) => task.taskId));
  for (const task of tasks) {
    task.dependencies = resolveDependencies(rawDependencies.get(task), task, ids);
  }
  return { tasks, skipped };
}

function readTask(
  raw: Raw,
  id: string,
  position: number,
  parent: TaskDefinition | undefined,
  seen: Map<string, number>
): TaskDefinition {
  const count = (seen.get(id) ?? 0) + 1;
  seen.set(id, count);
  const extra = Object.fromEntries(Object.entries(raw).filter(([key]) => !OWN_FIELDS.has(key)));
  const task: TaskDefinition = {
    taskId: count === 1 ? id : `${id}#${count}`,
    position,
    title: text(raw.title) ?? text(raw.description)?.slice(0, 120) ?? '(no title)',
    status: nearestStatus(raw.status),
    dependencies: [],
  };
  if (count > 1) {
    task.duplicateOf = id;
  }
  if (parent) {
    task.parentId = parent.taskId;
  }
  for (const key of ['description', 'details', 'testStrategy', 'priority'] as const) {
    const value = text(raw[key]);
    if (value !== undefined) {
      task[key] = value;
    }
  }
  if (raw.status !== undefined && raw.status !== null) {
    task.rawStatus = text(raw.status) ?? JSON.stringify(raw.status);
  }
  const complexity = readComplexity(raw.complexity);
  if (complexity !== undefined) {
    task.complexity = complexity;
  } else if (raw.complexity !== undefined) {
    extra.complexity = raw.complexity;
  }
  if (Object.keys(extra).length > 0) {
    task.extra = extra;
  }
  return task;
}

/** `5` on top, `5.2` in a task. Subtask ids come as 2, "2", 5.2 or "5.2". */
function makeId(raw: unknown, index: number, parent: TaskDefinition | undefined): string {
  const own =
    (typeof raw === 'number' && Number.isFinite(raw)) || (typeof raw === 'string' && raw.trim() !== '')
      ? String(raw).trim()
      : `no-id-${index + 1}`;
  if (!parent) {
    return own;
  }
  const prefix = parent.duplicateOf ?? parent.taskId;
  const short = own.startsWith(`${prefix}.`) ? own.slice(prefix.length + 1) : own;
  return `${parent.taskId}.${short}`;
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** 1–10, from a number, a number in a string or one of Task Master's four words. */
export function readComplexity(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim().toLowerCase() in COMPLEXITY_WORDS) {
    return COMPLEXITY_WORDS[value.trim().toLowerCase()];
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= 10 ? number : undefined;
}
