import { readFileSync } from 'node:fs';

/** How often the kernel has killed a process of this machine for want of memory, since it started; undefined where it does not say. */
export function memoryKills(): number | undefined {
  try {
    const found = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'utf8'));
    return found ? Number(found[1]) : undefined;
  } catch {
    return undefined;
  }
}

const FRESH_MS = 250;
let known: { at: number; kills: number | undefined } | undefined;

/** The same as of at most a quarter of a second ago: the kernel counts everything else as well to answer. */
export function recentMemoryKills(): number | undefined {
  if (!known || Date.now() - known.at > FRESH_MS) {
    known = { at: Date.now(), kills: memoryKills() };
  }
  return known.kills;
}
