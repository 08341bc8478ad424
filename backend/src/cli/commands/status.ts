import { formatDuration } from '../../config/duration.ts';
import { type ReadyReport } from '../../service/readiness.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { heldUpBy } from '../../service/held-up-by.ts';
import { nothingCanStart, type ProjectStatus, statusReport } from '../../service/status-report.ts';
import { type ConnectionOptions, dataFolderOf, ServiceClient } from '../client.ts';
import { executedRuns } from '../executed-runs.ts';
import { bar, clean, paint, say, table, warn } from '../output.ts';
import { printRun } from '../print-run.ts';
import { readResources, type Resources } from '../resources.ts';

export interface StatusOptions extends ConnectionOptions {
  format: 'text' | 'json';
  project?: string;
  detailed?: boolean;
  includeResources?: boolean;
}

/** What every project is doing, and the runs of `execute` on this machine; those also where no service runs. */
export async function status(options: StatusOptions): Promise<void> {
  const client = new ServiceClient(options);
  const now = Date.now();
  const detailed = options.detailed ?? false;
  const asked = await askService(client, options).catch((error: unknown) => {
    if (error instanceof ExitError && error.exitCode === EXIT.unavailable) {
      return { unavailable: error };
    }
    throw error;
  });
  const named = 'projects' in asked ? asked.projects[0]?.project.id : undefined;
  const project = options.project === undefined ? undefined : String(named ?? options.project);
  const { runs, problems } = executedRuns(dataFolderOf(options), {
    resources: options.includeResources ?? false,
    ...(project === undefined ? {} : { project }),
  });
  if ('unavailable' in asked && runs.length === 0) {
    throw asked.unavailable;
  }
  const service = 'unavailable' in asked ? undefined : asked;
  if (options.format === 'json') {
    const { projects = [], health, resources } = service ?? {};
    const url = service ? client.url : null;
    say(JSON.stringify({ url, at: now, projects, health, resources, runs, problems }, null, 2));
    return;
  }
  if ('unavailable' in asked) {
    warn(`${asked.unavailable.message} What was executed here is known without it.`);
  }
  if (service?.projects.length === 0) {
    say(`The service at ${client.url} runs, but knows no project yet. Start it with --project FOLDER.`);
  }
  service?.projects.forEach((one) => printProject(one, now, detailed));
  runs.filter(({ pid }) => pid !== null || detailed || !service).forEach((run) => printRun(run, now, detailed));
  problems.forEach((problem) => warn(clean(problem)));
  service?.health?.dependencies.forEach(({ name, state, text }) => say(`${mark(state)} ${name}: ${clean(text)}`));
  if (service?.resources) {
    printResources(service.resources);
  }
}

async function askService(
  client: ServiceClient,
  options: StatusOptions
): Promise<{ projects: ProjectStatus[]; health: ReadyReport | undefined; resources: Resources | undefined }> {
  const projects = await statusReport(client, options.project);
  if (projects.length === 0 && options.project !== undefined) {
    throw new ExitError(EXIT.failed, `The service at ${client.url} knows no project “${options.project}”.`);
  }
  const health = options.detailed
    ? await client.json<ReadyReport>('/health/ready', undefined, { accept: [503] })
    : undefined;
  const resources = options.includeResources ? readResources(await client.text('/metrics')) : undefined;
  return { projects, health, resources };
}

export function mark(state: string): string {
  return state === 'ok' ? paint('green', '✓') : state === 'degraded' ? paint('yellow', '!') : paint('red', '✗');
}

function printProject({ project, status: row, problem }: ProjectStatus, now: number, detailed: boolean): void {
  const tag = row?.tag ?? project.currentTag;
  say(
    `${paint('bold', clean(project.name))}  ${paint('gray', `${clean(project.id)}${tag ? `, tag ${clean(tag)}` : ''}`)}`
  );
  if (!row) {
    say(`  ${clean(problem ?? 'not read yet')}\n`);
    return;
  }
  const progress = Number(row.progress ?? 0);
  say(`  ${bar(progress)} ${Math.round(progress * 100)} %  ${counts(row)}`);
  for (const one of list(row.problems)) {
    say(`  ${paint('yellow', '!')} ${clean(one.input)}: ${clean(one.problem)}`);
  }
  const facts = [['Finish', eta(row, now)]];
  if (Number(row.costUsd) > 0) {
    facts.push(['Cost', `$${Number(row.costUsd).toFixed(2)}`]);
  }
  if (typeof row.autonomyScore === 'number') {
    facts.push(['Autonomy', `${Math.round(row.autonomyScore * 100)} %`]);
  }
  table(facts).forEach((line) => say(`  ${line}`));
  const most = detailed ? 50 : 3;
  printTasks('Running', row.running, most, (task) =>
    [clean(task.agent), typeof task.sinceMs === 'number' ? `for ${formatDuration(task.sinceMs)}` : '']
      .filter(Boolean)
      .join(', ')
  );
  printTasks('Silent', row.stuck, most, (task) => `for ${formatDuration(Number(task.silentMs ?? 0))}`);
  printTasks('Next', row.ready, most, (task) => clean(task.priority));
  if (detailed) {
    printTasks('Waiting', row.waiting, most, (task) => clean(heldUpBy(task.waitsFor)));
  }
  say();
}

function counts(row: Record<string, unknown>): string {
  const parts: Array<[string, unknown]> = [
    ['done', row.done],
    ['in progress', row.inProgress],
    ['review', row.review],
    ['blocked', row.blocked],
    ['pending', row.pending],
  ];
  return parts
    .filter(([name, count]) => Number(count) > 0 || name === 'done')
    .map(([name, count]) => `${Number(count ?? 0)} ${name}`)
    .join(', ');
}

function eta(row: Record<string, unknown>, now: number): string {
  if (nothingCanStart(row)) {
    return 'not in sight: nothing runs and nothing can start, all open tasks wait (--detailed shows for what)';
  }
  const at = (value: unknown): string => `in ${formatDuration(Math.max(0, Number(value) - now))}`;
  if (!row.etaP50) {
    return clean(row.etaBasis) || 'unknown';
  }
  return row.etaP80 ? `${at(row.etaP50)} (80 % sure: ${at(row.etaP80)})` : at(row.etaP50);
}

function printTasks(
  title: string,
  cell: unknown,
  most: number,
  remark: (task: Record<string, unknown>) => string
): void {
  const tasks = list(cell);
  if (tasks.length === 0) {
    return;
  }
  say(`  ${paint('bold', title)}`);
  const rows = tasks
    .slice(0, most)
    .map((task) => [`    ${clean(task.taskId)}`, clean(task.title).slice(0, 70), paint('gray', remark(task))]);
  table(rows).forEach((line) => say(line));
  if (tasks.length > most) {
    say(paint('gray', `    and ${tasks.length - most} more`));
  }
}

function list(cell: unknown): Array<Record<string, unknown>> {
  return Array.isArray(cell) ? (cell as Array<Record<string, unknown>>) : [];
}

function printResources({ utilization, memoryBytes }: Resources): void {
  const rows = [
    ...Object.entries(utilization).map(([name, value]) => [name, `${value.toFixed(1)} %`]),
    ...Object.entries(memoryBytes).map(([name, value]) => [
      `memory of ${name}`,
      `${(value / 1024 ** 2).toFixed(0)} MB`,
    ]),
  ];
  table(rows).forEach((line) => say(line));
}
