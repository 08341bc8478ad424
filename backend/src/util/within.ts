import { setTimeout as sleep } from 'node:timers/promises';

/** What `work` brings, or undefined where it takes longer than `ms`; then it goes on unheeded. Leaves no timer behind. Rejects as it does. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  try {
    return await Promise.race([work, sleep(ms, undefined, { signal: over.signal }).catch(() => undefined)]);
  } finally {
    over.abort();
  }
}
