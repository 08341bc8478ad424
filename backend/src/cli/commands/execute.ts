import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDuration } from '../../config/duration.ts';
import { executorOf } from '../../execution/executors/executors.ts';
import { readRuleFile } from '../../execution/failure/rule-file.ts';
import { beginRun, type OpenRun, projectFolder, QueueRefused } from '../../execution/runner/open-run.ts';
import { redisAddress } from '../../execution/workers/redis-address.ts';
import { DEFAULT_CONFIG } from '../../execution/state/config.ts';
import { type RunConfig } from '../../execution/state/types.ts';
import { repositoryOf } from '../../execution/worktree/worktrees.ts';
import { locateTasksFile } from '../../ingest/task-master/locate.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { type ConnectionOptions, dataFolderOf } from '../client.ts';
import { clean, paint, say, sentence } from '../output.ts';
import { unfinishedRun } from './find-run.ts';
import { runHere } from './run-here.ts';

/** Settings of a run, as the command line gives them. */
export interface RunOptions extends ConnectionOptions {
  executor?: string;
  parallel?: number;
  workers?: string;
  verify?: string;
  rollback?: string;
  maxAttempts?: number;
  timeout?: string;
  softTimeout?: string;
  checkpointInterval?: string;
  checkpointCopies?: string;
  autonomousMode?: boolean;
  worktrees?: boolean;
  maxCost?: number;
  maxDuration?: string;
  maxTasks?: number;
  maxFailures?: number;
  rules?: string;
  monitor?: boolean;
  format?: 'text' | 'json';
  logLevel?: string;
}

export interface ExecuteOptions extends RunOptions {
  queue?: string;
  tag?: string;
  cwd?: string;
  resumeOnFailure?: boolean;
  skipImpossible?: boolean;
}

/** Runs a task queue to its end. */
export async function execute(options: ExecuteOptions): Promise<void> {
  if (process.platform === 'win32') {
    throw new ExitError(
      EXIT.unavailable,
      'Running a queue needs a POSIX shell and process groups: use Linux, macOS or WSL.'
    );
  }
  if (options.executor === undefined) {
    throw new ExitError(
      EXIT.usage,
      'Say what works on a task: --executor claude, --executor autopilot, or --executor "COMMAND" (the task is in TASKMASTER_TASK_ID … and on standard input).'
    );
  }
  const tasksFile = queueFile(options.queue);
  const cwd = options.cwd === undefined ? {} : { cwd: existingFolder(options.cwd) };
  const config: RunConfig = { ...DEFAULT_CONFIG, ...configOf(options), ...cwd };
  const left = options.resumeOnFailure ? unfinishedRun(dataFolderOf(options), tasksFile, options.tag) : undefined;
  if (left !== undefined) {
    say(`Run ${left} was not finished; it is taken up again.`);
    return (await import('./resume.ts')).resume(left, { ...options, queue: tasksFile });
  }
  if (config.worktree) {
    // Before anything is written or begun.
    await repositoryOf(config.cwd ?? projectFolder(tasksFile)).catch((error: Error) => {
      throw new ExitError(EXIT.data, error.message);
    });
  }
  const run = await runHere(options, config, (open) => {
    try {
      return beginRun(
        {
          tasksFile,
          ...(options.skipImpossible ? { skipImpossible: true } : {}),
          config,
          ...(options.tag ? { tag: options.tag } : {}),
        },
        open
      );
    } catch (error) {
      const hint = error instanceof QueueRefused ? '\nOr leave such tasks alone with --skip-impossible.' : '';
      throw new ExitError(error instanceof QueueRefused ? EXIT.data : EXIT.noInput, (error as Error).message + hint);
    }
  });
  endOf(run);
}

