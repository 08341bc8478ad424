import { type RunConfig } from './types.ts';

const MINUTE = 60_000;

/** What `execute` does unless told otherwise. Times in ms; 0 in `limits` is no limit. */
export const DEFAULT_CONFIG: RunConfig = {
  command: '',
  executor: 'command',
  parallel: 1,
  maxAttempts: 4,
  maxRetries: 200,
  softTimeoutMs: 55 * MINUTE,
  hardTimeoutMs: 60 * MINUTE,
  backoff: { firstMs: 2_000, factor: 2, maxMs: 5 * MINUTE, jitter: 0.2 },
  breaker: { failures: 5, pauseMs: 30_000, maxPauseMs: 15 * MINUTE },
  checkpointIntervalMs: 5 * MINUTE,
  limits: { costUsd: 0, durationMs: 0, tasks: 0, failures: 0 },
  autonomous: false,
  worktree: false,
  rules: [],
};
