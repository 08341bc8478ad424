import { type DatabaseSync } from 'node:sqlite';
import { type JournalEvent } from '#contract/events.ts';
import { isFinished, nearestStatus } from '#contract/status.ts';
import { extendsRun } from '../derive/activity.ts';
import { type RowCache, rowCache } from '../row-cache.ts';
import { text } from '../values.ts';
import { type ProjectRows } from './projects.ts';
import { type Projection } from './types.ts';

export interface RunRow {
  id: string;
  project: string;
  source: string;
  started_at: number;
  last_at: number;
  ended_at: number | null;
  end_reason: string | null;
  transitions: number;
  finished: number;
  failed: number;
}

export type RunRows = RowCache<RunRow>;

export function runRows(db: DatabaseSync): RunRows {
  const load = db.prepare('SELECT * FROM runs WHERE id = ?');
  const save = db.prepare('INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return rowCache(
    (id) => load.get(id) as RunRow | undefined,
    (row) =>
      save.run(
        row.id,
        row.project,
        row.source,
        row.started_at,
        row.last_at,
        row.ended_at,
        row.end_reason,
        row.transitions,
        row.finished,
        row.failed
      )
  );
}

/** Reasons of `run.started` for runs that never were open here: they are closed from the start. */
const CLOSED_FROM_START: Readonly<Record<string, string>> = { import: 'import', late: 'idle' };

export function runsProjection(rows: RunRows, projects: ProjectRows): Projection {
  const rowOf = (event: JournalEvent): RunRow | undefined => {
    if (event.run === undefined || event.project === undefined) {
      return undefined;
    }
    return (
      rows.get(event.run) ??
      rows.put(event.run, {
        id: event.run,
        project: event.project,
        source: event.source === 'git' ? 'git' : 'observed',
        started_at: event.at,
        last_at: event.at,
        ended_at: null,
        end_reason: null,
        transitions: 0,
        finished: 0,
        failed: 0,
      })
    );
  };
  const setOpen = (project: string, run: string | null): void => {
    const row = projects.get(project);
    if (row) {
      row.open_run = run;
      projects.put(project, row);
    }
  };
  return {
    every(event) {
      const row = rowOf(event);
      if (!row || !extendsRun(event)) {
        return;
      }
      row.started_at = Math.min(row.started_at, event.at);
      row.last_at = Math.max(row.last_at, event.at);
      if (row.ended_at !== null && (row.end_reason === 'idle' || row.end_reason === 'import')) {
        row.ended_at = Math.max(row.ended_at, row.last_at);
      }
      rows.put(row.id, row);
    },
    on: {
      'run.started'(event) {
        const row = rowOf(event);
        if (!row) {
          return;
        }
        row.source = text(event.data.source) ?? row.source;
        row.started_at = Math.min(row.started_at, event.at);
        const closed = CLOSED_FROM_START[text(event.data.reason) ?? ''];
        if (closed === undefined) {
          row.ended_at = null;
          row.end_reason = null;
          setOpen(row.project, row.id);
        } else {
          row.ended_at = row.last_at;
          row.end_reason = closed;
        }
        rows.put(row.id, row);
      },
      'run.resumed'(event) {
        const row = rowOf(event);
        if (row) {
          row.ended_at = null;
          row.end_reason = null;
          row.last_at = Math.max(row.last_at, event.at);
          setOpen(row.project, row.id);
          rows.put(row.id, row);
        }
      },
      'run.ended'(event) {
        const row = rowOf(event);
        if (!row) {
          return;
        }
        row.ended_at = Math.max(event.at, row.started_at);
        row.end_reason = text(event.data.reason) ?? 'command';
        rows.put(row.id, row);
        if (projects.get(row.project)?.open_run === row.id) {
          setOpen(row.project, null);
        }
      },
      'task.status'(event) {
        const row = event.data.initial === true ? undefined : rowOf(event);
        if (!row) {
          return;
        }
        row.transitions++;
        const from = text(event.data.from);
        if (isFinished(nearestStatus(event.data.to)) && !(from !== null && isFinished(nearestStatus(from)))) {
          row.finished++;
        }
        rows.put(row.id, row);
      },
      'attempt.ended'(event) {
        const row = event.data.status === 'error' ? rowOf(event) : undefined;
        if (row) {
          row.failed++;
          rows.put(row.id, row);
        }
      },
    },
    flush: () => rows.flush(),
    forget: () => rows.forget(),
  };
}
