import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TaskDefinition } from '#contract/events.ts';
import { isFinished, isTerminal } from '#contract/status.ts';
import { type RunRecord } from '../execution/state/records.ts';
import { row, rows } from '../query/sql.ts';
import { JOURNAL_FILE } from '../store/protocol.ts';
import { kindsOf } from './build-report.ts';
import { slowestChain } from './chain.ts';
import { interventionsOf } from './stretches.ts';
import { type PreviousRun, type ReportAttempt, type ReportFailure, type ReportTask, type RunReport } from './types.ts';

interface RunRow {
  id: string;
  project: string;
  source: 'execute' | 'observed' | 'git';
  started_at: number;
  last_at: number;
  ended_at: number | null;
  end_reason: string | null;
}

interface AttemptRow {
  task_id: string;
  number: number;
  started_at: number | null;
  ended_at: number | null;
  status: string;
  session: string | null;
}

const SOURCES = { execute: 'executed elsewhere', observed: 'watched', git: 'from commits' } as const;

/** The journal of a data folder, for reading; undefined where there is none. Close it. */
function openJournal(dataDir: string): DatabaseSync | undefined {
  const file = join(dataDir, JOURNAL_FILE);
  return existsSync(file) ? new DatabaseSync(file, { readOnly: true, timeout: 5_000 }) : undefined;
}

/** Ids of the journal's runs, newest first. */
export function journalRuns(dataDir: string): string[] {
  using db = openJournal(dataDir);
  return db ? rows<{ id: string }>(db, 'SELECT id FROM runs ORDER BY started_at DESC, id').map(({ id }) => id) : [];
}

/** The report of a run this machine did not execute, from what the journal knows; undefined where it knows no such run. */
export function readJournalReport(dataDir: string, run: string): RunReport | undefined {
  using db = openJournal(dataDir);
  const found = db && row<RunRow>(db, 'SELECT * FROM runs WHERE id = ?', run);
  if (!db || !found) {
    return undefined;
  }
  const before = row<RunRow>(
    db,
    `SELECT * FROM runs WHERE project = ? AND started_at < ? AND (source = 'git') = ? ORDER BY started_at DESC, id LIMIT 1`,
    found.project,
    found.started_at,
    found.source === 'git' ? 1 : 0
  );
  return { ...reportOf(db, found), previous: before ? inShort(reportOf(db, before)) : null };
}

function inShort({ run, startedAt, activeMs, totals, executor }: RunReport): PreviousRun {
  const { done, failed, attempts, costUsd } = totals;
  return { run, startedAt, activeMs, done, failed, attempts, costUsd, executor };
}

