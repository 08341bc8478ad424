import { readFileSync } from 'node:fs';
import { membersOf, RUN_VARIABLE } from '../execution/process/members.ts';

/** What the processes of a run use. */
export interface ProcessUse {
  processes: number;
  /** Resident memory; pages that several share are counted in each. */
  memoryBytes: number;
  /** Processor time since they began. */
  cpuSeconds: number;
}

const PAGE_BYTES = 4096;
/** Linux counts processor time for users in this unit, whatever the kernel's own clock is (`USER_HZ`). */
const TICKS_A_SECOND = 100;

/** Undefined where none is alive, or the system does not tell (only Linux does). @param runner its own process */
export function processUse(run: string, runner: number | null): ProcessUse | undefined {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const pids = new Set([...membersOf(new Set(), `${RUN_VARIABLE}=${run}`), ...(runner === null ? [] : [runner])]);
  const use: ProcessUse = { processes: 0, memoryBytes: 0, cpuSeconds: 0 };
  for (const pid of pids) {
    try {
      // proc(5): after the name in brackets come state (3), … utime (14), stime (15), … rss in pages (24).
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      use.processes += 1;
      use.cpuSeconds += (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
      use.memoryBytes += Number(fields[21]) * PAGE_BYTES;
    } catch {
      // ended meanwhile
    }
  }
  return use.processes > 0 ? use : undefined;
}
