interface Entry<T> {
  answer: Promise<T>;
  /** Ends the work when nobody waits for it any more. */
  controller: AbortController;
  waiting: number;
  done: boolean;
  until: number;
  bytes: number;
}

export interface SharedOptions {
  /** Most bytes that finished answers may hold together. */
  maxBytes: number;
  now?: () => number;
}

/**
 * One piece of work for all who ask the same: who comes while it is under way waits for it, who comes soon after gets
 * what was found. It is given up only when the last of them has gone. Failures are never kept.
 */
export class SharedAnswers<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #maxBytes: number;
  readonly #now: () => number;
  readonly #sizeOf: (answer: T) => number;
  #bytes = 0;

  constructor({ maxBytes, now = Date.now }: SharedOptions, sizeOf: (answer: T) => number) {
    this.#maxBytes = maxBytes;
    this.#now = now;
    this.#sizeOf = sizeOf;
  }

  /** `keepMs`: how long the answer may serve others; may depend on it. */
  async get(
    key: string,
    keepMs: number | ((answer: T) => number),
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal
  ): Promise<T> {
    signal?.throwIfAborted();
    const known = this.#entries.get(key);
    const entry = known && (!known.done || known.until > this.#now()) ? known : this.#start(key, keepMs, work);
    if (entry.done) {
      return entry.answer;
    }
    entry.waiting++;
    const leave = Promise.withResolvers<never>();
    const onAbort = (): void => leave.reject(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([entry.answer, leave.promise]);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      entry.waiting--;
      if (entry.waiting === 0 && !entry.done) {
        this.#drop(key, entry);
        entry.controller.abort();
      }
    }
  }

  /** Lets go of what is past its time. */
  forget(): void {
    const now = this.#now();
    for (const [key, entry] of this.#entries) {
      if (entry.done && entry.until <= now) {
        this.#drop(key, entry);
      }
    }
  }

  #start(key: string, keepMs: number | ((answer: T) => number), work: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const controller = new AbortController();
    const entry: Entry<T> = {
      answer: work(controller.signal),
      controller,
      waiting: 0,
      done: false,
      until: 0,
      bytes: 0,
    };
    const old = this.#entries.get(key);
    if (old) {
      this.#drop(key, old);
    }
    this.#entries.set(key, entry);
    entry.answer.then(
      (answer) => {
        entry.done = true;
        const keep = typeof keepMs === 'number' ? keepMs : keepMs(answer);
        if (keep <= 0 || this.#entries.get(key) !== entry) {
          this.#drop(key, entry);
          return;
        }
        entry.until = this.#now() + keep;
        entry.bytes = this.#sizeOf(answer);
        this.#bytes += entry.bytes;
        this.#shrink();
      },
      () => {
        entry.done = true;
        this.#drop(key, entry);
      }
    );
    return entry;
  }

  #drop(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) === entry) {
      this.#entries.delete(key);
      this.#bytes -= entry.bytes;
    }
  }

  /** What is past its time first, then the oldest. */
  #shrink(): void {
    this.forget();
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) {
        return;
      }
      if (entry.done) {
        this.#drop(key, entry);
      }
    }
  }
}
