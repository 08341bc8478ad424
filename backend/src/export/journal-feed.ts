import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type JournalEvent } from '#contract/events.ts';
import { type Store } from '../store/types.ts';
import { type Outcome, type Send } from './delivery.ts';
import { Pauses } from './pauses.ts';
import { type ExportStats } from './stats.ts';

const PAGE = 500;
/** What a burst of events writes is sent together. */
const GATHER_MS = 500;
/** Where nothing was sent, the place is saved this often. */
const SAVE_MS = 5000;
/** Events that may wait for a receiver that does not answer. Beyond, the oldest are given up. */
const MOST_WAITING = 100_000;
/** So far back is looked, at the very first start, for the beginnings of what goes on now. */
const LOOK_BACK = 20_000;

export interface FeedOptions<T, S> {
  store: Store;
  /** Items of these events, in order; called once for each event. */
  make(events: readonly JournalEvent[]): Promise<T[]>;
  send: Send<T>;
  /** What `make` remembers, to be saved with the place in the journal. */
  remembered(): S;
  /** Where it went on to, and what was remembered there; undefined at the first start. */
  from: number | undefined;
  save(seq: number, remembered: S): Promise<void>;
  mostWaiting?: number;
  pauses?: Pauses;
}

/**
 * Sends what the journal says. The journal is the queue: nothing is held but one page, and what was not taken is still there
 * after a restart. The place is saved after the receiver has taken everything before it, so a crash in between sends one page
 * again, with the same ids.
 */
export class JournalFeed<T, S> {
  readonly #options: FeedOptions<T, S>;
  readonly #pauses: Pauses;
  readonly #stop = new AbortController();
  /** What is under way when the service ends is not waited for. */
  readonly #stopped: Promise<Outcome>;
  readonly #unlisten: () => void;
  readonly #running: Promise<void>;
  #wake = Promise.withResolvers<void>();
  #newest = 0;
  #seq = 0;
  #savedAt = 0;
  #ready = false;
  #closing = false;
  #counts = { sent: 0, refused: 0, dropped: 0 };
  #problem: string | undefined;

  constructor(options: FeedOptions<T, S>) {
    this.#options = options;
    this.#pauses = options.pauses ?? new Pauses();
    const { signal } = this.#stop;
    this.#stopped = once(signal, 'abort').then(() => ({ kind: 'later', problem: 'was not waited for' }));
    this.#unlisten = options.store.onEvents((events) => {
      this.#newest = Math.max(this.#newest, events.at(-1)?.seq ?? 0);
      this.#wake.resolve();
    });
    this.#running = this.#run();
  }

  stats(): ExportStats {
    return {
      ...this.#counts,
      waiting: Math.max(0, this.#newest - this.#seq),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  /** Saves what is remembered now: something was taken out of it. */
  async saveNow(): Promise<void> {
    if (this.#ready) {
      await this.#save();
    }
  }

  /** Sends what there is for at most `graceMs`; the rest is sent after the next start. */
  async close(graceMs = 2000): Promise<void> {
    this.#unlisten();
    this.#closing = true;
    this.#wake.resolve();
    await Promise.race([this.#running, sleep(graceMs, undefined, { ref: false })]);
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        if (!this.#ready) {
          await this.#begin();
          this.#ready = true;
        }
        return await this.#goOn();
      } catch (error) {
        this.#problem = `was not sent to: ${(error as Error).message}`;
        if (this.#closing) {
          return;
        }
        await this.#pauses.wait(this.#stop.signal);
      }
    }
  }

  async #begin(): Promise<void> {
    const { store, from } = this.#options;
    const { seq: last } = await store.append([]);
    this.#newest = Math.max(this.#newest, last);
    if (from === undefined || from > last) {
      await this.#lookBack(last);
    } else {
      this.#seq = from;
    }
  }

  async #goOn(): Promise<void> {
    const { store } = this.#options;
    while (!this.#stop.signal.aborted) {
      const newest = this.#newest;
      const page = await store.eventsSince(this.#seq, PAGE);
      if (page.length > 0) {
        await this.#page(page);
        continue;
      }
      this.#seq = Math.max(this.#seq, newest); // the last of them may have been purged
      if (this.#closing) {
        await this.#save();
        return;
      }
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
      await sleep(this.#closing ? 0 : GATHER_MS, undefined, { signal: this.#stop.signal, ref: false }).catch(
        () => undefined
      );
    }
  }

  /** The first time nothing of the past is sent; but what goes on has its beginning there. */
  async #lookBack(last: number): Promise<void> {
    this.#seq = Math.max(0, last - LOOK_BACK);
    while (this.#seq < last && !this.#stop.signal.aborted) {
      const page = (await this.#options.store.eventsSince(this.#seq, PAGE)).filter(({ seq }) => seq <= last);
      if (page.length === 0) {
        break;
      }
      await this.#options.make(page);
      this.#seq = page.at(-1)!.seq;
    }
    this.#seq = last;
    await this.#save();
  }

  async #page(page: readonly JournalEvent[]): Promise<void> {
    const items = await this.#options.make(page);
    if (items.length > 0 && !(await this.#deliver(items))) {
      return;
    }
    this.#seq = page.at(-1)!.seq;
    if (items.length > 0 || Date.now() - this.#savedAt > SAVE_MS) {
      await this.#save();
    }
  }

  async #save(): Promise<void> {
    this.#savedAt = Date.now();
    await this.#options.save(this.#seq, this.#options.remembered());
  }

  /** Whether they need not be sent again. */
  async #deliver(items: readonly T[]): Promise<boolean> {
    const { send, mostWaiting = MOST_WAITING } = this.#options;
    for (;;) {
      const outcome = await Promise.race([send(items), this.#stopped]);
      if (outcome.kind === 'later' && this.#stop.signal.aborted) {
        return false;
      }
      this.#problem = outcome.kind === 'sent' ? undefined : outcome.problem;
      if (outcome.kind !== 'later') {
        this.#counts[outcome.kind] += items.length;
        this.#pauses.reset();
        return true;
      }
      if (this.stats().waiting > mostWaiting) {
        this.#counts.dropped += items.length;
        return true;
      }
      await this.#pauses.wait(this.#stop.signal);
      if (this.#stop.signal.aborted) {
        return false;
      }
    }
  }
}
