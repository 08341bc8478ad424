import { type Observable, type Subscription } from 'rxjs';
import { sentenceOf, statusOf } from './sentence.ts';

/**
 * loading: nothing to show yet. ready: what is shown is what is so. stale: what is shown is from before, because the
 * last try failed; it is tried again by itself. error: nothing to show and the last try failed; tried again too.
 */
export type AskState = 'loading' | 'ready' | 'stale' | 'error';

export interface Asked<T> {
  state: AskState;
  data?: T;
  /** A sentence, in `stale` and `error`. */
  error?: string;
  /** HTTP status of the failure, 0 where nothing answered. */
  status?: number;
  /** When `data` was answered, epoch ms. */
  at?: number;
  /** A request is under way. */
  busy: boolean;
}

/** The world an asker lives in; tests bring their own. */
export interface Surroundings {
  now(): number;
  /** Runs `then` after `ms`; returns how to call it off. */
  later(ms: number, then: () => void): () => void;
  isOnline(): boolean;
}

export const BROWSER: Surroundings = {
  now: () => Date.now(),
  later: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  isOnline: () => navigator.onLine !== false,
};

/** Live messages bring at most one new request in this time, and only after the one before was answered. */
export const REVALIDATE_MS = 300;
const BACKOFF_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];
export const OFFLINE = 'This browser is offline. It goes on by itself once the connection is back.';

/** Answers that repetition seldom makes better: wrong request, no right, nothing there. Asked again at the longest pause. */
const isFinal = (status: number | undefined) =>
  status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429 && status !== 401;

/**
 * Asks one question for as long as somebody looks at the answer: keeps the previous answer while it asks, asks again
 * when told that something changed, and after a failure with growing pauses until it is answered.
 */
export class Asker<T> {
  private readonly ask: () => Observable<T>;
  private readonly world: Surroundings;
  private readonly listeners = new Set<() => void>();
  private current: Asked<T>;
  private running: Subscription | undefined;
  private callOff: (() => void) | undefined;
  private failures = 0;
  private again = false;
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(ask: () => Observable<T>, world: Surroundings = BROWSER, before?: Asked<T>) {
    this.ask = ask;
    this.world = world;
    this.current = before?.data === undefined ? { state: 'loading', busy: true } : { ...before, busy: true };
  }

  readonly snapshot = (): Asked<T> => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Asks now; whatever was under way is dropped. */
  readonly refetch = (): void => {
    this.stop();
    this.askedAt = this.world.now();
    this.set({ ...this.current, busy: true });
    if (!this.world.isOnline()) {
      this.fail(OFFLINE, 0);
      return;
    }
    let answered = false;
    this.running = this.ask().subscribe({
      next: (data) => {
        answered = true;
        this.failures = 0;
        this.set({ state: 'ready', data, at: this.world.now(), busy: false });
      },
      error: (error: unknown) => this.fail(sentenceOf(error), statusOf(error)),
      complete: () => {
        this.running = undefined;
        if (!answered) {
          this.fail('The service gave no answer.', undefined);
        } else if (this.again) {
          this.revalidate();
        }
      },
    });
  };

  /** Something changed: asks anew, soon, once for many calls. */
  readonly revalidate = (): void => {
    if (this.running) {
      this.again = true; // what is under way may be from before the change
      return;
    }
    this.again = false;
    const wait = Math.max(0, this.askedAt + REVALIDATE_MS - this.world.now());
    this.callOff?.();
    this.callOff = this.world.later(wait, this.refetch);
  };

  /** Nobody looks any more. */
  readonly stop = (): void => {
    this.callOff?.();
    this.callOff = undefined;
    this.again = false;
    this.running?.unsubscribe();
    this.running = undefined;
  };

  private fail(error: string, status: number | undefined) {
    this.running = undefined;
    const step = isFinal(status) && !this.again ? BACKOFF_MS.length : this.failures;
    const pause = BACKOFF_MS[Math.min(step, BACKOFF_MS.length - 1)] ?? 0;
    this.failures += 1;
    const { data, at } = this.current;
    this.set({ state: data === undefined ? 'error' : 'stale', data, at, error, status, busy: false });
    this.again = false;
    this.callOff = this.world.later(pause, this.refetch);
  }

  private set(next: Asked<T>) {
    this.current = next;
    this.listeners.forEach((listener) => listener());
  }
}
