/** A run as its report tells it. Plain JSON; times are epoch ms, durations ms. */
export interface RunReport {
  /** Version of this shape. */
  schema: 1;
  run: string;
  project: string;
  tag: string;
  tasksFile: string;
  /** What worked on tasks; of a run that was not executed here, how it is known. */
  executor: string;
  verified: boolean;
  autonomous: boolean;
  /** Attempts allowed at once; null where nobody said. */
  parallel: number | null;
  startedAt: number;
  /** Null while it runs, or where it was interrupted. */
  endedAt: number | null;
  endReason: string | null;
  /** Moment of its newest record. */
  lastAt: number;
  /** From its beginning to its end, without the stretches in which nothing worked on it. */
  activeMs: number;
  totals: {
    done: number;
    failed: number;
    skipped: number;
    open: number;
    attempts: number;
    /** Tasks that met a transient failure, and those of them that were done all the same. */
    transient: number;
    recovered: number;
    costUsd: number;
    /** Sum over attempts. */
    workedMs: number;
  };
  tasks: ReportTask[];
  attempts: ReportAttempt[];
  failures: ReportFailure[];
  kinds: Array<{ kind: string; class: string; attempts: number; tasks: number; recovered: number }>;
  /** What people and limits did. */
  interventions: Array<{ at: number; text: string }>;
  /** Stretches in which a process worked on the run. */
  stretches: Array<{ from: number; to: number }>;
  checkpoints: number;
  /** The chain of tasks waiting for each other that took longest: only if it is faster can the run be. */
  chain: { links: Array<{ taskId: string; title: string; durationMs: number }>; totalMs: number };
  previous: PreviousRun | null;
  /** What is missing here, in sentences. */
  notes: string[];
}

export interface ReportTask {
  taskId: string;
  title: string;
  parentId: string | null;
  dependsOn: string[];
  /** `done`, `failed`, `skipped`, `overridden`, `running`, `retry`, `waiting`; of a task that was not executed: its status in the file. */
  outcome: string;
  attempts: number;
  startedAt: number | null;
  endedAt: number | null;
  workedMs: number;
  costUsd: number;
  failure: string | null;
}

export interface ReportAttempt {
  taskId: string;
  attempt: number;
  startedAt: number;
  endedAt: number | null;
  outcome: 'ok' | 'failed' | 'lost' | 'running';
  costUsd: number;
  failure: string | null;
  session: string | null;
}

export interface ReportFailure {
  at: number;
  taskId: string;
  attempt: number;
  class: string;
  kind: string;
  text: string;
  /** What was done about it, and what came of that. */
  done: string;
}

export interface PreviousRun {
  run: string;
  startedAt: number;
  activeMs: number;
  done: number;
  failed: number;
  attempts: number;
  costUsd: number;
  executor: string;
}
