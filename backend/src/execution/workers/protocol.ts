import { createHash } from 'node:crypto';
import { type AttemptOutcome } from '../process/local-attempts.ts';

/** Keys in Redis begin with this. */
export const PREFIX = 'taskmaster';
export const QUEUE = 'attempts';
/** Channel on which attempts are ended: a JSON `StopRequest`. */
export const STOP_CHANNEL = `${PREFIX}:stop`;

/** Carried by every process a worker starts, whatever becomes of the worker: its guard finds them by it. */
export const WORKER_VARIABLE = 'TASKMASTER_WORKER';

/** One attempt, as the run hands it to whichever worker is free. A worker's own environment is the base of `env`. */
export interface AttemptJob {
  key: string;
  run: string;
  taskId: string;
  attempt: number;
  command: string;
  verify?: string;
  cwd: string;
  env: Record<string, string>;
  task: unknown;
  limits: { softTimeoutMs: number; hardTimeoutMs: number; outputBytes: number };
}

/** How it ended; its output is beside, under `outputKey`. */
export type AttemptReport = Omit<AttemptOutcome, 'output'> & { worker: string };

export interface StopRequest {
  /** Of one attempt, or of all of a run. */
  key?: string;
  run?: string;
  graceMs: number;
}

/** Id of the job of an attempt: whoever takes the run up again finds the same. */
export const jobId = (key: string): string => `a${createHash('sha256').update(key).digest('hex').slice(0, 31)}`;
export const outputKey = (key: string): string => `${PREFIX}:output:${jobId(key)}`;
/** There while an attempt (or everything of a run) is to be ended; a worker that was away for a moment finds it. */
export const stopKey = (what: string): string => `${PREFIX}:stopped:${jobId(what)}`;
export const KEPT_SECONDS = 24 * 3600;
