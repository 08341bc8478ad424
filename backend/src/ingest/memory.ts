import { type IngestMemory } from './context.ts';

/** A memory of at most `limit` keys and as many ignored sessions; the ones unused for longest are forgotten first. */
export function createMemory(limit = 10_000): IngestMemory {
  const values = new Map<string, string>();
  const ignored = new Set<string>();
  return {
    changed(key, value) {
      const known = values.get(key);
      values.delete(key); // set anew: moves the key to the young end
      values.set(key, value);
      forget(values, limit);
      return known !== value;
    },
    recall: (key) => values.get(key),
    ignored: {
      has: (session) => ignored.has(session),
      add(session) {
        ignored.delete(session);
        ignored.add(session);
        forget(ignored, limit);
      },
    },
  };
}

function forget(kept: Map<string, string> | Set<string>, limit: number): void {
  if (kept.size > limit) {
    const oldest = kept.keys().next();
    if (!oldest.done) {
      kept.delete(oldest.value);
    }
  }
}