/** Says how it ended, and sets the exit code: 0 only where everything is finished. */
export function endOf(run: OpenRun): void {
  const { state, plan } = run.runner;
  const { totals } = state;
  const failed = Object.entries(state.tasks).filter(([, { phase }]) => phase === 'failed');
  say();
  const cost = totals.costUsd > 0 ? `, ${totals.costUsd.toFixed(2)} US$` : '';
  say(
    `${paint('bold', state.run)}: ${sentence(state.endReason ?? 'ended')} ${plan?.finished ?? 0} of ${plan?.total ?? 0} finished, ${totals.attempts} attempts${cost}.`
  );
  failed.forEach(([taskId, { failure }]) =>
    say(`  ${paint('red', '✗')} ${taskId}: ${clean(failure?.text ?? 'failed')}`)
  );
  const waiting = (plan?.stranded ?? []).slice(0, 10);
  waiting.forEach(({ taskId, waitsFor }) =>
    say(`  ${paint('yellow', '!')} ${taskId} waits for ${waitsFor.join(', ')}`)
  );
  if (state.endReason !== 'finished') {
    const again = `“taskmaster-observe resume ${state.run}${failed.length > 0 ? ' --retry-failed' : ''}”`;
    const stuck = state.endReason === 'nothing left that can run';
    say(stuck ? `When that is mended, go on with ${again}.` : `Go on with ${again}.`);
    process.exitCode = EXIT.failed;
  }
}

function existingFolder(named: string): string {
  const folder = resolve(named);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ExitError(EXIT.noInput, `There is no folder ${folder} (--cwd).`);
  }
  return folder;
}

function queueFile(named: string | undefined): string {
  const path = resolve(named ?? '.');
  const inside = locateTasksFile(path);
  const file = path.endsWith('.json') ? path : inside === undefined ? undefined : join(path, inside);
  if (file === undefined || !existsSync(file)) {
    throw new ExitError(
      EXIT.noInput,
      `There is no task file at ${path}. Name one with --queue .taskmaster/tasks/tasks.json`
    );
  }
  return realpathSync(file);
}

/** The settings that were named; everything else stays as it is. */
export function configOf(options: RunOptions): Partial<RunConfig> {
  const config: Partial<RunConfig> = {};
  const set = <K extends keyof RunConfig>(key: K, value: RunConfig[K] | undefined) => {
    if (value !== undefined) {
      config[key] = value;
    }
  };
  if (options.executor !== undefined) {
    const { name, command } = executorOf(options.executor);
    config.executor = name;
    config.command = command;
  }
  set('parallel', options.parallel);
  if (options.workers !== undefined) {
    try {
      set('workers', redisAddress(options.workers).shown); // what is kept has no password
    } catch (error) {
      throw new ExitError(EXIT.usage, (error as Error).message);
    }
  }
  set('verify', options.verify);
  set('rollback', options.rollback);
  set('maxAttempts', options.maxAttempts);
  set('autonomous', options.autonomousMode);
  set('worktree', options.worktrees);
  set('checkpointIntervalMs', duration('--checkpoint-interval', options.checkpointInterval));
  const hard = duration('--timeout', options.timeout);
  set('hardTimeoutMs', hard);
  set(
    'softTimeoutMs',
    duration('--soft-timeout', options.softTimeout) ?? (hard === undefined ? undefined : Math.round(hard * 0.9))
  );
  if (options.rules !== undefined) {
    try {
      config.rules = readRuleFile(options.rules);
    } catch (error) {
      throw new ExitError(EXIT.config, (error as Error).message);
    }
  }
  const limits = {
    costUsd: options.maxCost,
    durationMs: duration('--max-duration', options.maxDuration),
    tasks: options.maxTasks,
    failures: options.maxFailures,
  };
  if (Object.values(limits).some((value) => value !== undefined)) {
    const named = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
    config.limits = { ...DEFAULT_CONFIG.limits, ...named };
  }
  return config;
}

function duration(option: string, text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const ms = parseDuration(text);
  if (ms === undefined) {
    throw new ExitError(EXIT.usage, `${option} expects a duration such as 30s, 5m or 2h, not “${text}”.`);
  }
  return ms;
}
