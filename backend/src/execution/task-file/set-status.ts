import { LEGACY_TAG } from '../../ingest/task-master/read-tags.ts';

type Json = Record<string, unknown>;

/**
 * Sets statuses in the value of a task file, in place, and touches nothing else: unknown fields, other tags and the order of keys stay.
 * Only tasks whose status differs are changed.
 * @param wanted by task id as Task Master shows it (`5.2`)
 * @returns what was changed, and ids the tag does not have
 */
export function setStatuses(
  value: unknown,
  tag: string,
  wanted: ReadonlyMap<string, string>,
  now: Date
): { changed: string[]; missing: string[] } {
  const list = listOf(value, tag);
  const changed: string[] = [];
  const found = new Set<string>();
  const visit = (items: unknown[], parent: string | undefined): void => {
    items.forEach((item, index) => {
      if (typeof item !== 'object' || item === null) {
        return;
      }
      const raw = item as Json;
      const taskId = idOf(raw.id, index, parent);
      const status = found.has(taskId) ? undefined : wanted.get(taskId);
      if (wanted.has(taskId)) {
        found.add(taskId);
      }
      if (status !== undefined && raw.status !== status) {
        raw.status = status;
        if ('updatedAt' in raw) {
          raw.updatedAt = now.toISOString(); // kept true where Task Master keeps it, not brought in where it does not
        }
        changed.push(taskId);
      }
      if (Array.isArray(raw.subtasks)) {
        visit(raw.subtasks, taskId);
      }
    });
  };
  visit(list, undefined);
  if (changed.length > 0) {
    touchMetadata(value, tag, list, now);
  }
  return { changed, missing: [...wanted.keys()].filter((taskId) => !found.has(taskId)) };
}

function listOf(value: unknown, tag: string): unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  const whole = value as Json | null;
  const tagged = (whole?.[tag] as { tasks?: unknown } | undefined)?.tasks;
  if (Array.isArray(tagged)) {
    return tagged;
  }
  return tag === LEGACY_TAG && Array.isArray(whole?.tasks) ? whole.tasks : [];
}

/** The same id as the reader makes of an entry. */
function idOf(raw: unknown, index: number, parent: string | undefined): string {
  const own =
    (typeof raw === 'number' && Number.isFinite(raw)) || (typeof raw === 'string' && raw.trim() !== '')
      ? String(raw).trim()
      : `no-id-${index + 1}`;
  if (parent === undefined) {
    return own;
  }
  return own.startsWith(`${parent}.`) ? own : `${parent}.${own}`;
}

/** Task Master counts in the tag's metadata; what it does not keep there is not brought in. */
function touchMetadata(value: unknown, tag: string, list: unknown[], now: Date): void {
  const holder = (Array.isArray(value) ? undefined : ((value as Json)[tag] ?? value)) as
    { metadata?: Json } | undefined;
  const metadata = holder?.metadata;
  if (typeof metadata !== 'object' || metadata === null) {
    return;
  }
  for (const field of ['updated', 'lastModified']) {
    if (field in metadata) {
      metadata[field] = now.toISOString();
    }
  }
  if ('completedCount' in metadata) {
    const over = (item: unknown) => ['done', 'completed'].includes(String((item as Json | null)?.status));
    metadata.completedCount = list.filter(over).length;
  }
}
