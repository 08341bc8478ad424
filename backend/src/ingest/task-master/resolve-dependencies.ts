import { type TaskDefinition, type TaskDependency } from '#contract/events.ts';

/**
 * What each dependency of a task stands for. In a subtask an undotted id means a sibling, as in Task Master's own `next`
 * (its other commands read it as a top-level task: four of five such ids fit both, so `ambiguous` says so). What fits
 * nothing stays, unresolved.
 */
export function resolveDependencies(
  raw: unknown,
  task: Pick<TaskDefinition, 'taskId' | 'parentId'>,
  ids: ReadonlySet<string>
): TaskDependency[] {
  const items = Array.isArray(raw) ? raw : raw === undefined || raw === null || raw === '' ? [] : [raw];
  const found: TaskDependency[] = [];
  for (const item of items) {
    for (const written of writtenIds(item)) {
      found.push(resolveOne(written, task.parentId, ids));
    }
  }
  return found;
}

/** Ids as text: 5, "5", "5.2", {id: 5}; a text such as "3, 4" names two. */
function writtenIds(item: unknown): string[] {
  if (typeof item === 'number') {
    return [String(item)];
  }
  if (typeof item === 'string') {
    return item
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
  if (typeof item === 'object' && item !== null && 'id' in item) {
    return writtenIds((item as { id: unknown }).id);
  }
  return item === null || item === undefined ? [] : [JSON.stringify(item)];
}

function resolveOne(raw: string, parentId: string | undefined, ids: ReadonlySet<string>): TaskDependency {
  if (parentId === undefined || raw.includes('.')) {
    return ids.has(raw) ? { raw, taskId: raw, resolved: true } : { raw, resolved: false };
  }
  const sibling = `${parentId}.${raw}`;
  const alsoTask = ids.has(raw) ? { ambiguous: true } : {};
  return ids.has(sibling)
    ? { raw, taskId: sibling, resolved: true, ...alsoTask }
    : { raw, resolved: false, ...alsoTask };
}
