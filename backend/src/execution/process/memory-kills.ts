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
