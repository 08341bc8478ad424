/** Finds the task lists in whatever shape the file has. Formats: tagged, legacy `{tasks: […]}`, and a bare array. */

export const LEGACY_TAG = 'master';

export type TagsResult = { ok: true; tags: Map<string, unknown[]> } | { ok: false; problem: string };

export function readTags(value: unknown): TagsResult {
  if (Array.isArray(value)) {
    return { ok: true, tags: new Map([[LEGACY_TAG, value]]) };
  }
  if (typeof value !== 'object' || value === null) {
    return {
      ok: false,
      problem: `The file holds ${value === null ? 'null' : `a ${typeof value}`}, not a list of tasks`,
    };
  }
  const tags = new Map<string, unknown[]>();
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'tasks' && Array.isArray(entry)) {
      tags.set(LEGACY_TAG, entry);
    } else if (typeof entry === 'object' && entry !== null && Array.isArray((entry as { tasks?: unknown }).tasks)) {
      tags.set(key, (entry as { tasks: unknown[] }).tasks);
    }
  }
  if (tags.size === 0) {
    const keys = Object.keys(value).slice(0, 5).join(', ');
    return { ok: false, problem: `JSON, but no task list where Task Master looks (found: ${keys || 'nothing'})` };
  }
  return { ok: true, tags };
}
