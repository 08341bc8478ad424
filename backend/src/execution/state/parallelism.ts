import { type Failure, type RunState } from './types.ts';

/** Failures that come from asking for too much at once. */
const PRESSURE = new Set(['rate-limit', 'overload', 'memory']);
/** Successes in a row at one width before one more is tried. */
const CALM = 8;

/**
 * How many attempts may run at once after an attempt's end: halved when the machine or the model's service was asked too much,
 * raised by one after a stretch without failures (additive increase, multiplicative decrease, as TCP does: RFC 5681).
 */
export function parallelAfter(
  { parallel, calm, config }: Pick<RunState, 'parallel' | 'calm' | 'config'>,
  failure: Failure | undefined
): Pick<RunState, 'parallel' | 'calm'> {
  if (failure) {
    return PRESSURE.has(failure.kind)
      ? { parallel: Math.max(1, Math.floor(parallel / 2)), calm: 0 }
      : { parallel, calm: 0 };
  }
  if (parallel >= config.parallel) {
    return { parallel: config.parallel, calm: 0 };
  }
  return calm + 1 >= CALM ? { parallel: parallel + 1, calm: 0 } : { parallel, calm: calm + 1 };
}
