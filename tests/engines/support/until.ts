import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something holds: what servers take in shows a moment later. */
export async function until(holds: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`That did not come true within ${withinMs / 1000} s.`);
    }
    await wait(50);
  }
}
