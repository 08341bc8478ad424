import { type BreakerState, type Failure, type RunConfig } from './types.ts';

/** Failures that say something about the executor or what it depends on, not about the task. */
const ABOUT_THE_EXECUTOR = new Set(['rate-limit', 'overload', 'network', 'server-error', 'auth', 'bad-command']);

/**
 * The circuit breaker of an executor after an attempt. Opens after `failures` of them in a row that are about the executor;
 * each time it opens again without a success between, the pause doubles, up to `maxPauseMs`. While it is open nothing starts;
 * afterwards one attempt is let through to try (M. Nygard, Release It!, "Circuit Breaker").
 */
export function breakerAfter(
  breaker: BreakerState,
  config: RunConfig['breaker'],
  failure: Failure | undefined,
  now: number
): BreakerState {
  if (!failure) {
    return breaker.failures === 0 && breaker.opened === 0 ? breaker : { failures: 0, opened: 0 };
  }
  if (!ABOUT_THE_EXECUTOR.has(failure.kind)) {
    return breaker;
  }
  const failures = breaker.failures + 1;
  if (failures < config.failures) {
    return { ...breaker, failures };
  }
  const pause = Math.min(config.maxPauseMs, config.pauseMs * 2 ** breaker.opened);
  // One failure is enough to open it again: the next attempt is the trial.
  return { failures: config.failures - 1, opened: breaker.opened + 1, openUntil: now + pause };
}

/** How many attempts the breaker lets run now. */
export function breakerAllows(breaker: BreakerState, now: number): number {
  if (breaker.openUntil === undefined) {
    return Infinity;
  }
  return now < breaker.openUntil ? 0 : 1;
}
