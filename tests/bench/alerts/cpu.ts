import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Fields of /proc/<pid>/stat behind the name, which may hold anything. */
function stat(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** CPU seconds a process has used, all threads. */
function cpuSeconds(pid: number): number {
  const fields = stat(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The process among a process' children whose command line holds a text. */
export function childOf(parent: number, text: string): number {
  const found = readdirSync('/proc').find((name) => {
    try {
      return (
        /^\d+$/.test(name) &&
        Number(stat(Number(name))[1]) === parent &&
        readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)
      );
    } catch {
      return false; // ended meanwhile
    }
  });
  if (found === undefined) {
    throw new Error(`Process ${parent} has no child named ${text}`);
  }
  return Number(found);
}

/** Share of one core each process uses over a while, per cent. */
export async function shares(pids: readonly number[], forSeconds: number): Promise<number[]> {
  const before = pids.map(cpuSeconds);
  const began = performance.now();
  await sleep(forSeconds * 1000);
  const passed = (performance.now() - began) / 1000;
  return pids.map((pid, at) => ((cpuSeconds(pid) - before[at]!) / passed) * 100);
}
