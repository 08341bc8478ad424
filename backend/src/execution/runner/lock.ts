import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { processMark } from '../../service/process-mark.ts';

/** Who runs a run. */
export interface Runner {
  pid: number;
  mark?: string;
  startedAt: number;
}

/** The process that runs it now; undefined where there is none (any more). */
export function currentRunner(lockFile: string): Runner | undefined {
  let runner: Runner;
  try {
    runner = JSON.parse(readFileSync(lockFile, 'utf8')) as Runner;
  } catch {
    return undefined;
  }
  const mark = processMark(runner.pid);
  return mark !== undefined && (runner.mark === undefined || mark === runner.mark) ? runner : undefined;
}

/**
 * Makes this process the only one that runs a run.
 * @returns gives it back
 * @throws Error a sentence naming the other process
 */
export function takeRun(lockFile: string): () => void {
  for (let tries = 0; tries < 3; tries++) {
    try {
      const fd = openSync(lockFile, 'wx', 0o600);
      const mark = processMark(process.pid);
      writeSync(fd, JSON.stringify({ pid: process.pid, ...(mark ? { mark } : {}), startedAt: Date.now() }));
      closeSync(fd);
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
      const other = currentRunner(lockFile);
      if (other) {
        throw new Error(`Process ${other.pid} runs this run already.`);
      }
      rmSync(lockFile, { force: true }); // left by one that was killed
    }
  }
  throw new Error(`${lockFile} cannot be taken.`);
}
