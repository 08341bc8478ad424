import { type DatabaseSync } from 'node:sqlite';
import { rows } from '../sql.ts';
import { type Scope } from '../scope.ts';
import { type Period, type TimelineRow } from './row.ts';

interface RunRow {
  id: string;
  project: string;
  source: string;
  started_at: number;
  last_at: number;
  ended_at: number | null;
  end_reason: string | null;
}

/** Runs that overlap the period, in one lane a project. */
export function runRows(db: DatabaseSync, scopes: readonly Scope[], period: Period): TimelineRow[] {
  const projects = new Set(scopes.map(({ project }) => project));
  return [...projects].flatMap((project) =>
    rows<RunRow>(
      db,
      `SELECT id, project, source, started_at, last_at, ended_at, end_reason FROM runs
       WHERE project = ? AND started_at <= ? AND (ended_at IS NULL OR max(ended_at, last_at) >= ?)${period.run ? ' AND id = ?' : ''}
       ORDER BY started_at`,
      project,
      period.to,
      period.from,
      ...(period.run ? [period.run] : [])
    ).map((run) => ({
      id: `run/${run.id}`,
      lane: projects.size > 1 ? `Runs of ${project}` : 'Runs',
      kind: 'run' as const,
      name: `Run of ${new Date(run.started_at).toISOString().slice(0, 16).replace('T', ' ')}`,
      start: run.started_at,
      end: run.ended_at === null ? null : Math.max(run.ended_at, run.last_at),
      status: run.ended_at === null ? 'running' : 'ok',
      attributes: {
        project,
        source: run.source,
        ...(run.end_reason === null ? {} : { endReason: run.end_reason }),
      },
    }))
  );
}
