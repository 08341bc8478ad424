import { hostname, userInfo } from 'node:os';
import { formatDuration } from '../../config/duration.ts';
import { identifyProject } from '../../ingest/project-id.ts';
import { type OpenOptions, type OpenRun } from '../../execution/runner/open-run.ts';
import { type SendEvents } from '../../execution/runner/journal-link.ts';
import { projectEvent } from '../../execution/runner/run-events.ts';
import { type RunRecord } from '../../execution/state/records.ts';
import { type RunConfig, type RunState } from '../../execution/state/types.ts';
import { TaskPlaces } from '../../execution/worktree/task-places.ts';
import { openDataFolder, readServiceFile } from '../../service/data-folder.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { packageVersion } from '../../util/package-root.ts';
import { dataFolderOf, ServiceClient } from '../client.ts';
import { clean, paint, say, warn } from '../output.ts';
import { RunAutonomy } from '../run-autonomy.ts';
import { startRunView } from '../run-view.ts';
import { type RunOptions } from './execute.ts';

/** Who gives a command on this command line. */
export function actor(): string {
  try {
    return `cli:${userInfo().username}@${hostname()}`;
  } catch {
    return 'cli';
  }
}

/**
 * Runs a run in this process until it ends. SIGINT and SIGTERM end its processes and leave a checkpoint; a second one changes nothing, the
 * end is bounded.
 */
export async function runHere(
  options: RunOptions,
  config: RunConfig,
  open: (options: OpenOptions) => OpenRun
): Promise<OpenRun> {
  const dataDir = dataFolderOf(options);
  const workers = options.workers ?? config.workers;
  if (config.worktree && workers !== undefined) {
    throw new ExitError(
      EXIT.usage,
      'Working trees are folders of this machine, which workers elsewhere do not have: use --worktrees or --workers, not both.'
    );
  }
  openDataFolder(dataDir);
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error').on('error', () => undefined); // the run outlives whoever reads what it says
  }
  const json = options.format === 'json';
  const view = startRunView({ json, plain: process.stdout.isTTY !== true || process.env.TERM === 'dumb' });
  const troubles = new Map<string, string>();
  let run: OpenRun | undefined;
  let starting = options.monitor === true;
  const trouble = (what: string, problem: string | undefined) => {
    if (starting && what === 'service') {
      return; // it is being started
    }
    if (problem === undefined) {
      if (troubles.delete(what) && what !== 'service') {
        view.note(paint('green', `${what}: works again`));
      }
    } else if (troubles.get(what) !== problem) {
      troubles.set(what, problem);
      const known = what === 'service' ? noService(dataDir) : problem;
      view.note(paint('yellow', `${what}: ${clean(known)}`));
    }
  };
  const places = new TaskPlaces(config, () => run!.runner.cwd);
  const autonomy = new RunAutonomy(
    () => new ServiceClient(options),
    () => run
  );
  const opened = open({
    dataDir,
    ...(workers === undefined ? {} : { worker: await workersAt(workers, trouble) }),
    version: packageVersion(),
    ...(options.checkpointCopies ? { copies: options.checkpointCopies } : {}),
    send: sender(
      () => new ServiceClient(options),
      () => run
    ),
    onRecord: (record: RunRecord, state: RunState) => view.record(record, state),
    onTrouble: trouble,
    more: { ...places.hooks, autonomy: () => autonomy.score },
  });
  run = opened;
  await places.open(run, dataDir).catch((error: Error) => {
    throw new ExitError(EXIT.data, error.message);
  });
  if (options.monitor) {
    // The work goes on without anybody who watches it.
    await startService(dataDir, run.runner.state.tasksFile, view.note).catch((error: Error) =>
      view.note(paint('yellow', `service: ${clean(error.message)} The run goes on without it.`))
    );
    starting = false;
  }
  const { state } = run.runner;
  const stop = (signal: NodeJS.Signals) => {
    view.note(`${signal}: ending the running attempts; the run can be resumed.`);
    void run!.runner.shutDown(signal, actor());
  };
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  if (!json) {
    say(`Run ${paint('bold', state.run)}`);
    const limit = state.config.autonomous
      ? limitsOf(state.config)
      : 'every task waits for “taskmaster-observe approve TASK” (or begin with --autonomous-mode)';
    say(paint('gray', `${state.tasksFile}, tag ${clean(state.tag)}; ${state.config.parallel} at once; ${limit}`));
  }
  try {
    view.follow(run.runner);
    const left = await run.work();
    await places.close(run.runner);
    if (places.branch !== undefined) {
      view.note(`What succeeded is on branch ${places.branch}: bring it in with “git merge ${places.branch}”.`);
    }
    if (!left.statusesWritten) {
      warn('Some statuses could not be written into the task file; “resume” writes them.');
    }
    return run;
  } finally {
    autonomy.close();
    view.end();
    process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop);
  }
}

