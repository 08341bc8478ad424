import { readFileSync, statSync } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseJson } from '../../ingest/task-master/parse-json.ts';
import { withTaskFileLock } from './lock.ts';
import { setStatuses } from './set-status.ts';

export interface StatusWriterOptions {
  file: string;
  tag: string;
  /** Changes that come within this time are one write, ms. */
  gatherMs?: number;
  /** Told when writing begins to fail, and (undefined) when it works again. */
  onTrouble?: (problem: string | undefined) => void;
}

const GATHER_MS = 150;
/** A large file is written less often: at most about a tenth of the time. A change is in the file after half a second all the same. */
const SPARING = 10;
const MOST_GATHER_MS = 500;
/** What is watching the file sees a change within this time. */
const LATELY_MS = 10_000;
const MOST_LATELY = 500;
const RETRY_MS = [100, 500, 2_000, 5_000];

/**
 * Brings a run's statuses into the task file: read, change, write to a temporary file, rename, all under Task Master's own lock, so that
 * what other writers change meanwhile is kept. Changes are gathered; what cannot be written is tried again until it can.
 */
export class StatusWriter {
  readonly #options: StatusWriterOptions;
  #wanted = new Map<string, string>();
  #lately: Array<{ taskId: string; status: string; at: number }> = [];
  #working: Promise<void> | undefined;
  #closing = false;
  readonly #hurry = new AbortController();
  #troubled = false;

  constructor(options: StatusWriterOptions) {
    this.#options = options;
  }

  set(taskId: string, status: string): void {
    this.#wanted.set(taskId, status);
    this.#lately.push({ taskId, status, at: Date.now() });
    if (this.#lately.length > 2 * MOST_LATELY) {
      this.#lately = this.#lately.slice(-MOST_LATELY);
    }
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** What is not in the file yet. */
  get pending(): number {
    return this.#wanted.size;
  }

  /** Statuses set in the last seconds, by task: the newest 500. */
  lately(): Record<string, string[]> {
    const since = Date.now() - LATELY_MS;
    const statuses: Record<string, string[]> = {};
    for (const { taskId, status } of this.#lately.slice(-MOST_LATELY).filter(({ at }) => at >= since)) {
      const known = (statuses[taskId] ??= []);
      if (!known.includes(status)) {
        known.push(status);
      }
    }
    return statuses;
  }

  /** Writes what is left. False where it cannot be written now: it is in the run's log and will be written on resume. */
  async close(): Promise<boolean> {
    this.#closing = true;
    this.#hurry.abort(); // nothing more comes to be gathered
    await this.#working;
    if (this.#wanted.size > 0) {
      await this.#writeOnce().catch(() => {});
    }
    return this.#wanted.size === 0;
  }

  async #work(): Promise<void> {
    const { gatherMs = GATHER_MS } = this.#options;
    for (let failures = 0, took = 0; this.#wanted.size > 0;) {
      const gather = this.#closing ? 0 : Math.min(MOST_GATHER_MS, Math.max(gatherMs, took * SPARING));
      await sleep(gather, undefined, { signal: this.#hurry.signal }).catch(() => {});
      try {
        const begun = performance.now();
        await this.#writeOnce();
        took = performance.now() - begun;
        failures = 0;
        if (this.#troubled) {
          this.#troubled = false;
          this.#options.onTrouble?.(undefined);
        }
      } catch (error) {
        this.#troubled = true;
        this.#options.onTrouble?.((error as Error).message);
        if (this.#closing) {
          return;
        }
        await sleep(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
      }
    }
  }

  async #writeOnce(): Promise<void> {
    const batch = new Map(this.#wanted);
    await writeStatuses(this.#options.file, this.#options.tag, batch);
    for (const [taskId, status] of batch) {
      if (this.#wanted.get(taskId) === status) {
        this.#wanted.delete(taskId);
      }
    }
  }
}

/**
 * Sets statuses in a task file under its lock.
 * @returns ids that were changed; those the file does not have are passed over
 * @throws Error a sentence: the file cannot be read, is broken, locked, or cannot be written. It is then as it was.
 */
export async function writeStatuses(
  file: string,
  tag: string,
  statuses: ReadonlyMap<string, string>
): Promise<string[]> {
  return withTaskFileLock(file, async () => {
    const before = readFileSync(file);
    const parsed = parseJson(before);
    if (!parsed.ok) {
      throw new Error(`${file} cannot be changed while it is broken: ${parsed.problem}.`);
    }
    const { changed } = setStatuses(parsed.value, tag, statuses, new Date());
    if (changed.length > 0) {
      await replaceFile(
        file,
        `${JSON.stringify(parsed.value, null, indentOf(before))}${before.at(-1) === 10 ? '\n' : ''}`
      );
    }
    return changed;
  });
}

/** Indentation of the file, so that a commit of it shows what changed and nothing else. */
function indentOf(bytes: Buffer): string | number {
  return /\n([ \t]+)/.exec(bytes.toString('latin1', 0, 4096))?.[1] ?? 2;
}

async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp.${process.pid}`;
  try {
    const handle = await open(temporary, 'w', statSync(file).mode & 0o777);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => {}); // was perhaps never made
    throw new Error(`${file} cannot be written: ${(error as Error).message}`);
  }
}
