/** What a run of a task queue is made of. All of it is plain JSON: it is logged, checkpointed and read back. */

/** Why an attempt failed, for what is done about it. */
export type FailureClass = 'transient' | 'permanent' | 'unknown';

/** What went wrong, in the words of `docs/execution.md`. */
export type FailureKind =
  | 'rate-limit'
  | 'overload'
  | 'network'
  | 'server-error'
  | 'timeout'
  | 'memory'
  | 'lost'
  | 'bad-command'
  | 'auth'
  | 'verification'
  | 'conflict'
  | 'worktree'
  | 'exit'
  | 'signal'
  | 'rule';

export interface Failure {
  class: FailureClass;
  kind: FailureKind;
  /** A sentence for a person. */
  text: string;
  exitCode?: number;
  signal?: string;
  /** The other side asked for this pause, ms. */
  retryAfterMs?: number;
}

/** `waiting`: not begun, or free to begin again. `retry`: begins again at `retryAt`. The last four are ends. */
export type TaskPhase = 'waiting' | 'running' | 'retry' | 'done' | 'failed' | 'skipped' | 'overridden';

export interface TaskState {
  phase: TaskPhase;
  /** Attempts begun, the running one included. */
  attempts: number;
  /** Attempts that count against the budget: an attempt lost with its machine does not. */
  counted: number;
  /** The running attempt. */
  current?: { number: number; startedAt: number; worker?: string };
  /** Epoch ms. */
  retryAt?: number;
  failure?: Failure;
  /** It has met a transient failure: whether it got over that is what the recovery rate counts. */
  transient?: true;
  finishedAt?: number;
  busyMs: number;
  costUsd: number;
  /** Waits for `approve` before it may begin (or, after `retry TASK`, begins without). */
  approved?: boolean;
  /** Set by `override`. */
  override?: { status: string; reason?: string; actor: string };
}

export type RunPhase = 'running' | 'paused' | 'stopping' | 'ended';

export interface BreakerState {
  /** Failures of the executor in a row. */
  failures: number;
  /** While open nothing is started before this moment, epoch ms. */
  openUntil?: number;
  /** How often it opened in a row: the pause grows with it. */
  opened: number;
}

export interface RunTotals {
  attempts: number;
  succeeded: number;
  failed: number;
  /** Tasks that met a transient failure, and how many of them went on to succeed. */
  transient: number;
  recovered: number;
  costUsd: number;
}

export interface RunState {
  /** Version of this shape. */
  schema: 1;
  run: string;
  project: string;
  tag: string;
  /** Absolute. */
  tasksFile: string;
  startedAt: number;
  phase: RunPhase;
  pausedBy?: string;
  endedAt?: number;
  endReason?: string;
  config: RunConfig;
  /** By task id; only tasks something happened to. */
  tasks: Record<string, TaskState>;
  breaker: BreakerState;
  /** How many attempts may run at once now: lowered under pressure, raised again slowly. */
  parallel: number;
  /** Successes since it was last changed. */
  calm: number;
  totals: RunTotals;
  /** Last record of the log that is in here. */
  seq: number;
  /** Newest failures, at most 50. */
  errors: Array<{ at: number; taskId: string; attempt: number; failure: Failure }>;
}

export interface RunConfig {
  /** Shell command that works on one task; built-in executors fill it in. */
  command: string;
  /** `command`, `claude`, `autopilot`. */
  executor: string;
  /** Folder the commands run in, where it is not the project's; absolute. */
  cwd?: string;
  /** Shell command that proves a task done: exit code 0. */
  verify?: string;
  /** Shell command run when an attempt has failed for good. */
  rollback?: string;
  parallel: number;
  maxAttempts: number;
  /** Budget of attempts beyond the first of every task, for the whole run. */
  maxRetries: number;
  /** After this the task's processes are asked to end (SIGTERM), ms. */
  softTimeoutMs: number;
  /** After this they are killed, ms. */
  hardTimeoutMs: number;
  backoff: { firstMs: number; factor: number; maxMs: number; jitter: number };
  breaker: { failures: number; pauseMs: number; maxPauseMs: number };
  checkpointIntervalMs: number;
  /** Limits after which the run stops by itself; 0: none. */
  limits: { costUsd: number; durationMs: number; tasks: number; failures: number };
  autonomous: boolean;
  /** A git worktree for each task. */
  worktree: boolean;
  /** User rules for failures, in order; the built-in ones follow. */
  rules: FailureRule[];
  workers?: string;
}

/** `match` is a regular expression (RE2) over the end of the output; every condition named must hold. */
export interface FailureRule {
  match?: string;
  exitCode?: number;
  class: FailureClass;
  kind?: FailureKind;
  text?: string;
  retryAfterMs?: number;
}
