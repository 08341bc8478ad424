import { type DatabaseSync } from 'node:sqlite';
import { buildDurationModel, type DurationModel } from '../../analysis/durations.ts';
import { criticalPath, type CriticalPath } from '../../analysis/critical-path.ts';
import { type Progress, progressOf } from '../../analysis/progress.ts';
import { type Readiness, readinessOf } from '../../analysis/readiness.ts';
import { bottomUp, buildTaskGraph, type TaskGraph } from '../../analysis/task-graph.ts';
import { buildWorkNetwork, type WorkNetwork } from '../../analysis/work-network.ts';
import { remembered } from '../memo.ts';
import { type Scope } from '../scope.ts';
import { loadDurationSamples } from './history.ts';
import { loadRunning, type RunningAttempt } from './running.ts';
import { loadTasks, type TaskRecord } from './task-record.ts';
import { addUsage, loadTaskUsage, noUsage, roundCost, stronger, type TaskUsage } from './usage.ts';

/** One tag of a project with everything that follows from its tasks alone; made once per state of the journal. */
export class ProjectState {
  readonly scope: Scope;
  readonly graph: TaskGraph<TaskRecord>;
  readonly progress: Progress;
  readonly readiness: Readiness;
  readonly running: Map<string, RunningAttempt>;
  private readonly db: DatabaseSync;
  private knownUsage?: TaskUsage[];
  private knownModel?: DurationModel;
  private knownNetwork?: WorkNetwork;

  constructor(db: DatabaseSync, scope: Scope) {
    this.db = db;
    this.scope = scope;
    this.graph = buildTaskGraph(loadTasks(db, scope, false));
    this.progress = progressOf(this.graph);
    this.readiness = readinessOf(this.graph);
    this.running = loadRunning(db, scope);
  }

  /** Per place: a task's own usage and that of all its subtasks. */
  get usage(): TaskUsage[] {
    return (this.knownUsage ??= this.sumUsage());
  }

  get model(): DurationModel {
    return (this.knownModel ??= buildDurationModel(
      this.graph,
      remembered(this.db, `samples ${this.scope.project}`, () => loadDurationSamples(this.db, this.scope.project)),
      this.progress.leftOut
    ));
  }

  /** The network of what is still to be done. */
  get network(): WorkNetwork {
    return (this.knownNetwork ??= buildWorkNetwork(this.graph, true));
  }

  /** Time in attempts; a running one counts up to `now`. Null where no start was seen. */
  durationMs(place: number, now: number): number | null {
    const task = this.graph.items[place]!;
    const since = this.running.get(task.taskId)?.startedAt;
    const runningMs = since === null || since === undefined ? null : Math.max(0, now - since);
    return task.busyMs === null ? runningMs : task.busyMs + (runningMs ?? 0);
  }

  /** In work since, ms; of a task whose start was not seen since its status changed. */
  elapsedMs(place: number, now: number): number {
    const task = this.graph.items[place]!;
    return Math.max(0, now - (this.running.get(task.taskId)?.startedAt ?? task.changedAt));
  }

  /** What an open leaf still takes: what is expected less what it has taken, but at least a tenth; 1 where nothing is expected. */
  remainingWork(place: number, now: number): number {
    const expected = this.model.expectedMs(place);
    if (expected === undefined) {
      return 1;
    }
    const inWork = this.graph.items[place]!.status === 'in-progress';
    return inWork ? Math.max(expected - this.elapsedMs(place, now), expected / 10) : expected;
  }

  criticalPath(now: number): CriticalPath {
    return criticalPath(this.graph, this.network, this.progress.leftOut, (place) => this.remainingWork(place, now));
  }

  private sumUsage(): TaskUsage[] {
    const own = loadTaskUsage(this.db, this.scope);
    const usage = this.graph.items.map((task): TaskUsage => {
      const known = own.get(task.taskId);
      return known ? { ...known } : { ...noUsage(), evidence: null };
    });
    for (const place of bottomUp(this.graph)) {
      const above = this.graph.parent[place]!;
      if (above >= 0) {
        addUsage(usage[above]!, usage[place]!);
        usage[above]!.evidence = stronger(usage[above]!.evidence, usage[place]!.evidence);
      }
    }
    return usage.map(roundCost);
  }
}

export function projectState(db: DatabaseSync, scope: Scope): ProjectState {
  return remembered(db, `state ${scope.project}\u0000${scope.tag}`, () => new ProjectState(db, scope));
}
