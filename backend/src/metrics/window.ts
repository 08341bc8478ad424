/** Counts in a sliding window, in steps, for rates and error shares. */
export class SlidingCount {
  readonly #stepMs: number;
  readonly #buckets: Float64Array;
  #head: number;

  constructor(windowMs: number, now: number, steps = 12) {
    this.#stepMs = windowMs / steps;
    this.#buckets = new Float64Array(steps);
    this.#head = Math.floor(now / this.#stepMs);
  }

  add(now: number, amount = 1): void {
    this.#turn(now);
    const at = this.#head % this.#buckets.length;
    this.#buckets[at] = (this.#buckets[at] ?? 0) + amount;
  }

  total(now: number): number {
    this.#turn(now);
    return this.#buckets.reduce((sum, value) => sum + value, 0);
  }

  /** Clears the buckets that time has passed over; a clock that goes backwards changes nothing. */
  #turn(now: number): void {
    const head = Math.floor(now / this.#stepMs);
    const passed = Math.min(head - this.#head, this.#buckets.length);
    for (let step = 1; step <= passed; step += 1) {
      this.#buckets[(this.#head + step) % this.#buckets.length] = 0;
    }
    this.#head = Math.max(this.#head, head);
  }
}
