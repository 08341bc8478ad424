import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CheckpointOptions } from './commands/checkpoint.ts';
import { type ControlOptions } from './commands/control.ts';
import { type ExecuteOptions } from './commands/execute.ts';
import { type ReportOptions } from './commands/report.ts';
import { type ResumeOptions } from './commands/resume.ts';
import { type WrapOptions } from './commands/wrap.ts';
import { type WorkerCommandOptions } from './commands/worker.ts';
import { connected, wholeNumber } from './program.ts';

/** The commands that run a task queue and control it. */
export function addExecution(program: Command): void {
  withRunOptions(connected(program.command('execute')))
    .summary('run a task queue with checkpoints')
    .description(
      'Run every task of a Task Master file that can run, in its order of dependencies, until nothing is left or a limit is reached.'
    )
    .option('-q, --queue <file>', 'the task file, or the project folder (default: here)')
    .option('--tag <tag>', 'tag of the file (default: Task Master’s current one)')
    .option('--cwd <folder>', 'folder the executor runs in (default: the project’s)')
    .option('--skip-impossible', 'leave tasks alone that are in a circle or depend on missing ones')
    .option('--resume-on-failure', 'take up the last run of this file again where it was not finished')
    .action(async (options: ExecuteOptions) => (await import('./commands/execute.ts')).execute(options));

  withRunOptions(connected(program.command('resume')))
    .summary('take a run up again after a crash or a stop')
    .description('Take a run up again where it was left: from its newest good checkpoint and its log.')
    .argument('[run]', 'run id or a part of it (default: the newest)')
    .option('--from-checkpoint <id>', 'a checkpoint, or “latest”')
    .option('--validate', 'say first what is done, what was in flight and what has changed')
    .option('--dry-run', 'only say it')
    .option('--retry-failed', 'try tasks again that have failed for good')
    .option('-q, --queue <file>', 'the task file, where the project has moved')
    .action(async (run: string | undefined, options: ResumeOptions) =>
      (await import('./commands/resume.ts')).resume(run, options)
    );

  program
    .command('worker')
    .summary('run attempts that others hand out over Redis')
    .description(
      'Run attempts of any run begun with the same --workers, until Ctrl+C: once, to take nothing new; twice, to end what runs.'
    )
    .requiredOption('--workers <redis>', 'redis://host:6379/0; the password may be in TASKMASTER_REDIS_PASSWORD')
    .option('--parallel <number>', 'attempts at once on this machine (default 1)', wholeNumber)
    .option('--lease <duration>', 'a worker unheard of for so long has lost its attempts (default 30s)')
    .option('--cwd <folder>', 'folder the executor runs in (default: the one the run names)')
    .option('--data <folder>', 'the data folder')
    .action(async (options: WorkerCommandOptions) => (await import('./commands/worker.ts')).worker(options));
  program
    .command('worker-guard', { hidden: true })
    .argument('<worker>')
    .action(async (worker: string) => (await import('../execution/workers/guard.ts')).guardWorker(worker));

  const checkpoint = ofRun(connected(program.command('checkpoint')))
    .summary('save, list, show or verify checkpoints')
    .option('--save', 'save one now')
    .option('--force', 'at once, whatever runs (the default)')
    .action(async (options: CheckpointOptions) => (await import('./commands/checkpoint.ts')).saveCheckpoint(options));
  ofRun(connected(checkpoint.command('list')))
    .description('every checkpoint of a run, each copy checked')
    .action(async (_options: CheckpointOptions, command: Command) =>
      (await import('./commands/checkpoint.ts')).listCheckpoints(command.optsWithGlobals())
    );
  ofRun(connected(checkpoint.command('show')))
    .description('what one holds, as JSON')
    .argument('<id>', 'its id, or “latest”')
    .action(async (id: string, _options: CheckpointOptions, command: Command) =>
      (await import('./commands/checkpoint.ts')).showCheckpoint(id, command.optsWithGlobals())
    );
  ofRun(connected(checkpoint.command('verify')))
    .description('check every copy of every checkpoint')
    .action(async (_options: CheckpointOptions, command: Command) =>
      (await import('./commands/checkpoint.ts')).verifyCheckpoints(command.optsWithGlobals())
    );

  for (const [name, summary] of [
    ['pause', 'begin nothing new; running attempts go on'],
    ['continue', 'go on after a pause'],
    ['stop', 'end the run when its running attempts have ended'],
    ['emergency-stop', 'end every process of the run at once'],
  ] as const) {
    controlled(program.command(name), summary).action(async (options: ControlOptions) =>
      (await import('./commands/control.ts')).controlRun(name, undefined, options)
    );
  }
  for (const [name, summary] of [
    ['skip', 'set a task of the run aside (deferred)'],
    ['retry', 'try a task of the run again'],
    ['approve', 'let a task begin, in a run that is not autonomous'],
  ] as const) {
    controlled(program.command(name), summary)
      .argument('<task>', 'task id as Task Master shows it')
      .action(async (task: string, options: ControlOptions) =>
        (await import('./commands/control.ts')).controlRun(name, task, options)
      );
  }
  controlled(program.command('override'), 'decide a task’s status by hand')
    .argument('<task>', 'task id as Task Master shows it')
    .requiredOption('--status <status>', 'done, cancelled, deferred, …')
    .action(async (task: string, options: ControlOptions) =>
      (await import('./commands/control.ts')).controlRun('override', task, options)
    );
}

