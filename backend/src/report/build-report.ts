import { type TaskDefinition } from '#contract/events.ts';
import { isTerminal } from '#contract/status.ts';
import { formatDuration } from '../config/duration.ts';
import { applyRecord, beginState } from '../execution/state/apply.ts';
import { type RunRecord } from '../execution/state/records.ts';
import { type RunState } from '../execution/state/types.ts';
import { slowestChain } from './chain.ts';
import { interventionsOf, stretchesOf } from './stretches.ts';
import { type ReportAttempt, type ReportFailure, type ReportTask, type RunReport } from './types.ts';

/**
 * A run as its report tells it, from the records of its log and the tasks as they are now.
 * @throws Error a sentence, where the log does not begin with the run
 */
export function buildReport(records: readonly RunRecord[], tasks: readonly TaskDefinition[]): RunReport {
  const [first] = records;
  if (first?.type !== 'run.started') {
    throw new Error('The log of this run has lost its beginning, so there is no report of it.');
  }
  const state = beginState(first);
  records.forEach((record) => applyRecord(state, record));
  const attempts = attemptsOf(records);
  const reported = tasksOf(state, tasks, attempts);
  const stretches = stretchesOf(records);
  const over = (outcome: string) => reported.filter((task) => task.outcome === outcome).length;
  const failures = failuresOf(records, state);
  const parents = new Set(reported.map(({ parentId }) => parentId));
  return {
    schema: 1,
    run: state.run,
    project: state.project,
    tag: state.tag,
    tasksFile: state.tasksFile,
    executor: state.config.executor,
    verified: state.config.verify !== undefined,
    autonomous: state.config.autonomous,
    parallel: state.config.parallel,
    startedAt: state.startedAt,
    endedAt: state.endedAt ?? null,
    endReason: state.phase === 'ended' ? (state.endReason ?? null) : null,
    lastAt: records.at(-1)!.at,
    activeMs: stretches.reduce((sum, { from, to }) => sum + to - from, 0),
    totals: {
      done: over('done'),
      failed: over('failed'),
      skipped: over('skipped') + over('overridden'),
      open: reported.filter((task) => isOpen(task, parents)).length,
      attempts: state.totals.attempts,
      transient: state.totals.transient,
      recovered: state.totals.recovered,
      costUsd: state.totals.costUsd,
      workedMs: reported.reduce((sum, { workedMs }) => sum + workedMs, 0),
    },
    tasks: reported,
    attempts,
    failures,
    kinds: kindsOf(failures, (taskId) => state.tasks[taskId]?.phase === 'done'),
    interventions: interventionsOf(records),
    stretches,
    checkpoints: records.filter(({ type }) => type === 'checkpoint.saved').length,
    chain: slowestChain(tasks, new Map(reported.map(({ taskId, workedMs }) => [taskId, workedMs]))),
    previous: null,
    notes: tasks.length === 0 ? ['The task file could not be read: titles and dependencies are missing.'] : [],
  };
}

const ENDED = ['done', 'failed', 'skipped', 'overridden'];

/** A task that was to do and is not over: parents are over with their subtasks, and what was over before is none of this run's. */
function isOpen({ taskId, outcome }: ReportTask, parents: ReadonlySet<string | null>): boolean {
  const status = /^file:(.*)$/.exec(outcome)?.[1];
  return status === undefined ? !ENDED.includes(outcome) : !parents.has(taskId) && !isTerminal(status);
}

function attemptsOf(records: readonly RunRecord[]): ReportAttempt[] {
  const attempts = new Map<string, ReportAttempt>();
  for (const record of records) {
    if (record.type === 'attempt.started') {
      const { taskId, attempt, at } = record;
      attempts.set(`${taskId} ${attempt}`, {
        taskId,
        attempt,
        startedAt: at,
        endedAt: null,
        outcome: 'running',
        costUsd: 0,
        failure: null,
        session: null,
      });
      continue;
    }
    if (record.type !== 'attempt.succeeded' && record.type !== 'attempt.failed' && record.type !== 'attempt.lost') {
      continue;
    }
    const known = attempts.get(`${record.taskId} ${record.attempt}`);
    if (!known) {
      continue;
    }
    known.outcome = record.type === 'attempt.succeeded' ? 'ok' : record.type === 'attempt.failed' ? 'failed' : 'lost';
    known.endedAt = record.type === 'attempt.lost' ? record.at : known.startedAt + record.durationMs;
    if (record.type === 'attempt.lost') {
      known.failure = record.reason;
    } else {
      known.costUsd = record.costUsd;
      known.session = record.session ?? null;
      known.failure = record.type === 'attempt.failed' ? record.failure.text : null;
    }
  }
  return [...attempts.values()];
}

