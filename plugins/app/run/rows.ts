/** Rows of the service's answers as these pages read them: columns of `contract/columns.ts` by their names. */

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number;
  cacheCreationTokens: number;
  costUsd: number;
}

export interface ProjectRow extends Usage {
  id: string;
  name: string;
  path: string;
  currentTag: string | null;
  tags: string[];
  state: string;
  problem: string | null;
  openRun: string | null;
  lastActivityAt: number | null;
}

export interface RunRow extends Usage {
  id: string;
  project: string;
  source: string;
  state: string;
  startedAt: number;
  endedAt: number | null;
  durationMs: number | null;
  endReason: string | null;
  transitions: number;
  finished: number;
  failed: number;
  sessions: number;
}

export interface StatusRow extends Usage {
  time: number;
  project: string;
  tag: string | null;
  run: string | null;
  total: number;
  pending: number;
  inProgress: number;
  review: number;
  blocked: number;
  done: number;
  deferred: number;
  cancelled: number;
  progress: number;
  running: Array<{
    taskId: string;
    title: string;
    agent: string | null;
    sinceMs: number | null;
    expectedMs: number | null;
  }>;
  ready: Array<{ taskId: string; title: string; priority: string | null }>;
  waiting: Array<{ taskId: string; title: string; waitsFor: string[] }>;
  stuck: Array<{ taskId: string; title: string; silentMs: number }>;
  etaP50: number | null;
  etaP80: number | null;
  etaBasis: string;
  criticalPath: string[];
  problems: Array<{ input: string; problem: string; since: number }>;
}

export interface TaskRow extends Usage {
  id: string;
  project: string;
  tag: string;
  run: string | null;
  taskId: string;
  parentId: string | null;
  title: string;
  status: string;
  priority: string | null;
  progress: number;
  ready: boolean;
  blockedBy: string | null;
  attempts: number;
  startedAt: number | null;
  finishedAt: number | null;
  durationMs: number | null;
  expectedMs: number | null;
  lastActivityAt: number | null;
  agent: string | null;
  evidence: string | null;
}

export interface TimelineRow {
  id: string;
  parentId: string | null;
  kind: string;
  name: string;
  start: number;
  end: number | null;
  status: string;
  taskId: string | null;
  attributes: { dependencies?: string[] } | null;
}

export interface EventRow {
  time: number;
  id: string;
  seq: number;
  type: string;
  tag: string | null;
  taskId: string | null;
  session: string | null;
  agent: string | null;
  source: string;
  text: string;
  data: Record<string, unknown> | null;
}

export interface CheckpointRow {
  id: string;
  run: string;
  createdAt: number;
  reason: string;
  valid: boolean;
  sizeBytes: number;
  tasksDone: number;
  tasksOpen: number;
  /** Machine the run works on, and what its processes used of it since the checkpoint before; null where it does not tell. */
  host: string | null;
  cpuPercent: number | null;
  memoryBytes: number | null;
  memoryPercent: number | null;
}
