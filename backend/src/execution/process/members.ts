import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Environment variable every process of a run inherits; it finds those that left their process group. */
export const RUN_VARIABLE = 'TASKMASTER_RUN_ID';
export const ATTEMPT_VARIABLE = 'TASKMASTER_ATTEMPT_KEY';

interface Listed {
  pid: number;
  parent: number;
  group: number;
  session: number;
}

/**
 * Processes that belong to an attempt or a run: those in the process groups given, everything below them, and (Linux) whatever carries
 * `marker` in the environment it was started with, however it detached itself. Never this process.
 * @param marker such as `TASKMASTER_RUN_ID=demo.2026…`
 */
export function membersOf(groups: ReadonlySet<number>, marker?: string): number[] {
  const all = process.platform === 'linux' ? listProc() : listPs();
  const found = new Set<number>();
  for (const { pid, group, session } of all) {
    if (groups.has(group) || groups.has(session) || groups.has(pid) || (marker !== undefined && carries(pid, marker))) {
      found.add(pid);
    }
  }
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of all) {
      if (found.has(parent) && !found.has(pid)) {
        found.add(pid);
        grown = true;
      }
    }
  }
  found.delete(process.pid);
  return [...found];
}

function listProc(): Listed[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) {
      return [];
    }
    try {
      // Fields after the name in brackets: state, parent, group, session.
      const [state, parent, group, session] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      return state === 'Z' || state === 'X'
        ? []
        : [{ pid: Number(name), parent: Number(parent), group: Number(group), session: Number(session) }];
    } catch {
      return []; // ended meanwhile
    }
  });
}

function listPs(): Listed[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' });
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, state] = line.trim().split(/\s+/);
    return pid && !state?.startsWith('Z')
      ? [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: -1 }]
      : [];
  });
}

function carries(pid: number, marker: string): boolean {
  if (process.platform !== 'linux') {
    return false; // other systems do not show another process's environment: groups and children have to do
  }
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1');
    return environment.startsWith(`${marker}\0`) || environment.includes(`\0${marker}\0`);
  } catch {
    return false; // somebody else's process, or ended
  }
}