function tasksOf(
  state: RunState,
  definitions: readonly TaskDefinition[],
  attempts: readonly ReportAttempt[]
): ReportTask[] {
  const spans = new Map<string, { from: number; to: number | null }>();
  for (const { taskId, startedAt, endedAt } of attempts) {
    const span = spans.get(taskId);
    spans.set(taskId, {
      from: Math.min(span?.from ?? startedAt, startedAt),
      to: endedAt === null ? null : Math.max(span?.to ?? endedAt, endedAt),
    });
  }
  const row = (taskId: string, definition: TaskDefinition | undefined): ReportTask => {
    const own = state.tasks[taskId];
    const span = spans.get(taskId);
    return {
      taskId,
      title: definition?.title ?? '',
      parentId: definition?.parentId ?? null,
      dependsOn: definition?.dependencies.flatMap((one) => one.taskId ?? []) ?? [],
      outcome: own?.phase ?? `file:${definition?.status ?? 'unknown'}`,
      attempts: own?.attempts ?? 0,
      startedAt: span?.from ?? null,
      endedAt: span?.to ?? null,
      workedMs: own?.busyMs ?? 0,
      costUsd: own?.costUsd ?? 0,
      failure: own?.phase === 'failed' ? (own.failure?.text ?? null) : null,
    };
  };
  const known = new Set(definitions.map(({ taskId }) => taskId));
  const gone = Object.keys(state.tasks).filter((taskId) => !known.has(taskId));
  return [
    ...definitions.map((definition) => row(definition.taskId, definition)),
    ...gone.map((taskId) => row(taskId, undefined)),
  ];
}

function failuresOf(records: readonly RunRecord[], state: RunState): ReportFailure[] {
  return records.flatMap((record) => {
    if (record.type !== 'attempt.failed') {
      return [];
    }
    const { at, taskId, attempt, failure, retryAt } = record;
    const phase = state.tasks[taskId]?.phase;
    const later = (state.tasks[taskId]?.attempts ?? 0) > attempt;
    const came = phase === 'done' ? ' and was done in the end' : later ? '' : ', which has not come yet';
    const done =
      retryAt === undefined
        ? later
          ? `given up, then tried again by command${phase === 'done' ? ' and done' : ''}`
          : 'given up; what does not depend on it went on'
        : `tried again after ${formatDuration(Math.max(0, retryAt - at))}${came}`;
    return [{ at, taskId, attempt, class: failure.class, kind: failure.kind, text: failure.text, done }];
  });
}

/** Failures by kind, the most frequent first. @param isDone whether a task was done in the end */
export function kindsOf(failures: readonly ReportFailure[], isDone: (taskId: string) => boolean): RunReport['kinds'] {
  const kinds = new Map<string, { kind: string; class: string; attempts: number; tasks: Set<string> }>();
  for (const { kind, class: failureClass, taskId } of failures) {
    const key = `${failureClass} ${kind}`;
    const one = kinds.get(key) ?? { kind, class: failureClass, attempts: 0, tasks: new Set<string>() };
    one.attempts += 1;
    one.tasks.add(taskId);
    kinds.set(key, one);
  }
  return [...kinds.values()]
    .map(({ tasks, ...one }) => ({
      ...one,
      tasks: tasks.size,
      recovered: [...tasks].filter(isDone).length,
    }))
    .sort((a, b) => b.attempts - a.attempts || (a.kind < b.kind ? -1 : 1));
}
