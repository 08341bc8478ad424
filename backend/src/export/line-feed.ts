import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Outcome, type Send } from './delivery.ts';
import { Pauses } from './pauses.ts';
import { type ExportStats } from './stats.ts';

const MOST = 2048;
const BATCH = 512;
const GATHER_MS = 1000;

/** Items that are nowhere else: a queue in memory. What is too much, or there when the process ends, is lost and counted. */
export class LineFeed<T> {
  readonly #send: Send<T>;
  readonly #pauses: Pauses;
  readonly #most: number;
  readonly #queue: T[] = [];
  readonly #stop = new AbortController();
  #working: Promise<void> | undefined;
  #closing = false;
  #counts = { sent: 0, refused: 0, dropped: 0 };
  #problem: string | undefined;

  constructor(send: Send<T>, { most = MOST, pauses = new Pauses() }: { most?: number; pauses?: Pauses } = {}) {
    this.#send = send;
    this.#most = most;
    this.#pauses = pauses;
  }

  add(item: T): void {
    this.#queue.push(item);
    if (this.#queue.length > this.#most) {
      this.#queue.shift();
      this.#counts.dropped += 1;
    }
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
  }

  stats(): ExportStats {
    return {
      ...this.#counts,
      waiting: this.#queue.length,
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  async close(graceMs = 2000): Promise<void> {
    this.#closing = true;
    await Promise.race([this.#working, sleep(graceMs, undefined, { ref: false })]);
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { signal } = this.#stop;
    const stopped = once(signal, 'abort').then((): Outcome => ({ kind: 'later', problem: 'was not waited for' }));
    await sleep(this.#closing ? 0 : GATHER_MS, undefined, { signal, ref: false }).catch(() => undefined);
    while (this.#queue.length > 0 && !signal.aborted) {
      const batch = this.#queue.slice(0, BATCH);
      const outcome = await Promise.race([this.#send(batch), stopped]);
      if (outcome.kind === 'later' && signal.aborted) {
        return;
      }
      this.#problem = outcome.kind === 'sent' ? undefined : outcome.problem;
      if (outcome.kind === 'later') {
        await this.#pauses.wait(signal);
        continue;
      }
      this.#counts[outcome.kind] += batch.length;
      this.#pauses.reset();
      const sent = new Set(batch); // some may have been given up meanwhile
      this.#queue.splice(0, this.#queue.filter((item) => sent.has(item)).length);
    }
  }
}
