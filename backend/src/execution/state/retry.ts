import { type Failure, type RunConfig, type RunState, type TaskState } from './types.ts';

/** An unknown failure is tried again this often: it may have been a passing one. */
const UNKNOWN_ATTEMPTS = 2;

/**
 * When a failed attempt is tried again, epoch ms; undefined: never. Permanent failures are not tried again, unknown ones once.
 * The pause grows exponentially and is spread by `jitter` (a share of it), so that tasks that failed together do not come back
 * together; a pause the other side asked for is the least.
 * @param random in [0, 1)
 */
export function retryAt(
  state: RunState,
  task: TaskState,
  failure: Failure,
  now: number,
  random: number
): number | undefined {
  const { backoff, maxAttempts, maxRetries } = state.config;
  const most = failure.class === 'unknown' ? Math.min(UNKNOWN_ATTEMPTS, maxAttempts) : maxAttempts;
  if (failure.class === 'permanent' || task.counted >= most || retriesSpent(state) >= maxRetries) {
    return undefined;
  }
  return now + pauseOf(backoff, task.counted, failure.retryAfterMs ?? 0, random);
}

/** The pause after the `attempt`th try, ms. */
export function pauseOf(
  { firstMs, factor, maxMs, jitter }: RunConfig['backoff'],
  attempt: number,
  atLeastMs: number,
  random: number
): number {
  const plain = Math.min(maxMs, firstMs * factor ** Math.max(0, attempt - 1));
  const spread = plain * (1 - jitter + 2 * jitter * random);
  return Math.round(Math.max(spread, atLeastMs * (1 + jitter * random)));
}

/** Attempts beyond the first of every task. */
export function retriesSpent(state: RunState): number {
  const begun = Object.values(state.tasks).filter(({ attempts }) => attempts > 0).length;
  return Math.max(0, state.totals.attempts - begun);
}
