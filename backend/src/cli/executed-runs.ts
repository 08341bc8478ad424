import { CheckpointStore } from '../execution/checkpoint/store.ts';
import { currentRunner } from '../execution/runner/lock.ts';
import { restoreRun } from '../execution/runner/restore.ts';
import { listRuns, type RunFolder, runFolder } from '../execution/runner/run-folder.ts';
import { TaskSource } from '../execution/runner/task-source.ts';
import { planQueue } from '../execution/queue/plan.ts';
import { type RunState } from '../execution/state/types.ts';
import { type ProcessUse, processUse } from '../execution/process/process-use.ts';

/** A run of `execute` on this machine, as `status` tells it. Times are epoch ms. */
export interface ExecutedRun {
  run: string;
  project: string;
  tag: string;
  tasksFile: string;
  executor: string;
  /** Process that works on it; null where none does. */
  pid: number | null;
  phase: string;
  pausedBy: string | null;
  /** Why it ended, or that it was interrupted. */
  endReason: string | null;
  startedAt: number;
  endedAt: number | null;
  total: number;
  finished: number;
  attempts: number;
  recovered: number;
  costUsd: number;
  parallel: number;
  parallelNow: number;
  /** Nothing begins until then, after failures of the executor. */
  pausedUntil: number | null;
  running: Array<{ taskId: string; title: string; attempt: number; startedAt: number }>;
  retries: Array<{ taskId: string; at: number; attempts: number; text: string }>;
  failed: Array<{ taskId: string; attempts: number; text: string }>;
  /** What would begin next, in order. */
  queue: string[];
  /** Tasks that cannot begin, and for what they wait. */
  stranded: Array<{ taskId: string; waitsFor: string[] }>;
  /** The newest ones. */
  checkpoints: Array<{ id: string; at: string | null; reason: string | null; goodCopies: number; copies: number }>;
  /** Of the run's processes, its executors included; null where none is alive or the system does not tell. */
  resources: (ProcessUse & { memoryBoundBytes: number | null }) | null;
}

const CHECKPOINTS_SHOWN = 5;
const QUEUE_SHOWN = 50;

/**
 * Runs of a data folder that work now, and the newest one of every project. What cannot be read is left out and said.
 * @param about `project`: only this one, by id
 */
export function executedRuns(
  dataDir: string,
  about: { project?: string; resources: boolean }
): { runs: ExecutedRun[]; problems: string[] } {
  const runs: ExecutedRun[] = [];
  const problems: string[] = [];
  const told = new Set<string>();
  for (const name of listRuns(dataDir)) {
    const folder = runFolder(dataDir, name);
    const pid = currentRunner(folder.lockFile)?.pid ?? null;
    const project = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    if (pid === null && told.has(project)) {
      continue; // an older one that is over
    }
    try {
      const { state } = restoreRun(folder);
      told.add(project);
      if (about.project === undefined || state.project === about.project) {
        runs.push(tell(folder, state, pid, about.resources));
      }
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  return { runs, problems };
}

function tell(folder: RunFolder, state: RunState, pid: number | null, resources: boolean): ExecutedRun {
  const now = Date.now();
  const source = new TaskSource(state.tasksFile, state.tag);
  source.refresh();
  const plan = planQueue(source.items, state, now);
  const tasks = Object.entries(state.tasks);
  const use = resources ? processUse(state.run, pid) : undefined;
  const interrupted = pid === null && state.phase !== 'ended';
  const checkpoints = checkpointsOf(folder);
  return {
    run: state.run,
    project: state.project,
    tag: state.tag,
    tasksFile: state.tasksFile,
    executor: state.config.executor,
    pid,
    phase: pid === null ? 'ended' : state.phase,
    pausedBy: state.pausedBy ?? null,
    endReason: interrupted ? 'interrupted' : (state.endReason ?? null),
    startedAt: state.startedAt,
    endedAt: state.endedAt ?? null,
    total: plan.total,
    finished: plan.finished,
    attempts: state.totals.attempts,
    recovered: state.totals.recovered,
    costUsd: state.totals.costUsd,
    parallel: state.config.parallel,
    parallelNow: state.parallel,
    pausedUntil: (state.breaker.openUntil ?? 0) > now ? (state.breaker.openUntil ?? null) : null,
    running: tasks.flatMap(([taskId, { current }]) =>
      current
        ? [
            {
              taskId,
              title: source.task(taskId)?.title ?? '',
              attempt: current.number,
              startedAt: current.startedAt,
            },
          ]
        : []
    ),
    retries: tasks.flatMap(([taskId, { phase, retryAt, attempts, failure }]) =>
      phase === 'retry' ? [{ taskId, at: retryAt ?? now, attempts, text: failure?.text ?? 'lost' }] : []
    ),
    failed: tasks.flatMap(([taskId, { phase, attempts, failure }]) =>
      phase === 'failed' ? [{ taskId, attempts, text: failure?.text ?? '' }] : []
    ),
    queue: plan.ready.slice(0, QUEUE_SHOWN).map(({ taskId }) => taskId),
    stranded: plan.stranded.map(({ taskId, waitsFor }) => ({ taskId, waitsFor: [...waitsFor] })),
    checkpoints: checkpoints.found,
    resources: use ? { ...use, memoryBoundBytes: checkpoints.memoryBoundBytes } : null,
  };
}

function checkpointsOf(folder: RunFolder): { found: ExecutedRun['checkpoints']; memoryBoundBytes: number | null } {
  const store = new CheckpointStore(folder.targets);
  const newest = store
    .ids()
    .reverse()
    .slice(0, CHECKPOINTS_SHOWN)
    .map((id) => store.load(id));
  return {
    found: newest.map(({ id, copies, content }) => ({
      id,
      at: content?.timestamp ?? null,
      reason: content?.reason ?? null,
      goodCopies: copies.filter(({ problem }) => problem === undefined).length,
      copies: copies.length,
    })),
    memoryBoundBytes: newest.find(({ content }) => content)?.content?.system_metrics.memory_bound_bytes ?? null,
  };
}
