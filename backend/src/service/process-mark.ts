import { readFileSync } from 'node:fs';

/**
 * What tells a process from a later one with the same id: when it was started, in ticks since the machine was. Undefined where there is
 * no such process (one that has ended and is only still listed counts as none).
 * On systems without /proc the id alone has to do.
 */
export function processMark(pid: number): string | undefined {
  try {
    process.kill(pid, 0); // only asks whether it is there
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') {
      return undefined;
    }
  }
  try {
    // The name, in brackets, may hold anything; fields are counted after it: state is the 3rd, the start the 22nd.
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return state === 'Z' || state === 'X' ? undefined : fields[18];
  } catch {
    return process.platform === 'linux' ? undefined : 'unknown';
  }
}
