import { type RunUse } from '../process/use-samples.ts';
import { type Failure, type RunConfig } from './types.ts';

/** What happened in a run, as its log keeps it. Everything a run knows is these, applied in order. */
export type RunRecord = { seq: number; at: number } & RunFact;

export type RunFact =
  | {
      type: 'run.started';
      run: string;
      project: string;
      tag: string;
      tasksFile: string;
      config: RunConfig;
    }
  /** A new process took the run up again. `from` names the checkpoint it began with. */
  | { type: 'run.resumed'; from?: string; config: RunConfig; actor: string }
  | { type: 'run.paused'; actor: string; reason?: string }
  | { type: 'run.continued'; actor: string }
  /** No new attempts; running ones go on to their end. */
  | { type: 'run.stopping'; actor: string; reason: string }
  /** `wrote`: what it set in the task file just before, by task: whoever watches the file sees that later than this. */
  | { type: 'run.ended'; reason: string; wrote?: Record<string, string[]> }
  /** Written before the process is made: an attempt that may exist. */
  | { type: 'attempt.started'; taskId: string; attempt: number; worker?: string }
  | {
      type: 'attempt.succeeded';
      taskId: string;
      attempt: number;
      durationMs: number;
      costUsd: number;
      /** Where it ended before this record: nobody was there to see it. */
      endedAt?: number;
      session?: string;
    }
  | {
      type: 'attempt.failed';
      taskId: string;
      attempt: number;
      durationMs: number;
      costUsd: number;
      endedAt?: number;
      failure: Failure;
      /** When it is tried again; absent: never. */
      retryAt?: number;
      session?: string;
    }
  /** It has written something in the last minute. */
  | { type: 'attempt.alive'; taskId: string; attempt: number }
  /** The attempt's processes are gone and left no result: it is begun anew and does not count against the budget. */
  | { type: 'attempt.lost'; taskId: string; attempt: number; reason: string; retryAt: number }
  | { type: 'task.skipped'; taskId: string; actor: string; reason?: string }
  | { type: 'task.retried'; taskId: string; actor: string; reason?: string }
  | { type: 'task.approved'; taskId: string; actor: string }
  | { type: 'task.overridden'; taskId: string; status: string; actor: string; reason?: string }
  /** `use`: of the run's processes since the checkpoint before, where the system tells. */
  | {
      type: 'checkpoint.saved';
      id: string;
      reason: string;
      bytes: number;
      copies: number;
      done: number;
      open: number;
      use?: RunUse;
    }
  | { type: 'limit.reached'; limit: string; text: string };
