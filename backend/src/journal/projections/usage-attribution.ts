import { type DatabaseSync } from 'node:sqlite';
import { type Interval } from '../attribution/intervals.ts';

interface UsageRow {
  id: number;
  at: number;
  tag: string | null;
  task_id: string | null;
  evidence: string | null;
}

/** Writes into a session's usage rows from `from` on which task they served; rows that name theirs themselves stay. */
export function usageAttribution(
  db: DatabaseSync
): (session: string, from: number, find: (at: number) => Interval | undefined) => void {
  const rows = db.prepare(
    'SELECT id, at, tag, task_id, evidence FROM usage WHERE session = ? AND at >= ? AND pinned = 0'
  );
  const write = db.prepare('UPDATE usage SET tag = ?, task_id = ?, evidence = ? WHERE id = ?');
  return (session, from, find) => {
    for (const row of rows.all(session, from) as unknown as UsageRow[]) {
      const interval = find(row.at);
      const tag = interval?.tag ?? null;
      const taskId = interval?.taskId ?? null;
      const evidence = interval?.kind ?? null;
      if (tag !== row.tag || taskId !== row.task_id || evidence !== row.evidence) {
        write.run(tag, taskId, evidence, row.id);
      }
    }
  };
}
