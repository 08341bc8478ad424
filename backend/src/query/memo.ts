import { type DatabaseSync } from 'node:sqlite';
import { row } from './sql.ts';

/**
 * What was computed from the journal stays valid until the journal changes: several panels of one page then share it. SQLite says
 * cheaply whether another connection (`data_version`) or this one (`total_changes`) has committed since.
 */
interface Memory {
  version: string;
  entries: Map<string, unknown>;
}

const memories = new WeakMap<DatabaseSync, Memory>();

/** Enough for the projects one looks at; the oldest goes first. */
const MOST_ENTRIES = 64;

function versionOf(db: DatabaseSync): string {
  const other = row<{ data_version: number }>(db, 'PRAGMA data_version');
  const own = row<{ changes: number }>(db, 'SELECT total_changes() AS changes');
  return `${other?.data_version}/${own?.changes}`;
}

/** `make()` or its earlier result while the journal has not changed. Results are shared: do not change them. */
export function remembered<T>(db: DatabaseSync, key: string, make: () => T): T {
  const version = versionOf(db);
  let memory = memories.get(db);
  if (!memory || memory.version !== version) {
    memory = { version, entries: new Map() };
    memories.set(db, memory);
  }
  if (memory.entries.has(key)) {
    return memory.entries.get(key) as T;
  }
  const value = make();
  if (memory.entries.size >= MOST_ENTRIES) {
    memory.entries.delete(memory.entries.keys().next().value!);
  }
  memory.entries.set(key, value);
  return value;
}
