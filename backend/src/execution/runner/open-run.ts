import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { identifyProject } from '../../ingest/project-id.ts';
import { TASK_FILES } from '../../ingest/task-master/locate.ts';
import { runId } from '../../journal/derive/runs.ts';
import { buildTaskGraph } from '../../analysis/task-graph.ts';
import { CheckpointStore } from '../checkpoint/store.ts';
import { executorOfRun } from '../executors/executors.ts';
import { RunLog } from '../log/run-log.ts';
import { type AttemptLimits, LocalAttempts } from '../process/local-attempts.ts';
import { refusalsOf } from '../queue/refuse.ts';
import { beginState } from '../state/apply.ts';
import { type RunRecord } from '../state/records.ts';
import { type RunConfig, type RunState } from '../state/types.ts';
import { StatusWriter } from '../task-file/status-writer.ts';
import { JournalLink, type SendEvents } from './journal-link.ts';
import { takeRun } from './lock.ts';
import { restoreRun } from './restore.ts';
import { runEvent } from './run-events.ts';
import { listRuns, makeRunFolder, type RunFolder, runFolder } from './run-folder.ts';
import { SummaryFile } from './run-summary.ts';
import { Runner } from './runner.ts';
import { type AttemptWorker, type RunnerOptions } from './runner-options.ts';
import { currentTag, TaskSource } from './task-source.ts';

export interface OpenOptions {
  dataDir: string;
  version: string;
  /** Second place for checkpoints. */
  copies?: string;
  keepCheckpoints?: number;
  send?: SendEvents;
  env?: NodeJS.ProcessEnv;
  /** Where attempts are run; on this machine where it is not named. */
  worker?: (config: RunConfig, limits: AttemptLimits) => AttemptWorker;
  onRecord?: (record: RunRecord, state: RunState) => void;
  onTrouble?: (what: string, problem: string | undefined) => void;
  more?: Partial<Pick<RunnerOptions, 'autonomy' | 'random' | 'aliveMs' | 'placeOf' | 'take' | 'rollback'>>;
}

export interface OpenRun {
  runner: Runner;
  folder: RunFolder;
  /** Runs to the end, then writes what is left and gives the run back. */
  work(): Promise<{ statusesWritten: boolean; eventsSent: boolean }>;
}

const OUTPUT_BYTES = 8 * 1024 * 1024;
const SEND_AT_END_MS = 3_000;

/** A queue that cannot be run, with the reasons. */
export class QueueRefused extends Error {}

/**
 * Begins a run over a task file.
 * @param about `skipImpossible`: tasks in circles or with missing dependencies are left alone instead of refused
 * @throws QueueRefused for circles, missing dependencies and the like, before anything is written or begun
 * @throws Error a sentence for a file that cannot be read, or a run that somebody else has
 */
export function beginRun(
  about: { tasksFile: string; tag?: string; config: RunConfig; skipImpossible?: boolean },
  options: OpenOptions
): OpenRun {
  const file = existing(about.tasksFile);
  const source = new TaskSource(file, about.tag ?? currentTag(file));
  source.refresh();
  if (source.problem !== undefined) {
    throw new Error(source.problem);
  }
  const refusals = refusalsOf(buildTaskGraph(source.items));
  const fatal = about.skipImpossible ? refusals.filter(({ kind }) => kind === 'empty') : refusals;
  if (fatal.length > 0) {
    throw new QueueRefused(fatal.map(({ text }) => text).join('\n'));
  }
  const project = identifyProject(projectFolder(file))!;
  const known = new Set(listRuns(options.dataDir));
  const run = runId(project.id, Date.now(), false, (id) => known.has(id));
  const folder = runFolder(options.dataDir, run, options.copies);
  makeRunFolder(folder);
  const release = takeRun(folder.lockFile);
  const { log } = RunLog.open(folder.logFile);
  const first = log.append({
    type: 'run.started',
    run,
    project: project.id,
    tag: source.tag,
    tasksFile: file,
    config: about.config,
  });
  const state = beginState(first as RunRecord & { type: 'run.started' });
  return assemble(
    { state, log, source, folder, release, cwd: about.config.cwd ?? project.path, records: [first] },
    options
  );
}

