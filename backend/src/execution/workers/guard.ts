import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { endProcesses } from '../process/kill.ts';
import { WORKER_VARIABLE } from './protocol.ts';

/**
 * A process beside a worker that ends the worker's attempts when the worker no longer can: it was killed, stopped, or has lost its lease. So
 * nothing of an attempt is alive any more when another worker begins the task anew. It hears how long the lease still runs, in ms, one
 * number a line; when that time passes, or its input ends, it ends everything that carries the worker's mark, and itself.
 */
export async function guardWorker(worker: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {}); // those are for the worker
  }
  const lapsed = new Promise<void>((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    createInterface({ input: process.stdin })
      .on('line', (line) => {
        clearTimeout(timer);
        timer = setTimeout(resolve, Number(line));
      })
      .once('close', resolve);
  });
  await lapsed;
  await endProcesses(new Set(), { marker: `${WORKER_VARIABLE}=${worker}` });
}

export interface Guard {
  /** The lease runs for so long from now. */
  renew(ms: number): void;
  /** Resolves when it has ended the worker's attempts, or was killed. */
  gone: Promise<void>;
  pid: number | undefined;
  close(): void;
}

/** Starts the guard of a worker. @param program this command line's own program */
export function startGuard(worker: string, program: string): Guard {
  const child: ChildProcess = spawn(process.execPath, [...process.execArgv, program, 'worker-guard', worker], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin!.on('error', () => {}); // its end says more
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    renew: (ms) => void child.stdin!.write(`${Math.max(0, Math.round(ms))}\n`),
    gone,
    pid: child.pid,
    close: () => child.stdin!.end(),
  };
}
