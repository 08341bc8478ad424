import { checkpointContent, type CheckpointContent } from '../../../backend/src/execution/checkpoint/content.ts';
import { takeFingerprint } from '../../../backend/src/execution/checkpoint/fingerprint.ts';
import { checkpointId, CheckpointStore } from '../../../backend/src/execution/checkpoint/store.ts';
import { RunLog } from '../../../backend/src/execution/log/run-log.ts';
import { planQueue } from '../../../backend/src/execution/queue/plan.ts';
import { makeRunFolder, type RunFolder, runFolder } from '../../../backend/src/execution/runner/run-folder.ts';
import { TaskSource } from '../../../backend/src/execution/runner/task-source.ts';
import { applyRecord, beginState } from '../../../backend/src/execution/state/apply.ts';
import { DEFAULT_CONFIG } from '../../../backend/src/execution/state/config.ts';
import { type RunRecord } from '../../../backend/src/execution/state/records.ts';
import { type RunState } from '../../../backend/src/execution/state/types.ts';
import { makeStage, type Stage } from './stage.ts';

export const TASKS = 10_000;
/** Of them nothing has happened to yet. */
const OPEN = 100;

/** A run of 10,000 tasks that was killed when all but a hundred were done: its log as the run wrote it, and no checkpoint yet. */
export interface LargeRun {
  stage: Stage;
  folder: RunFolder;
  state: RunState;
  source: TaskSource;
}

export function makeLargeRun(executor: string): LargeRun {
  const stage = makeStage(TASKS, (id) => (id <= TASKS - OPEN ? 'done' : 'pending'));
  const folder = runFolder(stage.data, 'bench.20261121T000000Z');
  makeRunFolder(folder);
  const { log } = RunLog.open(folder.logFile);
  const first = log.append({
    type: 'run.started',
    run: folder.run,
    project: 'bench',
    tag: 'master',
    tasksFile: stage.tasksFile,
    config: { ...DEFAULT_CONFIG, command: executor, autonomous: true, parallel: 4 },
  });
  const state = beginState(first as RunRecord & { type: 'run.started' });
  for (let id = 1; id <= TASKS - OPEN; id++) {
    const taskId = String(id);
    applyRecord(state, log.append({ type: 'attempt.started', taskId, attempt: 1 }));
    applyRecord(
      state,
      log.append({
        type: 'attempt.succeeded',
        taskId,
        attempt: 1,
        durationMs: 60_000 + id,
        costUsd: 0.01,
        session: `s-${id}`,
      })
    );
  }
  log.close();
  const source = new TaskSource(stage.tasksFile, 'master');
  source.refresh();
  return { stage, folder, state, source };
}

/** A checkpoint of it, as the run itself would save it. */
export async function contentOf({ state, source, stage }: LargeRun): Promise<() => CheckpointContent> {
  const fingerprint = await takeFingerprint(stage.tasksFile, state.config.command, 'bench');
  const plan = planQueue(source.items, state, Date.now()); // the run has one
  return () =>
    checkpointContent(state, plan, {
      id: checkpointId(state.seq),
      at: Date.now(),
      reason: 'interval',
      version: 'bench',
      fingerprint,
      memoryBytes: process.memoryUsage.rss(),
      autonomy: null,
    });
}

export const storeOf = ({ folder }: LargeRun): CheckpointStore => new CheckpointStore(folder.targets);
