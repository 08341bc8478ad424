import { createHash } from 'node:crypto';

/**
 * Counts wrong secrets per caller and says when a caller has to wait. One secret counts once: a program that was set up wrongly repeats
 * its own and must not lock out the others behind its address; guessing takes many. Bounded: the oldest callers are forgotten first.
 */
export class FailureLimit {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #callers = new Map<string, { since: number; wrong: Set<string> }>();
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
    return entry.wrong.size >= this.#most ? entry.since + this.#windowMs - now : 0;
  }

  failed(caller: string, secret: string, now = Date.now()): void {
    const mark = createHash('sha256').update(secret).digest('base64');
    const entry = this.#callers.get(caller);
    if (entry && now - entry.since < this.#windowMs) {
      if (entry.wrong.size < this.#most) {
        entry.wrong.add(mark);
      }
      return;
    }
    this.#callers.delete(caller);
    this.#callers.set(caller, { since: now, wrong: new Set([mark]) });
    if (this.#callers.size > this.#maxCallers) {
      const oldest = this.#callers.keys().next().value;
      if (oldest !== undefined) {
        this.#callers.delete(oldest);
      }
    }
  }
}
