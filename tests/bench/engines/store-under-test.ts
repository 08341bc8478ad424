import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Measured, quantile } from '../result.ts';
import { type Post, send } from '../service/http-load.ts';
import { cpuSeconds, residentMb } from '../service/running-service.ts';
import { timed } from './ask.ts';

/** A process that keeps telemetry, measured from outside. */
export interface StoreUnderTest {
  name: string;
  pid: number;
  /** Where its bytes are; undefined: only in memory. */
  folder?: string;
}

export interface Filled {
  perSecond: number;
  /** Processor seconds for a million records, what was sorted or compacted afterwards included. */
  cpuPerMillion: number;
  bytesEach?: number;
}

/** Counted requests a question, after as many as WARM_UP. */
const QUERIES = 21;
const WARM_UP = 4;
const IN_FLIGHT = 4;
const QUIET_CPU = 0.15;
const MOST_QUIET_MS = 120_000;

/**
 * Sends bodies, four at once; making them is not counted. Then waits until the process has nothing more to do, or two
 * minutes.
 */
export async function fill(
  store: StoreUnderTest,
  bodies: number,
  perBody: number,
  make: (n: number) => Post
): Promise<Filled> {
  const [cpu, before] = [cpuSeconds(store.pid), bytesOf(store)];
  let sending = 0;
  for (let n = 0; n < bodies; n += IN_FLIGHT) {
    const posts = Array.from({ length: Math.min(IN_FLIGHT, bodies - n) }, (_, i) => make(n + i));
    const started = performance.now();
    await Promise.all(posts.map(acknowledged));
    sending += performance.now() - started;
  }
  await quiet(store.pid);
  const records = bodies * perBody;
  return {
    perSecond: (records / sending) * 1000,
    cpuPerMillion: ((cpuSeconds(store.pid) - cpu) / records) * 1e6,
    ...(store.folder === undefined ? {} : { bytesEach: (bytesOf(store) - before) / records }),
  };
}

async function acknowledged(post: Post): Promise<void> {
  for (;;) {
    const { status, retryAfterMs } = await send(post);
    if (status >= 200 && status < 300) {
      return;
    }
    if (status !== 429 && status !== 503) {
      throw new Error(`${post.url.href} answered ${status}`);
    }
    await sleep(retryAfterMs || 100);
  }
}

async function quiet(pid: number): Promise<void> {
  const end = Date.now() + MOST_QUIET_MS;
  for (let still = 0; still < 3 && Date.now() < end;) {
    const before = cpuSeconds(pid);
    await sleep(1000);
    still = cpuSeconds(pid) - before < QUIET_CPU ? still + 1 : 0;
  }
}

function bytesOf({ folder }: StoreUnderTest): number {
  if (folder === undefined || !existsSync(folder)) {
    return 0;
  }
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => {
    const file = statSync(join(parentPath, name), { throwIfNoEntry: false });
    return sum + (file ? file.blocks * 512 : 0); // what is on disk: files made larger in advance count as they are filled
  }, 0);
}

/** The rows of the table about taking in, keeping and holding. */
export function filledRows(store: StoreUnderTest, what: string, filled: Filled): Measured[] {
  const { name } = store;
  return [
    { name: `${name}: ${what} taken in`, value: filled.perSecond, unit: `${what}/s`, better: 'higher' },
    { name: `${name}: processor for a million ${what}`, value: filled.cpuPerMillion, unit: 's', better: 'lower' },
    ...(filled.bytesEach === undefined
      ? []
      : [
          {
            name: `${name}: disk per ${what.slice(0, -1)}`,
            value: filled.bytesEach,
            unit: 'bytes',
            better: 'lower' as const,
          },
        ]),
    { name: `${name}: memory with them, when quiet`, value: residentMb(store.pid), unit: 'MB', better: 'lower' },
  ];
}

/** The rows of the table about questions: each is asked again and again, `n` telling the times apart; and the memory after them. */
export async function queryRows(
  store: StoreUnderTest,
  questions: ReadonlyArray<{ name: string; ask: (n: number) => Promise<string> }>
): Promise<Measured[]> {
  const rows: Measured[] = [];
  for (const { name, ask } of questions) {
    const times: number[] = [];
    for (let n = 0; n < QUERIES + WARM_UP; n++) {
      const took = await timed(() => ask(n));
      if (n >= WARM_UP) {
        times.push(took);
      }
    }
    const note = `p95 ${quantile(times, 0.95).toFixed(1)} ms`;
    rows.push({ name: `${store.name}: ${name}`, value: quantile(times, 0.5), unit: 'ms', better: 'lower', note });
  }
  const name = `${store.name}: memory after questions`;
  return [...rows, { name, value: residentMb(store.pid), unit: 'MB', better: 'lower' }];
}
