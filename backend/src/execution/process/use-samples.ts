import { availableParallelism, hostname, totalmem } from 'node:os';
import { type OneUse, usesOf } from './process-use.ts';

/** What a run's processes used since the last time it was asked, on the machine it runs on. */
export interface RunUse {
  /** Name of that machine. */
  host: string;
  /** Of all its processors, 0–100. What began and ended between two looks is not in it. */
  cpuPercent: number;
  /** The most at one look. */
  memoryBytes: number;
  memoryPercent: number;
  processes: number;
}

const LOOK_MS = 5_000;

/** Looks at a run's processes every few seconds (Linux only). */
export class UseSamples {
  readonly #run: string;
  readonly #timer: NodeJS.Timeout;
  #before = new Map<number, OneUse>();
  #since = performance.now();
  #cpuSeconds = 0;
  #memoryBytes = 0;
  #processes = 0;

  constructor(run: string) {
    this.#run = run;
    this.#before = usesOf(run, process.pid) ?? this.#before;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  #look(): void {
    const now = usesOf(this.#run, process.pid);
    if (!now) {
      return;
    }
    let memoryBytes = 0;
    for (const [pid, use] of now) {
      memoryBytes += use.memoryBytes;
      const known = this.#before.get(pid)?.cpuSeconds ?? 0;
      this.#cpuSeconds += Math.max(0, use.cpuSeconds - known); // an id may be another process's by now
    }
    this.#before = now;
    this.#memoryBytes = Math.max(this.#memoryBytes, memoryBytes);
    this.#processes = Math.max(this.#processes, now.size);
  }

  /** Undefined where the system does not tell. */
  take(): RunUse | undefined {
    const seconds = (performance.now() - this.#since) / 1000;
    if (this.#processes === 0) {
      this.#look(); // the first time: otherwise it was done a moment ago, and looking takes some ms
    }
    if (this.#processes === 0) {
      return undefined;
    }
    const use = {
      host: hostname(),
      cpuPercent: Math.min(100, round((100 * this.#cpuSeconds) / Math.max(0.001, seconds) / availableParallelism())),
      memoryBytes: this.#memoryBytes,
      memoryPercent: round((100 * this.#memoryBytes) / totalmem()),
      processes: this.#processes,
    };
    if (seconds * 1000 >= LOOK_MS) {
      // What is asked for more often is told of the same stretch, which then is long enough to say something.
      this.#since = performance.now();
      this.#cpuSeconds = 0;
      this.#memoryBytes = 0;
      this.#processes = 0;
    }
    return use;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;
