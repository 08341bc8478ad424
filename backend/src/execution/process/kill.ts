import { setTimeout as sleep } from 'node:timers/promises';
import { membersOf } from './members.ts';

/** Sends a signal to a process group; false where there is none. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // ended meanwhile
    }
  }
}

/**
 * Ends everything that belongs to the groups or carries the marker, grandchildren and those that left their group included: asks first
 * where `graceMs` allows, then kills until nothing is left. Stopped processes are let go on so that they can end.
 * @returns process ids that are still there after `deadlineMs`: none, unless the system refuses
 */
export async function endProcesses(
  groups: ReadonlySet<number>,
  { marker, graceMs = 0, deadlineMs = 4000 }: { marker?: string; graceMs?: number; deadlineMs?: number } = {}
): Promise<number[]> {
  const begun = Date.now();
  let alive = membersOf(groups, marker);
  if (graceMs > 0 && alive.length > 0) {
    const asked = new Set<number>();
    while (alive.length > 0 && Date.now() - begun < graceMs) {
      const fresh = alive.filter((pid) => !asked.has(pid)); // each is asked once: a second SIGTERM means "at once" to many
      signalAll(fresh, 'SIGTERM');
      signalAll(fresh, 'SIGCONT');
      fresh.forEach((pid) => asked.add(pid));
      await sleep(25);
      alive = membersOf(groups, marker);
    }
  }
  const killing = Date.now();
  while (alive.length > 0 && Date.now() - killing < deadlineMs) {
    signalAll(alive, 'SIGSTOP'); // nobody may fork while the list is worked through
    const all = membersOf(groups, marker);
    signalAll(all, 'SIGKILL');
    await sleep(10);
    alive = membersOf(groups, marker);
  }
  return alive;
}
