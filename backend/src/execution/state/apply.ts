import { type RunFact, type RunRecord } from './records.ts';
import { breakerAfter } from './breaker.ts';
import { parallelAfter } from './parallelism.ts';
import { type RunState, type TaskState } from './types.ts';

const MOST_ERRORS = 50;

/** The state a run begins with. */
export function beginState(record: RunRecord & { type: 'run.started' }): RunState {
  const { run, project, tag, tasksFile, config, at, seq } = record;
  return {
    schema: 1,
    run,
    project,
    tag,
    tasksFile,
    startedAt: at,
    phase: 'running',
    config,
    tasks: {},
    breaker: { failures: 0, opened: 0 },
    parallel: config.parallel,
    calm: 0,
    totals: { attempts: 0, succeeded: 0, failed: 0, transient: 0, recovered: 0, costUsd: 0 },
    seq,
    errors: [],
  };
}

/** The state of a task, made where nothing has happened to it yet. */
export function taskOf(state: RunState, taskId: string): TaskState {
  return (state.tasks[taskId] ??= { phase: 'waiting', attempts: 0, counted: 0, busyMs: 0, costUsd: 0 });
}

/** Changes `state` by what a record says. A record that is in it already changes nothing, so a log may be read again. */
export function applyRecord(state: RunState, record: RunRecord): void {
  if (record.seq <= state.seq) {
    return;
  }
  state.seq = record.seq;
  applyFact(state, record, record.at);
}

function applyFact(state: RunState, fact: RunFact, at: number): void {
  switch (fact.type) {
    case 'run.started':
      return; // beginState made it
    case 'run.resumed':
      state.config = fact.config;
      state.phase = 'running';
      state.parallel = fact.config.parallel;
      delete state.endedAt;
      delete state.endReason;
      delete state.pausedBy;
      return;
    case 'run.paused':
      state.phase = 'paused';
      state.pausedBy = fact.actor;
      return;
    case 'run.continued':
      state.phase = 'running';
      delete state.pausedBy;
      state.breaker = { failures: 0, opened: 0 };
      return;
    case 'run.stopping':
      state.phase = 'stopping';
      state.endReason = fact.reason;
      return;
    case 'run.ended':
      state.phase = 'ended';
      state.endedAt = at;
      state.endReason = fact.reason;
      return;
    case 'attempt.started': {
      const task = taskOf(state, fact.taskId);
      task.phase = 'running';
      task.attempts = Math.max(task.attempts + 1, fact.attempt);
      task.counted += 1;
      task.current = { number: fact.attempt, startedAt: at, ...(fact.worker ? { worker: fact.worker } : {}) };
      delete task.retryAt;
      state.totals.attempts += 1;
      return;
    }
    case 'attempt.succeeded': {
      const task = endAttempt(state, fact, at);
      task.phase = 'done';
      delete task.failure;
      if (task.transient) {
        state.totals.recovered += 1;
      }
      state.totals.succeeded += 1;
      state.breaker = breakerAfter(state.breaker, state.config.breaker, undefined, at);
      Object.assign(state, parallelAfter(state, undefined));
      return;
    }
    case 'attempt.failed': {
      const task = endAttempt(state, fact, at);
      if (fact.failure.class === 'transient' && !task.transient) {
        task.transient = true;
        state.totals.transient += 1;
      }
      task.failure = fact.failure;
      if (fact.retryAt === undefined) {
        task.phase = 'failed';
        state.totals.failed += 1;
      } else {
        task.phase = 'retry';
        task.retryAt = fact.retryAt;
      }
      state.errors = [
        ...state.errors.slice(1 - MOST_ERRORS),
        { at, taskId: fact.taskId, attempt: fact.attempt, failure: fact.failure },
      ];
      state.breaker = breakerAfter(state.breaker, state.config.breaker, fact.failure, at);
      Object.assign(state, parallelAfter(state, fact.failure));
      return;
    }
    case 'attempt.lost': {
      const task = taskOf(state, fact.taskId);
      task.phase = 'retry';
      task.retryAt = fact.retryAt;
      task.counted = Math.max(0, task.counted - 1);
      delete task.current;
      return;
    }
    case 'task.skipped': {
      const task = taskOf(state, fact.taskId);
      task.phase = 'skipped';
      delete task.retryAt;
      delete task.current;
      return;
    }
    case 'task.retried': {
      const task = taskOf(state, fact.taskId);
      if (task.phase === 'failed') {
        state.totals.failed -= 1;
      }
      task.phase = 'waiting';
      task.counted = 0;
      delete task.retryAt;
      delete task.override;
      return;
    }
    case 'task.approved':
      taskOf(state, fact.taskId).approved = true;
      return;
    case 'task.overridden': {
      const task = taskOf(state, fact.taskId);
      task.phase = 'overridden';
      task.override = { status: fact.status, actor: fact.actor, ...(fact.reason ? { reason: fact.reason } : {}) };
      delete task.current;
      delete task.retryAt;
      return;
    }
    case 'attempt.alive':
    case 'checkpoint.saved':
    case 'limit.reached':
      return; // told, and nothing of the state
  }
}

function endAttempt(
  state: RunState,
  fact: { taskId: string; durationMs: number; costUsd: number },
  at: number
): TaskState {
  const task = taskOf(state, fact.taskId);
  delete task.current;
  delete task.retryAt;
  task.finishedAt = at;
  task.busyMs += fact.durationMs;
  task.costUsd += fact.costUsd;
  state.totals.costUsd += fact.costUsd;
  return task;
}
