import { readFileSync } from 'node:fs';
import { membersOf, RUN_VARIABLE } from './members.ts';

/** What the processes of a run use. */
export interface ProcessUse {
  processes: number;
  /** Resident memory; pages that several share are counted in each. */
  memoryBytes: number;
  /** Processor time since they began. */
  cpuSeconds: number;
}

/** Of one process. */
export interface OneUse {
  memoryBytes: number;
  cpuSeconds: number;
}

const PAGE_BYTES = 4096;
/** Linux counts processor time for users in this unit, whatever the kernel's own clock is (`USER_HZ`). */
const TICKS_A_SECOND = 100;

/** Each process of a run, its runner included, by id; undefined where the system does not tell (only Linux does). @param runner its own process */
export function usesOf(run: string, runner: number | null): Map<number, OneUse> | undefined {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const pids = new Set([...membersOf(new Set(), `${RUN_VARIABLE}=${run}`), ...(runner === null ? [] : [runner])]);
  const uses = new Map<number, OneUse>();
  for (const pid of pids) {
    try {
      // proc(5): after the name in brackets come state (3), … utime (14), stime (15), … rss in pages (24).
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
      uses.set(pid, { cpuSeconds, memoryBytes: Number(fields[21]) * PAGE_BYTES });
    } catch {
      // ended meanwhile
    }
  }
  return uses;
}

/** Undefined where none is alive, or the system does not tell. @param runner its own process */
export function processUse(run: string, runner: number | null): ProcessUse | undefined {
  const uses = [...(usesOf(run, runner)?.values() ?? [])];
  const sum = (of: (one: OneUse) => number) => uses.reduce((all, one) => all + of(one), 0);
  return uses.length === 0
    ? undefined
    : {
        processes: uses.length,
        memoryBytes: sum(({ memoryBytes }) => memoryBytes),
        cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
      };
}
