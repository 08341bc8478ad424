import { type WorkRun, type WorkTask } from '../query/reads/work.ts';
import { type OwnMetrics } from './own-metrics.ts';

/** A run in which nothing happened for this long is not at work, though it may be open; as with sessions. */
export const ACTIVE_MS = 30 * 60_000;
/** A run that has ended is still told of for this long: its end is what rules ask about. */
export const ENDED_MS = 3_600_000;
/** An agent that does something now. */
const AT_WORK_MS = 5 * 60_000;

/** US dollars a project may cost, by its id or name; `*` is for every other one. */
export type Budgets = Readonly<Record<string, number>>;

/** What is set here, and nothing else, is taken back when it no longer holds. */
const OURS = [
  'activeRuns',
  'runLastEvent',
  'runProgress',
  'runStalled',
  'budget',
  'budgetUsed',
  'taskSilence',
  'taskLastSign',
  'taskOverrun',
] as const;

type Gauges = Pick<OwnMetrics, (typeof OURS)[number]>;

/** Sets the gauges of runs under way as they are at `now`. What cannot be known is absent. */
export function setWorkGauges(gauges: Gauges, runs: readonly WorkRun[], now: number, budgets: Budgets): void {
  OURS.forEach((name) => gauges[name].reset());
  gauges.activeRuns.set(runs.filter((run) => isOpen(run) && now - run.lastAt < ACTIVE_MS).length);
  for (const run of runs) {
    if (isOpen(run) || now - run.endedAt! < ENDED_MS) {
      setRun(gauges, run, now, budgetOf(run, budgets));
    }
  }
}

const isOpen = ({ endedAt }: WorkRun) => endedAt === null;

function setRun(gauges: Gauges, run: WorkRun, now: number, budget: number | undefined): void {
  const labels = { project: run.project, run: run.run };
  gauges.runLastEvent.set(labels, run.lastAt / 1000);
  if (run.progress !== null) {
    gauges.runProgress.set(labels, run.progress);
  }
  if (budget !== undefined) {
    gauges.budget.set({ project: run.project }, budget);
  }
  if (!isOpen(run)) {
    return;
  }
  if (budget !== undefined) {
    gauges.budgetUsed.set(labels, run.costUsd / budget);
  }
  gauges.runStalled.set(labels, stalledMs(run, now) / 1000);
  for (const task of run.tasks) {
    setTask(gauges, { ...labels, task: task.taskId }, task, now);
  }
}

function setTask(
  gauges: Gauges,
  labels: Record<'project' | 'run' | 'task', string>,
  task: WorkTask,
  now: number
): void {
  const { lastSignAt, silenceLimitMs, expectedMs } = task;
  let stuck = false;
  if (lastSignAt !== null) {
    gauges.taskLastSign.set(labels, lastSignAt / 1000);
    if (silenceLimitMs !== null) {
      const silence = Math.max(0, now - lastSignAt) / silenceLimitMs;
      gauges.taskSilence.set(labels, silence);
      stuck = silence > 1;
    }
  }
  // Of a task that is stuck the clock runs on and the work does not.
  if (expectedMs !== null && expectedMs > 0 && !stuck) {
    gauges.taskOverrun.set(labels, Math.max(0, now - task.since) / expectedMs);
  }
}

/** How long no task has been begun or finished though some could be, by somebody who is at work; else 0. */
function stalledMs(run: WorkRun, now: number): number {
  const atWork = run.source === 'execute' || (run.sessionAt !== null && now - run.sessionAt < AT_WORK_MS);
  return run.ready > 0 && run.inWork === 0 && atWork ? Math.max(0, now - run.movedAt) : 0;
}

function budgetOf({ project, name }: WorkRun, budgets: Budgets): number | undefined {
  const own = [project, name, '*'].find((key) => Object.hasOwn(budgets, key));
  const budget = own === undefined ? 0 : budgets[own]!;
  return budget > 0 ? budget : undefined; // of nothing there is no share
}
