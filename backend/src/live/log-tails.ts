import { type Store } from '../store/types.ts';
import { LogTail, type TailQuery } from './log-tail.ts';
import { type LiveSink } from './sink.ts';

/** How often one looks for new lines, ms. */
const POLL_MS = 2000;
/** Different searches followed at once: each is asked of its server every two seconds. */
const MOST_TAILS = 100;

/** All log lines that are followed, one look for those who want the same. */
export class LogTails {
  readonly #store: Store;
  readonly #pollMs: number;
  readonly #tails = new Map<string, LogTail>();

  constructor(store: Store, pollMs = POLL_MS) {
    this.#store = store;
    this.#pollMs = pollMs;
  }

  /** Clients that listen. */
  get size(): number {
    return [...this.#tails.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Whether another search can be followed. */
  takes(query: TailQuery): boolean {
    return this.#tails.has(keyOf(query)) || this.#tails.size < MOST_TAILS;
  }

  connect(sink: LiveSink, query: TailQuery): void {
    const key = keyOf(query);
    let tail = this.#tails.get(key);
    if (!tail) {
      const options = { store: this.#store, query, pollMs: this.#pollMs, onEmpty: () => void this.#tails.delete(key) };
      tail = new LogTail(options);
      this.#tails.set(key, tail);
    }
    tail.add(sink);
  }

  beat(): void {
    for (const tail of this.#tails.values()) {
      tail.beat();
    }
  }

  close(): void {
    for (const tail of this.#tails.values()) {
      tail.close();
    }
    this.#tails.clear();
  }
}

const keyOf = (query: TailQuery) => JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)));
