import { type TaskDefinition } from '#contract/events.ts';
import { type CheckpointStore } from '../checkpoint/store.ts';
import { type Executor } from '../executors/executors.ts';
import { type RunLog } from '../log/run-log.ts';
import { type attemptFolder } from '../process/attempt-folder.ts';
import { type AttemptOutcome } from '../process/local-attempts.ts';
import { type AttemptCommand } from '../process/spawn.ts';
import { type RunRecord } from '../state/records.ts';
import { type Failure, type RunState } from '../state/types.ts';
import { type StatusWriter } from '../task-file/status-writer.ts';
import { type RunFolder } from './run-folder.ts';
import { type TaskSource } from './task-source.ts';

/** Where attempts are run: on this machine, or by workers. */
export interface AttemptWorker {
  start(key: string, folder: ReturnType<typeof attemptFolder>, command: AttemptCommand): Promise<AttemptOutcome>;
  adopt(key: string, folder: ReturnType<typeof attemptFolder>, startedAt: number): Promise<AttemptOutcome>;
  /** An attempt that may be begun soon. */
  prepare?(key: string, folder: ReturnType<typeof attemptFolder>, command: AttemptCommand): void;
  /** Keys of attempts whose output has grown since this was asked last. */
  grown?(): string[];
  /** Ends one attempt. */
  stop(key: string, graceMs: number): Promise<void>;
  /** Ends everything of the run; what is still alive afterwards: process ids, or words. */
  endAll(run: string, graceMs: number): Promise<Array<number | string>>;
  close(): void;
}

export interface RunnerOptions {
  folder: RunFolder;
  state: RunState;
  log: RunLog;
  source: TaskSource;
  writer: StatusWriter;
  checkpoints: CheckpointStore;
  worker: AttemptWorker;
  executor: Executor;
  /** Folder the commands run in. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  version: string;
  /** Told of every record, after it is in the log and the state. */
  onRecord?: (record: RunRecord) => void;
  /** Told of what goes wrong beside the tasks: the disk, the task file, a checkpoint. Undefined: it is well again. */
  onTrouble?: (what: string, problem: string | undefined) => void;
  autonomy?: () => number | null;
  random?: () => number;
  /** How often output is told as a sign of life, ms; a minute where it is not named. */
  aliveMs?: number;
  /** Puts an attempt into a working tree of its own. */
  placeOf?: (task: TaskDefinition, attempt: number) => Promise<{ cwd: string; env: Record<string, string> }>;
  /** Takes over what an attempt has done that ended well; answers why it cannot be taken. */
  take?: (task: TaskDefinition, attempt: number) => Promise<Failure | undefined>;
  /** Called when a task has failed for good. */
  rollback?: (task: TaskDefinition, attempt: number, env: NodeJS.ProcessEnv) => Promise<void>;
}
