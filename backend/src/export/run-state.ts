/** What has to be remembered of runs until their spans can be sent. Plain data: it is saved with the place in the journal. */
export interface RunState {
  project: string;
  source: string;
  startedAt: number;
  /** Counts from 1; a run that is taken up again after its end begins another one. */
  stretch: number;
  /** By `tag\ntask`. */
  tasks: Record<string, TaskState>;
  /** Attempts that go on, by `tag\ntask\nnumber`. */
  open: Record<string, OpenAttempt>;
}

export interface TaskState {
  tag: string;
  taskId: string;
  startedAt: number;
  endedAt: number;
  attempts: number;
  failed: number;
  /** How the last one that ended did. */
  last?: string;
}

export interface OpenAttempt {
  startedAt: number;
  executed: boolean;
  executor: string;
  session?: string;
  agent?: string;
}

export interface TracesState {
  runs: Record<string, RunState>;
  /** Stretches of runs that ended, the latest last: what comes late, and runs that go on, find their place by it. */
  ended: Array<[run: string, stretch: number]>;
}

export const noTraces = (): TracesState => ({ runs: {}, ended: [] });