function reportOf(db: DatabaseSync, run: RunRow): RunReport {
  const tag = tagOf(db, run);
  const definitions = rows<{ definition: string; status: string }>(
    db,
    'SELECT definition, status FROM tasks WHERE project = ? AND tag = ? AND removed_at IS NULL ORDER BY position, task_id',
    run.project,
    tag
  ).map(({ definition, status }) => ({ ...(JSON.parse(definition) as TaskDefinition), status }));
  const attempts = attemptsOf(db, run, tag);
  const costs = new Map(
    rows<{ task_id: string; cost: number }>(
      db,
      'SELECT task_id, sum(cost_usd) AS cost FROM usage_totals WHERE run = ? GROUP BY task_id',
      run.id
    ).map(({ task_id: id, cost }) => [id, cost])
  );
  const tasks = tasksOf(db, run, tag, definitions, attempts, costs);
  const failures = failuresOf(db, run, tag, tasks);
  const over = (outcome: string) => tasks.filter((task) => task.outcome === outcome).length;
  const parents = new Set(tasks.map(({ parentId }) => parentId));
  const open = tasks.filter(({ taskId, outcome }) => {
    const status = /^file:(.*)$/.exec(outcome)?.[1];
    return outcome === 'running' || (status !== undefined && !parents.has(taskId) && !isTerminal(status));
  });
  const workedMs = tasks.reduce((sum, task) => sum + task.workedMs, 0);
  const lastAt = Math.max(run.last_at, run.ended_at ?? 0);
  return {
    schema: 1,
    run: run.id,
    project: run.project,
    tag,
    tasksFile:
      row<{ file: string | null }>(db, 'SELECT tasks_file AS file FROM projects WHERE id = ?', run.project)?.file ?? '',
    executor: SOURCES[run.source],
    verified: false,
    autonomous: false,
    parallel: null,
    startedAt: run.started_at,
    endedAt: run.ended_at,
    endReason: run.end_reason,
    lastAt,
    activeMs: lastAt - run.started_at,
    totals: {
      done: over('done'),
      failed: over('failed'),
      skipped: over('skipped'),
      open: open.length,
      attempts: attempts.length,
      transient: 0,
      recovered: 0,
      costUsd: [...costs.values()].reduce((sum, cost) => sum + cost, 0),
      workedMs,
    },
    tasks,
    attempts,
    failures,
    kinds: kindsOf(failures, (taskId) => tasks.some((task) => task.taskId === taskId && task.outcome === 'done')),
    interventions: interventionsOf(
      rows<{ at: number; seq: number; type: string; task_id: string | null; data: string }>(
        db,
        "SELECT at, seq, type, task_id, data FROM events WHERE run = ? AND (type LIKE 'run.%' OR type LIKE 'task.%' OR type = 'limit.reached') AND source = 'execute' ORDER BY at, seq",
        run.id
      ).map(
        ({ task_id: taskId, data, ...event }) =>
          ({ ...(JSON.parse(data) as object), ...event, ...(taskId === null ? {} : { taskId }) }) as RunRecord
      )
    ),
    stretches: [{ from: run.started_at, to: lastAt }],
    checkpoints: row<{ n: number }>(
      db,
      "SELECT count(*) AS n FROM events WHERE run = ? AND type = 'checkpoint.saved'",
      run.id
    )!.n,
    chain: slowestChain(definitions, new Map(tasks.map((task) => [task.taskId, task.workedMs]))),
    previous: null,
    notes: [
      run.source === 'git'
        ? 'This run was read from commits: they tell when a task was finished, and neither when it began nor what it cost.'
        : 'This run was not executed by this program on this machine: the report has what was seen of it. What was tried again and why is known only where somebody reported it.',
    ],
  };
}

/** The tag most was done in: a run that was watched may have several. */
function tagOf(db: DatabaseSync, { id, project }: RunRow): string {
  const found = row<{ tag: string }>(
    db,
    `SELECT tag, count(*) AS n FROM (SELECT tag FROM attempts WHERE run = ?1 UNION ALL
       SELECT tag FROM transitions WHERE run = ?1 AND initial = 0) GROUP BY tag ORDER BY n DESC, tag LIMIT 1`,
    id
  );
  const current = row<{ tag: string | null }>(db, 'SELECT current_tag AS tag FROM projects WHERE id = ?', project);
  return found?.tag ?? current?.tag ?? 'master';
}

function attemptsOf(db: DatabaseSync, run: RunRow, tag: string): ReportAttempt[] {
  const outcomes: Record<string, ReportAttempt['outcome']> = { ok: 'ok', error: 'failed', running: 'running' };
  return rows<AttemptRow>(
    db,
    'SELECT task_id, number, started_at, ended_at, status, session FROM attempts WHERE run = ? AND tag = ? ORDER BY id',
    run.id,
    tag
  ).flatMap((one) =>
    one.started_at === null
      ? []
      : [
          {
            taskId: one.task_id,
            attempt: one.number,
            startedAt: one.started_at,
            endedAt: one.ended_at,
            outcome: one.ended_at === null ? 'running' : (outcomes[one.status] ?? 'lost'),
            costUsd: 0,
            failure: null,
            session: one.session,
          },
        ]
  );
}

