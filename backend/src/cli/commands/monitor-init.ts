import { join, resolve } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { identifyProject } from '../../ingest/project-id.ts';
import { applyRemoval, applySetUp, type Plan, planRemoval, planSetUp } from '../../monitor-init/plan.ts';
import { HOOK_PROGRAM, type Wanted, wantedSettings } from '../../monitor-init/settings.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { type ConnectionOptions, dataFolderOf, ServiceClient } from '../client.ts';
import { confirm } from '../confirm.ts';
import { installHookProgram } from '../hook-program.ts';
import { clean, paint, say } from '../output.ts';

export interface MonitorInitOptions extends ConnectionOptions {
  yes?: boolean;
  remove?: boolean;
  dryRun?: boolean;
}

/** Makes Claude Code in a project report to the service, or takes that back; shows the difference first. */
export async function monitorInit(folder: string | undefined, options: MonitorInitOptions): Promise<void> {
  const project = identifyProject(resolve(folder ?? '.'));
  if (!project) {
    throw new ExitError(EXIT.noInput, `There is no folder ${resolve(folder ?? '.')}.`);
  }
  const dataDir = dataFolderOf(options);
  const client = new ServiceClient(options);
  const program = join(dataDir, 'bin', HOOK_PROGRAM);
  const wanted = wantedSettings({
    url: client.url,
    project: project.id,
    command: `sh ${quote(program)} ${quote(join(dataDir, 'spool'))}`,
    token: client.token,
  });
  const file = join(project.path, '.claude', 'settings.local.json');
  const plan = options.remove ? planRemoval(file, dataDir, wanted) : planSetUp(file, dataDir, wanted);
  if (plan.before === plan.after) {
    say(options.remove ? `Nothing of ours is in ${file}.` : `${file} is set up already.`);
    return;
  }
  show(plan, client.token);
  if (options.dryRun) {
    return;
  }
  if (!options.yes && !(await confirm(`Write ${file}?`))) {
    throw new ExitError(EXIT.failed, 'Nothing was changed.');
  }
  write(plan, dataDir, wanted, options.remove ?? false);
  say(
    options.remove
      ? `${file} is as it was. Claude Code sessions that are open keep the old settings until they end.`
      : `Claude Code in ${project.path} reports to ${client.url} from its next session on. Take it back with --remove.`
  );
}

function write(plan: Plan, dataDir: string, wanted: Wanted, remove: boolean): void {
  if (remove) {
    applyRemoval(plan, dataDir);
  } else {
    installHookProgram(dataDir);
    applySetUp(plan, dataDir, wanted);
  }
}

function show(plan: Plan, token: string | undefined): void {
  const patch = createTwoFilesPatch(plan.file, plan.file, plan.before ?? '', plan.after ?? '', undefined, undefined, {
    context: 2,
  });
  for (const line of patch.split('\n').slice(1)) {
    const shown = token ? line.replaceAll(token, '[token]').replaceAll(encodeURIComponent(token), '[token]') : line;
    const style = line.startsWith('+')
      ? 'green'
      : line.startsWith('-')
        ? 'red'
        : line.startsWith('@')
          ? 'cyan'
          : 'reset';
    say(paint(style, clean(shown)));
  }
  for (const { name, value } of plan.kept) {
    say(
      `${paint('yellow', '!')} ${name} is “${clean(value)}” already and stays so${name === 'OTEL_EXPORTER_OTLP_ENDPOINT' ? ': telemetry goes there and not here. Point it here and pass it on with --forward-otlp to have both' : ''}.`
    );
  }
}

/** One word of a POSIX shell. */
function quote(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