/** Writes what a run was. */
export function addReport(program: Command): void {
  program
    .command('report')
    .summary('write the report of a run')
    .description(
      'Write what a run of execute was: timeline, graph, failures and what was done about them, slowest chain, cost, comparison.'
    )
    .argument('[run]', 'run id or a part of it, or “latest” (default)')
    .addOption(
      new Option('--format <format>', 'PDF needs Chromium or Chrome')
        .choices(['html', 'pdf', 'csv', 'json'])
        .default('html')
    )
    .option('-o, --output <file>', 'file to write, “-” for standard output (default: named after the run, here)')
    .option('--data <folder>', 'data folder (default: the platform’s)')
    .action(async (run: string | undefined, options: ReportOptions) =>
      (await import('./commands/report.ts')).report(run, options)
    );
}

/** Measures any command. Its arguments come after `--`. */
export function addWrap(program: Command): void {
  connected(program.command('wrap'))
    .summary('run any command, measured')
    .description(
      'Run a command as it is, with its streams, signals and exit code, and tell the service: a span, metrics, a log line, events.'
    )
    .usage('[options] -- COMMAND [ARGUMENTS...]')
    .argument('[command...]', 'the command; its arguments are passed on and never recorded')
    .option('--name <name>', 'what it is called (default: the program, with its subcommand where it is a known one)')
    .option('-p, --project <id>', 'project id or folder (default: the one of this folder)')
    .option('--tag <tag>', 'tag of the task file')
    .option('--run <id>', 'run it belongs to')
    .option('--task <id>', 'task it works on')
    .option('--attempt <number>', 'try at the task', wholeNumber)
    .addHelpText('after', '\nExample:\n  taskmaster-observe wrap --task 5.2 -- task-master expand --id 5')
    .action(async (command: string[], options: WrapOptions) =>
      (await import('./commands/wrap.ts')).wrap(command, options)
    );
}

function controlled(command: Command, summary: string): Command {
  return connected(command)
    .summary(summary)
    .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}. Needs a run that is running on this machine.`)
    .option('--run <run>', 'run id or a part of it (default: the newest)')
    .option('--reason <text>', 'kept with the command');
}

function ofRun(command: Command): Command {
  return command
    .option('--run <run>', 'run id or a part of it (default: the newest)')
    .option('--checkpoint-copies <folder>', 'second place of the checkpoints')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'));
}

function withRunOptions(command: Command): Command {
  return command
    .option('-e, --executor <executor>', 'claude, autopilot, or a shell command that works on one task')
    .option('--parallel <number>', 'attempts at once (default 1)', wholeNumber)
    .option('--workers <redis>', 'have workers run them, over Redis: redis://host:6379/0 (see “worker”)')
    .option('--verify <command>', 'shell command that proves a task done by exit code 0')
    .option('--rollback <command>', 'shell command run for a task that has failed for good')
    .option('--worktrees', 'a git worktree and branch for each task; what succeeds is merged into a branch of the run')
    .option('--max-attempts <number>', 'tries at a task (default 4)', wholeNumber)
    .option('--timeout <duration>', 'an attempt is killed after this (default 60m)')
    .option('--soft-timeout <duration>', 'an attempt is asked to end after this (default nine tenths of it)')
    .option('--rules <file>', 'rules that say which failures are transient, YAML or JSON')
    .option('--checkpoint-interval <duration>', 'besides one after every task (default 5m)')
    .option('--checkpoint-copies <folder>', 'second place for checkpoints, on another disk if you like')
    .option('--autonomous-mode', 'begin tasks without asking; see SECURITY.md')
    .option('--max-cost <usd>', 'stop after this much', amount)
    .option('--max-duration <duration>', 'stop after this long')
    .option('--max-tasks <number>', 'stop after this many finished tasks', wholeNumber)
    .option('--max-failures <number>', 'stop after this many failed tasks', wholeNumber)
    .option('--monitor', 'start the service on the same data folder where none runs')
    .option('--log-level <level>', 'accepted for compatibility; everything that happens is a line')
    .addOption(new Option('--format <format>', 'lines for people, or JSON').choices(['text', 'json']).default('text'));
}

function amount(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new InvalidArgumentError('An amount in US$ was expected.');
  }
  return value;
}
