/** Counts failures per caller and says when a caller has to wait. Bounded: the oldest callers are forgotten first. */
export class FailureLimit {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #callers = new Map<string, { since: number; failures: number }>();
  readonly #maxCallers = 10_000;

  constructor(most = 10, windowMs = 60_000) {
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** Milliseconds the caller has to wait; 0 where it may try. */
  waitMs(caller: string, now = Date.now()): number {
    const entry = this.#callers.get(caller);
    if (!entry || now - entry.since >= this.#windowMs) {
      return 0;
    }
    return entry.failures >= this.#most ? entry.since + this.#windowMs - now : 0;
  }

  failed(caller: string, now = Date.now()): void {
    const entry = this.#callers.get(caller);
    if (entry && now - entry.since < this.#windowMs) {
      entry.failures += 1;
      return;
    }
    this.#callers.delete(caller);
    this.#callers.set(caller, { since: now, failures: 1 });
    if (this.#callers.size > this.#maxCallers) {
      const oldest = this.#callers.keys().next().value;
      if (oldest !== undefined) {
        this.#callers.delete(oldest);
      }
    }
  }
}
