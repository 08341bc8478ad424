import { createHash } from 'node:crypto';
import { traceIds } from '../execution/executors/environment.ts';

/**
 * Ids of what is sent, made from names: whoever makes them again, after a restart or on another machine, makes the same ones.
 * A run that is taken up again after its end is in the same trace, with a root of its own for each stretch.
 */

const spanId = (...parts: Array<string | number>): string =>
  createHash('sha256')
    .update(['span', ...parts].join('\n'))
    .digest('hex')
    .slice(0, 16);

/** 32 hex digits. The executor gives agents the same one in `TRACEPARENT`. */
export const traceIdOf = (run: string): string => traceIds({ run, task: NO_TASK, attempt: 0 }).traceId;

export const runSpanId = (run: string, stretch: number): string => spanId('run', run, stretch);

export const taskSpanId = (run: string, tag: string, taskId: string, stretch: number): string =>
  spanId('task', run, tag, taskId, stretch);

/** Of an attempt the executor made: the id its agent's spans hang under. Other attempts have no such appointment. */
export function attemptSpanId(run: string, tag: string, taskId: string, attempt: number, executed: boolean): string {
  return executed
    ? traceIds({ run, task: { ...NO_TASK, taskId }, attempt }).spanId
    : spanId('attempt', run, tag, taskId, attempt);
}

const NO_TASK = { taskId: '', position: 0, title: '', status: '', dependencies: [] };