/**
 * Takes a run up again where it was left.
 * @param about `from`: a checkpoint's id, or `latest`; `config` replaces settings named; `retryFailed` gives tasks that have failed for good another budget
 */
export function resumeRun(
  about: {
    run: string;
    from?: string;
    cwd?: string;
    config?: Partial<RunConfig>;
    actor: string;
    tasksFile?: string;
    retryFailed?: boolean;
  },
  options: OpenOptions
): OpenRun & { problems: string[] } {
  const folder = runFolder(options.dataDir, about.run, options.copies);
  makeRunFolder(folder);
  const release = takeRun(folder.lockFile);
  try {
    const { state, records, problems, from } = restoreRun(folder, about.from);
    if (about.tasksFile !== undefined) {
      state.tasksFile = existing(about.tasksFile); // the project has moved
    }
    const source = new TaskSource(existing(state.tasksFile), state.tag);
    source.refresh();
    if (source.problem !== undefined) {
      throw new Error(source.problem);
    }
    const { log } = RunLog.open(folder.logFile);
    const config = { ...state.config, ...about.config };
    const cwd = about.cwd ?? config.cwd ?? identifyProject(projectFolder(source.file))!.path;
    const opened = assemble({ state, log, source, folder, release, cwd, records }, options);
    opened.resumed({ type: 'run.resumed', config, actor: about.actor, ...(from === undefined ? {} : { from }) });
    const failed = about.retryFailed
      ? Object.keys(state.tasks).filter((id) => state.tasks[id]?.phase === 'failed')
      : [];
    failed.forEach((taskId) => opened.resumed({ type: 'task.retried', taskId, actor: about.actor }));
    return { ...opened, problems };
  } catch (error) {
    release();
    throw error;
  }
}

/** The folder a task file belongs to: above the places Task Master keeps it in, else its own. */
export function projectFolder(file: string): string {
  const place = TASK_FILES.find((one) => file.endsWith(join('/', one)));
  return place === undefined ? dirname(file) : file.slice(0, -place.length - 1) || '/';
}

function existing(file: string): string {
  try {
    return realpathSync(resolve(file));
  } catch {
    throw new Error(`There is no task file ${resolve(file)}.`);
  }
}

interface Parts {
  state: RunState;
  log: RunLog;
  source: TaskSource;
  folder: RunFolder;
  release: () => void;
  cwd: string;
  records: RunRecord[];
}

function assemble(
  parts: Parts,
  options: OpenOptions
): OpenRun & { resumed(fact: Parameters<RunLog['append']>[0]): void } {
  const { state, log, source, folder, release, cwd, records } = parts;
  // A copy: each look into process.env itself asks the system.
  const { send, onRecord, onTrouble, env = { ...process.env } } = options;
  const link = send && new JournalLink(folder.sentFile, send, (problem) => onTrouble?.('service', problem));
  records.forEach((record) => link?.push(record.seq, runEvent(record, state)));
  const summary = new SummaryFile(folder);
  const told = (record: RunRecord) => {
    link?.push(record.seq, runEvent(record, state));
    summary.note(state);
    onRecord?.(record, state);
  };
  summary.note(state);
  const writer = new StatusWriter({
    file: source.file,
    tag: source.tag,
    onTrouble: (problem) => onTrouble?.('task file', problem),
  });
  const { softTimeoutMs, hardTimeoutMs } = state.config;
  const limits: AttemptLimits = { softTimeoutMs, hardTimeoutMs, outputBytes: OUTPUT_BYTES };
  const worker = options.worker?.(state.config, limits) ?? new LocalAttempts(limits);
  const checkpoints = new CheckpointStore(folder.targets, options.keepCheckpoints);
  const runner = new Runner({
    folder,
    state,
    log,
    source,
    writer,
    checkpoints,
    worker,
    executor: executorOfRun(state.config),
    cwd,
    env,
    version: options.version,
    onRecord: told,
    ...(onTrouble ? { onTrouble } : {}),
    ...options.more,
  });
  return {
    runner,
    folder,
    resumed: (fact) => runner.resumed(fact),
    async work() {
      try {
        await runner.run();
        const statusesWritten = await writer.close();
        const eventsSent = link ? await link.close(SEND_AT_END_MS) : true;
        return { statusesWritten, eventsSent };
      } finally {
        log.close();
        release();
      }
    },
  };
}
