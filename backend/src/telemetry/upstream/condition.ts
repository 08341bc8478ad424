/** Something wrong with a server. Times are epoch ms. */
export interface Trouble {
  text: string;
  since: number;
  /** When it answered again; absent while it does not. */
  until?: number;
}

/** An answer may be found to be none a moment after it came: an end that lasts less than this was none. */
const LEAST_END_MS = 1000;

/** How a server is, by its last answers. */
export class Condition {
  readonly #now: () => number;
  #latest: Trouble | undefined;
  #answered = false;
  #goodAt = -Infinity;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Whether it ever answered. */
  get answered(): boolean {
    return this.#answered;
  }

  /** Whether it was well, or known not to be, within so many ms. */
  knownWithin(ms: number): boolean {
    return this.trouble !== undefined || this.#now() - this.#goodAt < ms;
  }

  /** What is wrong now. */
  get trouble(): Trouble | undefined {
    return this.#latest?.until === undefined ? this.#latest : undefined;
  }

  /** What is or was wrong last. */
  get latest(): Trouble | undefined {
    return this.#latest;
  }

  bad(text: string): void {
    const now = this.#now();
    const { since, until = now } = this.#latest ?? { since: now, until: -Infinity };
    this.#latest = { text, since: now - until < LEAST_END_MS ? since : now };
  }

  good(): void {
    this.#answered = true;
    this.#goodAt = this.#now();
    if (this.#latest && this.#latest.until === undefined) {
      this.#latest = { ...this.#latest, until: this.#now() };
    }
  }

  /** It answered, which says nothing of whether trouble is over. */
  heard(): void {
    this.#answered = true;
  }
}
