import { memoryBoundBytes } from '../../analysis/memory-bound.ts';
import { type TaskItem } from '../../analysis/task-graph.ts';
import { type RunUse } from '../process/use-samples.ts';
import { type QueuePlan } from '../queue/plan.ts';
import { type RunState } from '../state/types.ts';
import { type Fingerprint } from './fingerprint.ts';

export type CheckpointReason = 'interval' | 'task-end' | 'command' | 'shutdown' | 'start' | 'end';

/** Version of the file's shape; a reader refuses a newer one with a sentence. */
export const CHECKPOINT_SCHEMA = 1;

/** c of the memory bound c·√n, bytes (docs/autonomy.md). */
const BOUND_COEFFICIENT = 128 * 1024 * 1024;

/**
 * What a checkpoint holds: the sections of the specification (`execution_state`, `system_metrics`, `error_log`,
 * `recovery_information`), and in the last of them the whole state a run goes on from.
 */
export interface CheckpointContent {
  id: string;
  run: string;
  project: string;
  tag: string;
  /** ISO 8601, UTC. */
  timestamp: string;
  reason: CheckpointReason;
  version: string;
  execution_state: {
    phase: string;
    current_tasks: Array<{ task_id: string; attempt: number; started_at: string }>;
    completed_tasks: string[];
    failed_tasks: string[];
    skipped_tasks: string[];
    pending_tasks: string[];
    /** What would be begun next, in order. */
    queue: string[];
    attempts: Record<string, number>;
    resource_allocations: { parallel: number; parallel_allowed: number; executor: string; breaker_open: boolean };
  };
  system_metrics: {
    /** Of the process that runs it. */
    memory_bytes: number;
    /** Of all of its processes, executors included, since the checkpoint before; null where the system does not tell. */
    run_memory_bytes: number | null;
    run_cpu_percent: number | null;
    memory_bound_bytes: number;
    autonomy_score: number | null;
    execution_efficiency: number | null;
    cost_usd: number;
  };
  error_log: Array<{ at: string; task_id: string; attempt: number; class: string; kind: string; text: string }>;
  recovery_information: {
    /** Everything before and with this record of the run's log is in here. */
    log_seq: number;
    tasks_file: string;
    fingerprint: Fingerprint;
    state: RunState;
  };
}

const QUEUE_SHOWN = 200;

/** The content of a checkpoint of a state. @param at epoch ms */
export function checkpointContent(
  state: RunState,
  plan: QueuePlan<TaskItem>,
  about: {
    id: string;
    at: number;
    reason: CheckpointReason;
    version: string;
    fingerprint: Fingerprint;
    memoryBytes: number;
    autonomy: number | null;
    use?: RunUse;
  }
): CheckpointContent {
  const tasks = Object.entries(state.tasks);
  const idsIn = (...phases: string[]) => tasks.filter(([, { phase }]) => phases.includes(phase)).map(([id]) => id);
  const { attempts, succeeded } = state.totals;
  const over = new Set(['done', 'completed', 'cancelled', 'deferred']);
  return {
    id: about.id,
    run: state.run,
    project: state.project,
    tag: state.tag,
    timestamp: new Date(about.at).toISOString(),
    reason: about.reason,
    version: about.version,
    execution_state: {
      phase: state.phase,
      current_tasks: tasks.flatMap(([task_id, { current }]) =>
        current ? [{ task_id, attempt: current.number, started_at: new Date(current.startedAt).toISOString() }] : []
      ),
      completed_tasks: idsIn('done'),
      failed_tasks: idsIn('failed'),
      skipped_tasks: idsIn('skipped', 'overridden'),
      pending_tasks: plan.graph.items
        .filter(
          ({ taskId, status }) => !over.has(status) && !['running', 'failed'].includes(state.tasks[taskId]?.phase ?? '')
        )
        .map(({ taskId }) => taskId),
      queue: plan.ready.slice(0, QUEUE_SHOWN).map(({ taskId }) => taskId),
      attempts: Object.fromEntries(
        tasks.filter(([, task]) => task.attempts > 0).map(([id, task]) => [id, task.attempts])
      ),
      resource_allocations: {
        parallel: tasks.filter(([, { phase }]) => phase === 'running').length,
        parallel_allowed: state.parallel,
        executor: state.config.executor,
        breaker_open: (state.breaker.openUntil ?? 0) > about.at,
      },
    },
    system_metrics: {
      memory_bytes: about.memoryBytes,
      run_memory_bytes: about.use?.memoryBytes ?? null,
      run_cpu_percent: about.use?.cpuPercent ?? null,
      memory_bound_bytes: memoryBoundBytes(plan.graph.items.length, BOUND_COEFFICIENT),
      autonomy_score: about.autonomy,
      execution_efficiency: attempts === 0 ? null : succeeded / attempts,
      cost_usd: state.totals.costUsd,
    },
    error_log: state.errors.map(({ at, taskId, attempt, failure }) => ({
      at: new Date(at).toISOString(),
      task_id: taskId,
      attempt,
      class: failure.class,
      kind: failure.kind,
      text: failure.text,
    })),
    recovery_information: {
      log_seq: state.seq,
      tasks_file: state.tasksFile,
      fingerprint: about.fingerprint,
      state,
    },
  };
}
