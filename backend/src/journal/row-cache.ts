/**
 * Rows a transaction reads and writes again and again, kept in memory and written back once at its end. `load` reads one row
 * by key, `save` inserts or replaces it.
 */
export interface RowCache<R extends object> {
  get(key: string): R | undefined;
  /** A row to be written at the next flush; also the way to say that a row from `get` was changed. */
  put(key: string, row: R): R;
  /** Writes what was changed. Call before the commit, and before SQL reads these rows. */
  flush(): void;
  /** Drops everything, unwritten changes included: after a rollback, or after SQL changed the rows. */
  forget(): void;
}

export function rowCache<R extends object>(
  load: (key: string) => R | undefined,
  save: (row: R) => void,
  limit = 10_000
): RowCache<R> {
  const rows = new Map<string, R>();
  const changed = new Map<string, R>();
  return {
    get(key) {
      let row = rows.get(key);
      if (!row) {
        row = load(key);
        if (row) {
          rows.set(key, row);
        }
      }
      return row;
    },
    put(key, row) {
      rows.set(key, row);
      changed.set(key, row);
      return row;
    },
    flush() {
      if (changed.size > 0) {
        for (const row of changed.values()) {
          save(row);
        }
        changed.clear();
      }
      if (rows.size > limit) {
        rows.clear();
      }
    },
    forget() {
      rows.clear();
      changed.clear();
    },
  };
}
