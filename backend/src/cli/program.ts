import { Command, InvalidArgumentError, Option } from 'commander';
import { type ConnectionOptions } from './client.ts';
import { type CheckConfigOptions } from './commands/check-config.ts';
import { type HealthOptions } from './commands/health.ts';
import { type ImportOptions } from './commands/import.ts';
import { type MonitorInitOptions } from './commands/monitor-init.ts';
import { type PurgeOptions } from './commands/purge.ts';
import { type StartOptions } from './commands/start.ts';
import { type StatusOptions } from './commands/status.ts';
import { type TokenOptions } from './commands/token.ts';
import { addExecution, addReport, addWrap } from './execution-program.ts';
import { packageVersion } from '../util/package-root.ts';

const EXIT_CODES = `
Exit codes:
  0   done                                    73  the data folder cannot be written
  1   a check said no, or nothing was done    74  the disk is full
  64  the command was not understood          75  another instance holds the data folder
  65  stored data cannot be read              77  the token is missing or wrong
  66  a folder or file does not exist         78  a setting cannot be used
  69  the service is not running, or its port is taken`;

/** What the command line understands. Each command's code is loaded when it is called. */
export function makeProgram(): Command {
  const program = new Command('taskmaster-observe')
    .description(
      'See what AI agents do to a Task Master project: what runs, which agent, what next, when done, what it cost.'
    )
    .version(packageVersion(), '-V, --version')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(run “taskmaster-observe --help” for the commands)')
    .configureHelp({ sortSubcommands: false });

  withStartOptions(program.command('start', { isDefault: true }))
    .summary('run the service here (default)')
    .description('Run the service in this terminal until Ctrl+C.')
    .allowExcessArguments() // a mistyped command ends up here, as this is the default
    .action(async (options: StartOptions, command: Command) => {
      if (command.args.length > 0) {
        command.error(`error: there is no command “${command.args[0]}” (see “taskmaster-observe --help”)`);
      }
      await (await import('./commands/start.ts')).start(options);
    });

  withStartOptions(program.command('up'))
    .summary('run the service, in the background with --detach')
    .description('Run the service; with --detach in the background, with its log in the data folder.')
    .option('-d, --detach', 'return when the service answers')
    .action(async (options: StartOptions & { detach?: boolean }, command: Command) =>
      (await import('./commands/up.ts')).up(options, argumentsOf(command))
    );

  connected(program.command('down'))
    .summary('stop the service that runs in the background')
    .description('Stop the service that runs on the data folder; everything accepted is on disk before it ends.')
    .action(async (options: ConnectionOptions) => (await import('./commands/down.ts')).down(options));

  connected(program.command('status'))
    .summary('what every project is doing')
    .description('What every project is doing: progress, running tasks, what is next, when it is likely done.')
    .option('-p, --project <id>', 'only this project (id or name)')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--detailed', 'all running, ready and waiting tasks, and the state of every dependency')
    .option('--include-resources', 'CPU, memory and disk of this machine')
    .action(async (options: StatusOptions) => (await import('./commands/status.ts')).status(options));

  connected(program.command('health'))
    .summary('how the service is')
    .description('A sentence for everything the service depends on. Exit code 1 where something is down.')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (options: HealthOptions) => (await import('./commands/health.ts')).health(options));

  program
    .command('check-config')
    .summary('try the settings, and every server they name')
    .description('Read the settings as the service would, connect to every server they name, and say what will work.')
    .option('--config <file>', 'settings file, YAML or JSON')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (options: CheckConfigOptions) => (await import('./commands/check-config.ts')).checkConfig(options));

  connected(program.command('monitor-init'))
    .summary('make Claude Code in a project report here')
    .description(
      'Write hook and telemetry settings into .claude/settings.local.json of a project. Shows the difference first.'
    )
    .argument('[folder]', 'project folder', '.')
    .option('-y, --yes', 'do not ask')
    .option('--dry-run', 'only show the difference')
    .option('--remove', 'take back exactly what was written')
    .action(async (folder: string, options: MonitorInitOptions) =>
      (await import('./commands/monitor-init.ts')).monitorInit(folder, options)
    );

  connected(program.command('import'))
    .summary('read the history of a project')
    .description(
      'Have the service read every committed status change of a project’s task file. May be repeated at any time.'
    )
    .argument('[folder]', 'project folder', '.')
    .requiredOption('--git', 'from the git history')
    .option('--since <when>', 'only commits since then: 90d, or a date such as 2026-01-31')
    .option('--no-wait', 'do not wait for the end')
    .action(async (folder: string, options: ImportOptions) =>
      (await import('./commands/import.ts')).importGit(folder, options)
    );

  addExecution(program);
  addReport(program);
  addWrap(program);

  connected(program.command('hook'))
    .summary('hand over one hook event from standard input')
    .description('Hand over one Claude Code hook event from standard input, service up or down. Always ends with 0.')
    .action(async (options: ConnectionOptions) => (await import('./commands/hook.ts')).hook(options));

  connected(program.command('purge'))
    .summary('delete stored records for good')
    .description('Delete what is stored of a project or a run, or every record that contains a text (a leaked secret).')
    .option('--project <id>', 'a project')
    .option('--run <id>', 'a run')
    .option('--matching <text>', 'whatever contains this text')
    .option('-y, --yes', 'do not ask')
    .action(async (options: PurgeOptions) => (await import('./commands/purge.ts')).purge(options));

  connected(program.command('token'))
    .summary('print the control token')
    .description('Print the control token, which purge and import need; or make an API token.')
    .option('--new', 'a fresh random token, for TASKMASTER_OBSERVE_TOKEN')
    .action(async (options: TokenOptions) => (await import('./commands/token.ts')).token(options));

  return program;
}

function withStartOptions(command: Command): Command {
  return command
    .option('-p, --project <folder>', 'project to follow; may be given several times', collect)
    .option('--port <number>', 'port to listen on (default 4747)', wholeNumber)
    .option('--host <address>', 'address to listen on (default 127.0.0.1; any other needs a token)')
    .option('--data <folder>', 'data folder (default: the platform’s)')
    .option('--config <file>', 'settings file, YAML or JSON')
    .option('--no-import', 'do not read the git history of a project on first sight')
    .option('--import-since <duration>', 'how far back that goes (default 90d)')
    .option('--idle-gap <duration>', 'silence after which a run is closed (default 2h)')
    .option('--capture-contents', 'keep prompt texts and tool contents')
    .option('--forward-otlp <url>', 'pass all OTLP on to this collector')
    .addOption(new Option('--user-id <mode>', 'what becomes of user ids').choices(['off', 'hashed']))
    .option('--token-file <file>', 'file that holds the API token')
    .option('--allowed-host <name>', 'a name this service may be called by, besides loopback', collect)
    .option('--log-level <level>', 'least severity of the log (default info)')
    .addOption(new Option('--sample', 'play the sample project in a throw-away data folder').hideHelp());
}

export function connected(command: Command): Command {
  return command
    .option('--url <url>', 'address of the service (default: the one running on the data folder)')
    .option('--data <folder>', 'data folder (default: the platform’s)')
    .option('--token-file <file>', 'file that holds the API token');
}

function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError('A whole number was expected.');
  }
  return Number(text);
}

/** The arguments of `up` that `start` understands too. */
function argumentsOf(command: Command): string[] {
  const all = process.argv.slice(2);
  const own = all.slice(all.indexOf(command.name()) + 1);
  return own.filter((argument) => argument !== '--detach' && argument !== '-d');
}
