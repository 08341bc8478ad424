import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventRecord } from '#contract/events-api.ts';

/** Sends events to the service. Rejects where it cannot take them now; `refused` are events it will never take. */
export type SendEvents = (events: EventRecord[]) => Promise<{ refused: string[] }>;

const BATCH = 500;
const PAUSES_MS = [200, 500, 1_000, 2_000, 5_000];

/**
 * Brings a run's events into the journal, in their order, each until it is acknowledged. The service may be down, slow or come later: the
 * run goes on, and what was not taken yet stays in the run's log. How far it got is kept in a file; what was sent and not noted is sent
 * again and recognised by its id.
 */
export class JournalLink {
  readonly #cursorFile: string;
  readonly #send: SendEvents;
  readonly #onState: (problem: string | undefined) => void;
  #queue: Array<{ seq: number; event: EventRecord }> = [];
  #sent: number;
  #working: Promise<void> | undefined;
  #closing = false;
  #lastTry = false;
  #problem: string | undefined;
  #wake = new AbortController();

  constructor(cursorFile: string, send: SendEvents, onState: (problem: string | undefined) => void = () => {}) {
    this.#cursorFile = cursorFile;
    this.#send = send;
    this.#onState = onState;
    this.#sent = readCursor(cursorFile);
  }

  /** Last place of the log that the journal has. */
  get sent(): number {
    return this.#sent;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  push(seq: number, event: EventRecord | undefined): void {
    if (event && seq > this.#sent) {
      this.#queue.push({ seq, event });
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
      });
    }
  }

  /** Waits until everything is sent, at most `timeoutMs`; one that fails already is tried once more only. True where all is sent. */
  async close(timeoutMs: number): Promise<boolean> {
    this.#lastTry = true;
    this.#wake.abort();
    const timer = setTimeout(() => {
      this.#closing = true;
    }, timeoutMs);
    await this.#working;
    clearTimeout(timer);
    return this.#queue.length === 0;
  }

  async #work(): Promise<void> {
    for (let failures = 0; this.#queue.length > 0 && !this.#closing;) {
      const batch = this.#queue.slice(0, BATCH);
      try {
        const { refused } = await this.#send(batch.map(({ event }) => event));
        this.#queue.splice(0, batch.length);
        this.#sent = batch.at(-1)!.seq;
        writeCursor(this.#cursorFile, this.#sent);
        failures = 0;
        this.#say(refused.length > 0 ? `The service refused events: ${refused[0]}` : undefined);
      } catch (error) {
        this.#say((error as Error).message);
        if (this.#lastTry && failures > 0) {
          return;
        }
        const pause = PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)];
        await sleep(pause, undefined, { signal: this.#wake.signal }).catch(() => {});
      }
    }
  }

  #say(problem: string | undefined): void {
    if (problem !== this.#problem) {
      this.#problem = problem;
      this.#onState(problem);
    }
  }
}

/** Last place of a run's log that the journal has; 0 where nothing was sent yet. */
export function readCursor(file: string): number {
  try {
    const value = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(value) ? value : 0;
  } catch {
    return 0;
  }
}

export function writeCursor(file: string, seq: number): void {
  try {
    writeFileSync(`${file}.tmp`, String(seq));
    renameSync(`${file}.tmp`, file);
  } catch {
    // a full disk: it is sent again and recognised
  }
}