function tasksOf(
  db: DatabaseSync,
  run: RunRow,
  tag: string,
  definitions: readonly TaskDefinition[],
  attempts: readonly ReportAttempt[],
  costs: ReadonlyMap<string, number>
): ReportTask[] {
  const last = new Map(
    rows<{ task_id: string; to_status: string; at: number }>(
      db,
      'SELECT task_id, to_status, at FROM transitions WHERE run = ? AND tag = ? AND initial = 0 ORDER BY at, seq',
      run.id,
      tag
    ).map((one) => [one.task_id, one])
  );
  const tries = Map.groupBy(attempts, ({ taskId }) => taskId);
  const row = (taskId: string, definition: TaskDefinition | undefined): ReportTask => {
    const own = tries.get(taskId) ?? [];
    const to = last.get(taskId);
    const ends = own.map(({ endedAt }) => endedAt);
    const lastEnd = ends.includes(null) ? null : Math.max(0, ...ends.map((end) => end ?? 0)) || null;
    return {
      taskId,
      title: definition?.title ?? '',
      parentId: definition?.parentId ?? null,
      dependsOn: definition?.dependencies.flatMap((one) => one.taskId ?? []) ?? [],
      outcome: outcomeOf(to?.to_status, own, definition?.status),
      attempts: own.length,
      startedAt: own.length === 0 ? null : Math.min(...own.map(({ startedAt }) => startedAt)),
      endedAt: own.length === 0 ? (to?.at ?? null) : lastEnd,
      workedMs: own.reduce((sum, { startedAt, endedAt }) => sum + Math.max(0, (endedAt ?? run.last_at) - startedAt), 0),
      costUsd: costs.get(taskId) ?? 0,
      failure: null,
    };
  };
  const known = new Set(definitions.map(({ taskId }) => taskId));
  const gone = [...new Set([...last.keys(), ...tries.keys()])].filter((taskId) => !known.has(taskId));
  return [
    ...definitions.map((definition) => row(definition.taskId, definition)),
    ...gone.map((taskId) => row(taskId, undefined)),
  ];
}

/** As the run left it; `file:…` for what it had nothing to do with, or left open. */
function outcomeOf(to: string | undefined, tries: readonly ReportAttempt[], now: string | undefined): string {
  const newest = tries.at(-1)?.outcome;
  if (to === undefined && newest === undefined) {
    return `file:${now ?? 'unknown'}`;
  }
  if (to !== undefined && isTerminal(to)) {
    return isFinished(to) ? 'done' : 'skipped';
  }
  if (newest === 'running') {
    return 'running';
  }
  return newest === 'failed'
    ? 'failed'
    : to === undefined && newest === 'ok'
      ? 'done'
      : `file:${to ?? now ?? 'unknown'}`;
}

/** Attempts whose executor said that they failed. */
function failuresOf(db: DatabaseSync, run: RunRow, tag: string, tasks: readonly ReportTask[]): ReportFailure[] {
  const outcomes = new Map(tasks.map(({ taskId, outcome }) => [taskId, outcome]));
  return rows<{ at: number; task_id: string; attempt: number | null; data: string }>(
    db,
    "SELECT at, task_id, attempt, data FROM events WHERE run = ? AND tag = ? AND type = 'attempt.ended' AND task_id IS NOT NULL ORDER BY at, seq",
    run.id,
    tag
  ).flatMap(({ at, task_id: taskId, attempt, data }) => {
    const { status, reason, kind, class: failureClass, exitCode } = JSON.parse(data) as Record<string, unknown>;
    if (status !== 'error') {
      return [];
    }
    const text =
      typeof reason === 'string' ? reason : typeof exitCode === 'number' ? `exit code ${exitCode}` : 'failed';
    const done = outcomes.get(taskId) === 'done' ? 'done in the end' : 'not known';
    const words = { class: String(failureClass ?? 'unknown'), kind: String(kind ?? 'unknown') };
    return [{ at, taskId, attempt: attempt ?? 1, ...words, text, done }];
  });
}
