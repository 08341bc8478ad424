import { isFinished, isTerminal } from '#contract/status.ts';
import { buildTaskGraph } from '../../analysis/task-graph.ts';
import { fingerprintChanges, takeFingerprint } from '../checkpoint/fingerprint.ts';
import { CheckpointStore } from '../checkpoint/store.ts';
import { attemptFolder, readExit, readPid } from '../process/attempt-folder.ts';
import { planQueue } from '../queue/plan.ts';
import { refusalsOf } from '../queue/refuse.ts';
import { processMark } from '../../service/process-mark.ts';
import { currentRunner } from './lock.ts';
import { restoreRun } from './restore.ts';
import { type RunFolder } from './run-folder.ts';
import { TaskSource } from './task-source.ts';

/** What resuming a run would do. */
export interface ResumePlan {
  possible: boolean;
  from: string | null;
  sentences: string[];
  done: string[];
  /** Attempts that were running: what becomes of each. */
  inFlight: Array<{ taskId: string; attempt: number; what: 'still running' | 'ended meanwhile' | 'begun anew' }>;
  next: string[];
  changes: string[];
}

/** Explains a resume without doing any of it. Rejects with a sentence where nothing is left to go on from. */
export async function resumePlan(
  folder: RunFolder,
  about: { from: string | undefined; tasksFile: string | undefined; version: string }
): Promise<ResumePlan> {
  const { state, from, problems } = restoreRun(folder, about.from);
  const sentences = [...problems];
  const changes: string[] = [];
  let possible = true;
  const other = currentRunner(folder.lockFile);
  if (other) {
    possible = false;
    sentences.push(`Process ${other.pid} runs it now.`);
  }
  const source = new TaskSource(about.tasksFile ?? state.tasksFile, state.tag);
  source.refresh();
  if (source.problem !== undefined) {
    possible = false;
    sentences.push(`${source.problem} Where the project has moved, name the file with --queue.`);
  }
  sentences.push(
    from === undefined
      ? 'It goes on from its log.'
      : `It goes on from checkpoint ${from} and what its log has after it.`
  );
  const done = Object.keys(state.tasks).filter((taskId) => state.tasks[taskId]!.phase === 'done');
  sentences.push(`${done.length} tasks are done and are not run again.`);
  const inFlight = Object.entries(state.tasks).flatMap(([taskId, { current }]) => {
    if (!current) {
      return [];
    }
    const place = attemptFolder(folder.attemptsDir, taskId, current.number);
    const pid = readPid(place);
    const alive = typeof pid === 'number' && processMark(pid) !== undefined;
    const what = readExit(place)
      ? ('ended meanwhile' as const)
      : alive
        ? ('still running' as const)
        : ('begun anew' as const);
    return [{ taskId, attempt: current.number, what }];
  });
  for (const { taskId, attempt, what } of inFlight) {
    const text = {
      'still running': 'is still running and is taken over',
      'ended meanwhile': 'has ended meanwhile; its result is taken in',
      'begun anew': 'is gone and is begun anew',
    }[what];
    sentences.push(`Attempt ${attempt} of task ${taskId} ${text}.`);
  }
  const plan = planQueue(source.items, state, Date.now());
  const refusals = refusalsOf(buildTaskGraph(source.items));
  for (const { text } of refusals) {
    sentences.push(`${text} Until then it is left alone, with what depends on it.`);
  }
  for (const item of source.items) {
    const own = state.tasks[item.taskId];
    if (own?.phase === 'done' && !isFinished(item.status) && !isTerminal(item.status)) {
      changes.push(
        `Task ${item.taskId} is done in this run and “${item.status}” in the file; the file is brought up to date.`
      );
    } else if (
      own &&
      own.phase !== 'done' &&
      own.phase !== 'skipped' &&
      own.phase !== 'overridden' &&
      isTerminal(item.status)
    ) {
      changes.push(`Task ${item.taskId} was set to “${item.status}” by somebody else; it is not run.`);
    }
  }
  const ids = new Set(source.items.map(({ taskId }) => taskId));
  for (const taskId of Object.keys(state.tasks)) {
    if (!ids.has(taskId)) {
      changes.push(`Task ${taskId} is no longer in the file.`);
    }
  }
  const before =
    from === undefined
      ? undefined
      : new CheckpointStore(folder.targets).load(from).content?.recovery_information.fingerprint;
  if (before) {
    changes.push(
      ...fingerprintChanges(before, await takeFingerprint(source.file, state.config.command, about.version))
    );
  }
  const next = plan.ready.slice(0, 10).map(({ taskId }) => taskId);
  sentences.push(...changes, next.length > 0 ? `Next: ${next.join(', ')}.` : 'Nothing can begin at once.');
  return { possible, from: from ?? null, sentences, done, inFlight, next, changes };
}
