import { cleanText } from '../../ingest/redact/secrets.ts';
import { classifyFailure } from '../failure/classify.ts';
import { type ExecutorResult } from '../executors/executors.ts';
import { type AttemptOutcome } from '../process/local-attempts.ts';
import { type RunFact } from '../state/records.ts';
import { retryAt } from '../state/retry.ts';
import { type Failure, type RunState } from '../state/types.ts';
import { taskOf } from '../state/apply.ts';

/** An attempt that was lost is begun again after this. */
const LOST_PAUSE_MS = 1_000;
/** Room on a full disk is looked for again after this. */
const FULL_PAUSE_MS = 5_000;

/** Whether its commands ended with exit code 0. */
export const endedWell = ({ kind, work, verify }: AttemptOutcome): boolean =>
  kind === 'ended' && work === 0 && (verify ?? 0) === 0;

/**
 * What an attempt's end means for the run.
 * @param stopped we ended it ourselves, because the run was stopped: it is begun again on resume and counts for nothing
 */
export function outcomeFact(
  state: RunState,
  taskId: string,
  attempt: number,
  outcome: AttemptOutcome,
  result: ExecutorResult,
  about: { at: number; startedAt: number; stopped: boolean; random: number }
): RunFact {
  const { at, startedAt, stopped, random } = about;
  const subject = { taskId, attempt };
  const spent = {
    durationMs: Math.max(0, (outcome.endedAt ?? at) - startedAt),
    costUsd: result.costUsd,
    ...(outcome.endedAt === undefined ? {} : { endedAt: Math.min(at, outcome.endedAt) }),
    ...(result.session === undefined ? {} : { session: result.session }),
  };
  const well = endedWell(outcome);
  if (well && result.failed === undefined && !outcome.refused) {
    return { type: 'attempt.succeeded', ...subject, ...spent };
  }
  if (stopped && !well) {
    return { type: 'attempt.lost', ...subject, reason: 'the run was stopped', retryAt: at };
  }
  if (outcome.kind === 'failed-to-start' && /ENOSPC|EDQUOT/.test(outcome.problem ?? '')) {
    return { type: 'attempt.lost', ...subject, reason: 'the disk is full', retryAt: at + FULL_PAUSE_MS };
  }
  if (outcome.kind === 'lost') {
    return { type: 'attempt.lost', ...subject, reason: outcome.problem ?? 'lost', retryAt: at + LOST_PAUSE_MS };
  }
  const failure = failureOf(state, outcome, result, at);
  const again = retryAt(state, taskOf(state, taskId), failure, at, random);
  return { type: 'attempt.failed', ...subject, ...spent, failure, ...(again === undefined ? {} : { retryAt: again }) };
}

function failureOf(state: RunState, outcome: AttemptOutcome, result: ExecutorResult, at: number): Failure {
  if (outcome.refused) {
    return outcome.refused;
  }
  if (outcome.kind === 'failed-to-start') {
    const transient = /EAGAIN|ENOMEM|EMFILE|ENFILE|ENOSPC/.test(outcome.problem ?? '');
    const text = `No process could be started: ${outcome.problem ?? 'unknown'}.`;
    return transient ? { class: 'transient', kind: 'memory', text } : { class: 'permanent', kind: 'bad-command', text };
  }
  const exitCode = outcome.work;
  const failure = classifyFailure(
    {
      output: result.failed === undefined ? outcome.output : `${outcome.output}\n${result.failed}`,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(outcome.signal === undefined ? {} : { signal: outcome.signal }),
      ...(outcome.verify === undefined || outcome.verify === 0 ? {} : { verifyCode: outcome.verify }),
      ...(outcome.timedOut === undefined ? {} : { timedOut: outcome.timedOut }),
      ...(outcome.outOfMemory ? { outOfMemory: true } : {}),
    },
    state.config.rules,
    at
  );
  return { ...failure, text: cleanText(failure.text) }; // the end of what an agent printed, which may be a key
}
