import { type DatabaseSync } from 'node:sqlite';
import { type NewEvent } from '#contract/events.ts';
import { type Projections } from '../projections/index.ts';
import { type RunRow } from '../projections/runs.ts';
import { text } from '../values.ts';
import { opensRun } from './activity.ts';
import { ownWrites } from './own-writes.ts';
import { chooseRun, nearestRun, runId, type RunSpan } from './runs.ts';

/** Events to write before an event, and the run it belongs to. */
export interface RunAssignment {
  run?: string;
  before: NewEvent[];
}

export interface RunAssigner {
  assign(event: NewEvent, project: string): RunAssignment;
  /** The ends of the runs in which nothing happened for the gap before `now`. */
  idle(now: number): NewEvent[];
  forget(): void;
}

/** Finds the run of an event among the project's, or the events that open one and close the one before. */
export function runAssigner(db: DatabaseSync, projections: Projections, gapMs: number): RunAssigner {
  const around = db.prepare(`
    SELECT * FROM runs WHERE project = ? AND (source = 'git') = ? AND started_at <= ? ORDER BY started_at DESC LIMIT 8`);
  const openRuns = db.prepare(`
    SELECT r.* FROM projects p JOIN runs r ON r.id = p.open_run WHERE p.open_run IS NOT NULL AND r.last_at < ?`);
  const writes = ownWrites(db);
  const lastImported = new Map<string, string>();

  const spansAround = (project: string, at: number, git: boolean): RunSpan[] => {
    projections.runs.flush();
    const rows = around.all(project, git ? 1 : 0, at + gapMs) as unknown as RunRow[];
    return rows.filter((row) => row.ended_at !== null).map(spanOf);
  };
  const started = (event: NewEvent, project: string, run: string, source: string, reason: string): NewEvent => ({
    type: 'run.started',
    at: event.at,
    project,
    run,
    source: event.source === 'git' ? 'git' : 'service',
    data: { source, reason },
  });
  const newId = (event: NewEvent, project: string): string =>
    runId(project, event.at, event.source === 'git', (id) => projections.runs.get(id) !== undefined);

  const imported = (event: NewEvent, project: string): RunAssignment => {
    const last = projections.runs.get(lastImported.get(project) ?? '');
    const run =
      nearestRun(last ? [spanOf(last)] : [], event.at, gapMs) ??
      nearestRun(spansAround(project, event.at, true), event.at, gapMs);
    if (run) {
      lastImported.set(project, run.id);
      return { run: run.id, before: [] };
    }
    if (!opensRun(event)) {
      return { before: [] };
    }
    const id = newId(event, project);
    lastImported.set(project, id);
    return { run: id, before: [started(event, project, id, 'git', 'import')] };
  };

  const observed = (event: NewEvent, project: string): RunAssignment => {
    const openId = projections.projects.get(project)?.open_run ?? undefined;
    const own = writes.runOf(event, project, openId !== undefined);
    if (own !== undefined && projections.runs.get(own)) {
      return { run: own, before: [] };
    }
    const row = openId === undefined ? undefined : projections.runs.get(openId);
    const open = row ? spanOf(row) : undefined;
    const choice = chooseRun(event.at, gapMs, open, () => spansAround(project, event.at, false));
    if (choice.kind === 'join') {
      return { run: choice.run.id, before: [] };
    }
    if (!opensRun(event)) {
      return { before: [] };
    }
    const id = newId(event, project);
    writes.begun(project);
    const before: NewEvent[] = [];
    if (choice.kind === 'open' && choice.close) {
      before.push(ended(project, choice.close.id, choice.close.lastAt, 'idle'));
    }
    const source = event.type === 'attempt.started' && event.source === 'execute' ? 'execute' : 'observed';
    before.push(started(event, project, id, source, choice.kind === 'past' ? 'late' : event.type));
    return { run: id, before };
  };

  /** A run another program names itself, or a command to begin or end one. */
  const named = (event: NewEvent, project: string, run: string): RunAssignment => {
    if (event.type === 'run.ended' || event.type === 'run.started' || projections.runs.get(run) || !opensRun(event)) {
      return { run, before: [] };
    }
    const git = event.source === 'git';
    const source = git ? 'git' : event.source === 'execute' ? 'execute' : 'observed';
    return {
      run,
      before: [...superseded(event, project, run), started(event, project, run, source, git ? 'import' : event.type)],
    };
  };

  const superseded = (event: NewEvent, project: string, run: string): NewEvent[] => {
    const open = projections.projects.get(project)?.open_run;
    return open && open !== run && event.source !== 'git' ? [ended(project, open, event.at, 'superseded')] : [];
  };

  return {
    assign(event, project) {
      if (event.type === 'run.started') {
        const run = event.run ?? newId(event, project);
        const closed = ['late', 'import'].includes(text(event.data?.reason) ?? '');
        return { run, before: closed ? [] : superseded(event, project, run) };
      }
      if (event.type === 'project.removed') {
        const open = projections.projects.get(project)?.open_run;
        return { before: open ? [ended(project, open, event.at, 'project removed')] : [] };
      }
      if (event.run !== undefined) {
        if (event.type === 'run.ended') {
          writes.ended(event, project);
        }
        if (event.type === 'run.resumed') {
          return { run: event.run, before: superseded(event, project, event.run) };
        }
        return named(event, project, event.run);
      }
      if (event.type === 'run.ended') {
        return { run: projections.projects.get(project)?.open_run ?? undefined, before: [] };
      }
      if (event.type === 'project.added' || event.type === 'import.progress') {
        return { before: [] };
      }
      return event.source === 'git' ? imported(event, project) : observed(event, project);
    },
    idle(now) {
      projections.runs.flush();
      projections.projects.flush();
      const rows = openRuns.all(now - gapMs) as unknown as RunRow[];
      return rows.map((row) => ended(row.project, row.id, row.last_at, 'idle'));
    },
    forget() {
      lastImported.clear();
      writes.forget();
    },
  };
}

function ended(project: string, run: string, at: number, reason: string): NewEvent {
  return { type: 'run.ended', at, project, run, source: 'service', data: { reason } };
}

function spanOf(row: RunRow): RunSpan {
  return {
    id: row.id,
    startedAt: row.started_at,
    lastAt: row.last_at,
    endedAt: row.ended_at ?? undefined,
    endReason: row.end_reason ?? undefined,
  };
}
