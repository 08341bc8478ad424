import { setTimeout as sleep } from 'node:timers/promises';

/** Waits between tries: a second, then twice as long each time, up to a minute, scattered by a quarter. */
export class Pauses {
  readonly #firstMs: number;
  readonly #mostMs: number;
  #next: number;

  constructor(firstMs = 1000, mostMs = 60_000) {
    this.#firstMs = firstMs;
    this.#mostMs = mostMs;
    this.#next = firstMs;
  }

  reset(): void {
    this.#next = this.#firstMs;
  }

  /** Resolves after the next pause, at once when the signal comes. */
  async wait(signal: AbortSignal): Promise<void> {
    const ms = this.#next * (0.75 + Math.random() * 0.5);
    this.#next = Math.min(this.#next * 2, this.#mostMs);
    await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
