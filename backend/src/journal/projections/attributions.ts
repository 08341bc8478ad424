import { type DatabaseSync } from 'node:sqlite';
import { type EvidenceKind } from '#contract/events.ts';
import { type Claim, claimedIntervals } from '../attribution/claims.ts';
import { type Interval, intervalAt, merged, overlay, RANKS } from '../attribution/intervals.ts';
import { type DirtySession, type DirtySessions } from './dirty-sessions.ts';
import { type SessionRow, type SessionRows } from './session-rows.ts';
import { type Projection } from './types.ts';
import { usageAttribution } from './usage-attribution.ts';

/**
 * Which task each session served, from when to when, and its usage rows by that. It follows from evidence, the only tasks in
 * progress and the session's extent alone, so late knowledge changes exactly the stretch it is about. Comes last at flush.
 */
export function attributionsProjection(db: DatabaseSync, sessions: SessionRows, dirty: DirtySessions): Projection {
  const evidence = db.prepare('SELECT * FROM evidence WHERE session = ? AND project IS NOT NULL ORDER BY at, seq');
  const over = db.prepare(`
    SELECT min(at) AS at FROM transitions WHERE project = ? AND tag = ? AND task_id = ? AND at > ? AND initial = 0
      AND source <> 'git' AND to_status IN ('done', 'completed', 'cancelled', 'deferred')`);
  const soles = db.prepare(`
    SELECT from_at, tag, task_id FROM sole_tasks
    WHERE project = ?1 AND from_at >= coalesce((SELECT max(from_at) FROM sole_tasks WHERE project = ?1 AND from_at <= ?2), 0)
    ORDER BY from_at`);
  const soleChange = db.prepare('SELECT 1 FROM sole_tasks WHERE project = ? AND from_at > ? AND from_at <= ? LIMIT 1');
  const previous = db.prepare(
    'SELECT from_at, until_at FROM attributions WHERE session = ? AND from_at < ? ORDER BY from_at DESC LIMIT 1'
  );
  const known = db.prepare('SELECT * FROM attributions WHERE session = ? AND from_at >= ? ORDER BY from_at');
  const clear = db.prepare('DELETE FROM attributions WHERE session = ? AND from_at >= ?');
  const insert = db.prepare(`
    INSERT INTO attributions (session, from_at, until_at, project, tag, task_id, attempt, kind, rank, detail)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const attributeUsage = usageAttribution(db);

  const endOfTask = (claim: Claim, from: number): number | undefined =>
    (over.get(claim.project, claim.tag, claim.taskId, from) as { at: number | null } | undefined)?.at ?? undefined;

  const soleIntervals = (session: SessionRow, project: string, from: number): Interval[] => {
    const result: Interval[] = [];
    const rows = soles.iterate(project, Math.max(from, session.started_at)) as Iterable<{
      from_at: number;
      tag: string | null;
      task_id: string | null;
    }>;
    let open: Interval | undefined;
    for (const row of rows) {
      if (open) {
        open.until = row.from_at;
        open = undefined;
      }
      if (row.from_at > session.last_at) {
        break;
      }
      if (row.tag !== null && row.task_id !== null) {
        const begin = Math.max(row.from_at, session.started_at);
        open = { from: begin, until: Infinity, kind: 'only-in-progress', project, tag: row.tag, taskId: row.task_id };
        result.push(open);
      }
    }
    return result.filter((interval) => interval.from < interval.until);
  };

  const update = (id: string, { from, onlyExtended }: DirtySession): void => {
    const session = sessions.get(id);
    if (!session || session.project === null) {
      return;
    }
    const project = session.project;
    if (onlyExtended && !soleChange.get(project, from, session.last_at)) {
      return;
    }
    const row = previous.get(id, from) as { from_at: number; until_at: number | null } | undefined;
    const begin = row && (row.until_at ?? Infinity) >= from ? row.from_at : from;
    const claims = (evidence.all(id) as unknown as EvidenceRow[]).map(claimOfRow);
    const intervals = merged(
      overlay(soleIntervals(session, project, begin), merged(claimedIntervals(claims, session.started_at, endOfTask)))
        .filter((interval) => interval.until > begin)
        .map((interval) => (interval.from < begin ? { ...interval, from: begin } : interval))
    );
    const rows = known.all(id, begin) as unknown as AttributionRow[];
    const same = rows.length === intervals.length && rows.every((old, index) => isSame(old, intervals[index]));
    if (!same) {
      clear.run(id, begin);
      for (const interval of intervals) {
        insert.run(
          id,
          interval.from,
          interval.until === Infinity ? null : interval.until,
          interval.project,
          interval.tag,
          interval.taskId,
          interval.attempt ?? null,
          interval.kind,
          RANKS[interval.kind],
          interval.detail ?? null
        );
      }
    }
    attributeUsage(id, same ? from : begin, (at) => intervalAt(intervals, at));
  };

  return {
    flush() {
      for (const [id, what] of dirty.take()) {
        update(id, what);
      }
    },
    forget: () => dirty.forget(),
  };
}

interface EvidenceRow {
  at: number;
  until_at: number | null;
  kind: EvidenceKind;
  status: string | null;
  project: string;
  tag: string | null;
  task_id: string;
  attempt: number | null;
  detail: string | null;
}

interface AttributionRow {
  from_at: number;
  until_at: number | null;
  project: string;
  tag: string;
  task_id: string;
  attempt: number | null;
  kind: string;
  detail: string | null;
}

function claimOfRow(row: EvidenceRow): Claim {
  return {
    at: row.at,
    until: row.until_at ?? undefined,
    kind: row.kind,
    status: row.status ?? undefined,
    project: row.project,
    tag: row.tag ?? 'master',
    taskId: row.task_id,
    attempt: row.attempt ?? undefined,
    detail: row.detail ?? undefined,
  };
}

function isSame(row: AttributionRow, interval: Interval | undefined): boolean {
  return (
    interval !== undefined &&
    row.from_at === interval.from &&
    (row.until_at ?? Infinity) === interval.until &&
    row.kind === interval.kind &&
    row.project === interval.project &&
    row.tag === interval.tag &&
    row.task_id === interval.taskId &&
    (row.attempt ?? undefined) === interval.attempt &&
    (row.detail ?? undefined) === interval.detail
  );
}
