import { type JournalEvent } from '#contract/events.ts';

/** The newest events, in order, so that most reconnects need no read of the journal. */
export class RecentEvents {
  readonly #limit: number;
  #events: JournalEvent[] = [];
  /** Everything after this sequence number is in here. */
  #completeAfter = Infinity;

  constructor(limit = 2000) {
    this.#limit = limit;
  }

  /** From this sequence number on every event was seen. */
  begin(after: number): void {
    this.#completeAfter = after;
  }

  /** Keeps nothing: what was deleted must not be replayed from here. */
  clear(last: number): void {
    this.#events = [];
    this.#completeAfter = last;
  }

  add(events: readonly JournalEvent[]): void {
    this.#events.push(...events);
    if (this.#events.length > this.#limit * 2) {
      const cut = this.#events.length - this.#limit;
      this.#completeAfter = this.#events[cut - 1]?.seq ?? this.#completeAfter;
      this.#events = this.#events.slice(cut);
    }
  }

  /** Events after `seq`, or undefined where some of them are no longer here. */
  after(seq: number): JournalEvent[] | undefined {
    if (seq < this.#completeAfter) {
      return undefined;
    }
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.seq ?? 0) <= seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.#events.slice(low);
  }
}
