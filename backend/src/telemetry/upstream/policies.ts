import {
  bulkhead,
  circuitBreaker,
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import { isBreaking, isPassing, UpstreamFailure } from './failure.ts';

/** Failures in a row after which a server is left alone. */
const FAILURES = 5;
/** How long, at first and at most. */
const REST_MS = { initialDelay: 2000, maxDelay: 30_000 };
const RETRIES = 2;
const RETRY_MS = 100;
/** Questions that wait in line beside those under way. */
const QUEUE = 1000;

interface Policies {
  breaker: CircuitBreakerPolicy;
  /** For what must not be asked twice. */
  once: IPolicy;
  /** For reads. */
  again: IPolicy;
}

/** How often, and how many at once, a server is asked. */
export function policiesOf(concurrency: number, onRetry: () => void): Policies {
  const breaker = circuitBreaker(handleWhen(isBreaking), {
    halfOpenAfter: new ExponentialBackoff(REST_MS),
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  const repeated = retry(handleWhen(isPassing), {
    maxAttempts: RETRIES,
    backoff: new DelegateBackoff(({ attempt: number, result }) => {
      const error = 'error' in result ? result.error : undefined;
      const asked = error instanceof UpstreamFailure ? error.retryAfterMs : undefined;
      return asked ?? RETRY_MS * 2 ** number * (0.5 + Math.random());
    }),
  });
  repeated.onRetry(onRetry);
  const once = wrap(breaker, bulkhead(concurrency, QUEUE));
  return { breaker, once, again: wrap(repeated, once) };
}

/** A server that wants to be left alone beyond our deadline is not waited for. */
export function worthWaiting(error: unknown, leftMs: number): unknown {
  const late = error instanceof UpstreamFailure && isPassing(error) && (error.retryAfterMs ?? 0) >= leftMs;
  return late ? error.atLast() : error;
}