/** Attempts run by workers. Loaded only where they are asked for: a run on this machine needs no Redis. */
async function workersAt(
  redis: string,
  trouble: (what: string, problem: string | undefined) => void
): Promise<NonNullable<OpenOptions['worker']>> {
  const [{ RedisAttempts }, { PASSWORD_VARIABLE, redisAddress }] = await Promise.all([
    import('../../execution/workers/redis-attempts.ts'),
    import('../../execution/workers/redis-address.ts'),
  ]);
  const address = redisAddress(redis);
  delete process.env[PASSWORD_VARIABLE]; // nothing that is run here needs it
  return (_config, limits) =>
    new RedisAttempts({
      address,
      limits,
      env: { ...process.env },
      onTrouble: (problem) => trouble('workers', problem),
    });
}

/** Why events are not taken now. */
function noService(dataDir: string): string {
  return readServiceFile(dataDir) === undefined
    ? 'none runs here; what happens is kept and sent when one does (--monitor starts one).'
    : 'it does not take events now; they are kept and sent later.';
}

function limitsOf({ limits }: RunConfig): string {
  const named = [
    limits.costUsd > 0 ? `${limits.costUsd} US$` : '',
    limits.durationMs > 0 ? formatDuration(limits.durationMs) : '',
    limits.tasks > 0 ? `${limits.tasks} tasks` : '',
    limits.failures > 0 ? `${limits.failures} failures` : '',
  ].filter((text) => text !== '');
  return named.length > 0
    ? `stops by itself after ${named.join(', ')}`
    : 'without limits of cost, time, tasks or failures';
}

/** Starts the service on the same data folder, where none runs. */
async function startService(dataDir: string, tasksFile: string, note: (line: string) => void): Promise<void> {
  const running = readServiceFile(dataDir);
  const project = identifyProject(tasksFile.replace(/[/\\](\.taskmaster[/\\])?tasks[/\\]tasks\.json$/, ''));
  if (!running && project) {
    const { up } = await import('./up.ts'); // the whole service comes with it
    await up({ detach: true, data: dataDir, project: [project.path] }, ['--data', dataDir, '--project', project.path]);
    return;
  }
  note(`Watched by the service at ${running?.url ?? 'unknown'}.`);
}

/**
 * Hands events to the service, wherever it runs by then: it may come later than the run. The first batch of a process tells which folder
 * the project is, so that its file is followed.
 */
function sender(service: () => ServiceClient, run: () => OpenRun | undefined): SendEvents {
  let introduced = false;
  return async (events) => {
    await Promise.resolve(); // the first event comes while the run is still being opened
    const first = events[0];
    const batch = [...events];
    const tasksFile = run()?.runner.state.tasksFile;
    const introduction =
      introduced || first?.project === undefined || tasksFile === undefined
        ? undefined
        : projectEvent(first, tasksFile);
    if (introduction) {
      batch.unshift(introduction);
    }
    try {
      const { rejected } = await service().json<{ rejected: Array<{ message: string }> }>('/api/v1/events', batch);
      introduced ||= batch.length > events.length;
      return { refused: rejected.map(({ message }) => message) };
    } catch (error) {
      if (error instanceof ExitError && error.exitCode === EXIT.usage) {
        return { refused: [error.message] }; // it will never take these
      }
      throw error;
    }
  };
}
