import { type DatabaseSync } from 'node:sqlite';
import { type SpanStatus } from '#contract/status.ts';
import { type TimeRange } from '../../telemetry/types.ts';
import { row } from '../sql.ts';

/** A row by the names of TIMELINE_COLUMNS. Times epoch ms; `end` null while running. */
export interface TimelineRow extends Record<string, unknown> {
  id: string;
  parentId?: string | null;
  lane: string;
  kind: 'run' | 'task' | 'attempt' | 'agent' | 'tool' | 'marker';
  name: string;
  start: number;
  end?: number | null;
  status: string;
  taskId?: string | null;
  attempt?: number | null;
  agent?: string | null;
  model?: string | null;
  attributes: Record<string, unknown>;
}

/** What a timeline is about in time: the range, cut to the run where one is asked for. */
export interface Period extends TimeRange {
  now: number;
  run?: string;
}

export function periodOf(db: DatabaseSync, query: { run?: string }, range: TimeRange, now: number): Period {
  if (!query.run) {
    return { ...range, now };
  }
  const run = row<{ started_at: number; ended_at: number | null; last_at: number }>(
    db,
    'SELECT started_at, ended_at, last_at FROM runs WHERE id = ?',
    query.run
  );
  const end = run?.ended_at === null || run === undefined ? range.to : Math.max(run.ended_at, run.last_at);
  return {
    from: Math.max(range.from, run?.started_at ?? range.from),
    to: Math.min(range.to, end),
    now,
    run: query.run,
  };
}

const STATUSES: Record<string, SpanStatus> = { running: 'running', ok: 'ok', error: 'error', cancelled: 'cancelled' };

/** A status of ours for what an attempt, an agent or a call is stored with. */
export const spanStatus = (status: string | null): SpanStatus => STATUSES[status ?? ''] ?? 'unknown';
