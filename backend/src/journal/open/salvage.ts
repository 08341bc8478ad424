import { DatabaseSync } from 'node:sqlite';
import { openProjections } from '../projections/index.ts';
import { rebuildAll } from '../rebuild.ts';
import { type EventRow } from '../event-row.ts';

const CHUNK = 5000;

/**
 * Copies what can be read of a damaged journal's events into a new one: from the beginning to the damage, then from the end
 * back to it. Returns how many; 0 where nothing can be read. Projections are made anew from them.
 */
export function salvage(damaged: string, into: DatabaseSync): number {
  let from: DatabaseSync | undefined;
  let saved = 0;
  const insert = into.prepare('INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const keep = (row: EventRow): void => {
    JSON.parse(row.data); // a row whose content is not what was written is no event
    const { seq, id, at, seen_at, type, project, tag, run, task_id, attempt, session, agent, source, data, late } = row;
    const values = [
      seq,
      id,
      at,
      seen_at,
      type,
      project,
      tag,
      run,
      task_id,
      attempt,
      session,
      agent,
      source,
      data,
      late,
    ];
    saved += Number(insert.run(...values).changes);
  };
  into.exec('BEGIN IMMEDIATE');
  try {
    from = new DatabaseSync(damaged, { readOnly: true });
    const first = readWhilePossible(from, 'SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?', 0, keep);
    readWhilePossible(
      from,
      `SELECT * FROM events WHERE seq < ? AND seq > ${first} ORDER BY seq DESC LIMIT ?`,
      2 ** 52,
      keep
    );
  } catch {
    // Not even its schema can be read: nothing to save.
  } finally {
    from?.close();
  }
  into.exec('COMMIT');
  rebuildAll(into, openProjections(into));
  return saved;
}

/** Reads chunk by chunk until the end or the damage; returns the last `seq` it got. */
function readWhilePossible(from: DatabaseSync, sql: string, start: number, keep: (row: EventRow) => void): number {
  let last = start;
  try {
    const statement = from.prepare(sql);
    for (;;) {
      let read = 0;
      for (const row of statement.iterate(last, CHUNK) as Iterable<unknown>) {
        keep(row as EventRow);
        last = (row as EventRow).seq;
        read++;
      }
      if (read < CHUNK) {
        return last;
      }
    }
  } catch {
    return last;
  }
}
