import { formatDuration } from '../../config/duration.ts';
import { heldUpBy } from '../../service/held-up-by.ts';
import { nothingCanStart, type ProjectStatus } from '../../service/status-report.ts';
import { html, type Html } from './html.ts';
import { PAGE_STYLE } from './style.ts';

const REFRESH_S = 5;

/**
 * The page for people without scripts: what every project is doing, and what is wrong with servers that telemetry is read from
 * (`troubles`, sentences). Everything from files, agents and servers is escaped.
 */
export function statusPage(projects: readonly ProjectStatus[], now: number, troubles: readonly string[] = []): string {
  const body =
    projects.length === 0
      ? html`<section>
          <h2>No project yet</h2>
          <p>
            Start the service with <code>--project FOLDER</code>, or run <code>taskmaster-observe monitor-init</code> in
            a project to hear of its agents.
          </p>
        </section>`
      : projects.map((project) => card(project, now));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <link rel="icon" href="data:," />
        <meta http-equiv="refresh" content="${REFRESH_S}" />
        <title>Task Master status</title>
        <style>
          ${PAGE_STYLE}
        </style>
      </head>
      <body>
        <main>
          <header>
            <h1>Task Master status</h1>
            <span class="soft small">as of ${clock(now)} UTC, renewed every ${REFRESH_S} s</span>
          </header>
          ${troubles.map((text) => html`<p class="problem">${text}</p>`)} ${body}
          <footer class="soft small">
            <a href="/">Graph, timeline and dashboards</a> · <a href="/health/ready">How this service is</a> ·
            <a href="/documentation">API</a>
          </footer>
        </main>
      </body>
    </html>`.text;
}

function card({ project, status, problem }: ProjectStatus, now: number): Html {
  if (!status) {
    return html`<section>
      ${heading(project)}
      <p class="problem">${problem ?? 'Its status is not known yet.'}</p>
    </section>`;
  }
  return html`<section>
    ${heading(project, status)} ${progress(status)} ${facts(project, status, now)} ${problems(project, status)}
    ${list('Running', items(status.running), (task) => running(task))}
    ${list('Without a sign of life', items(status.stuck), (task) => stuck(task))}
    ${list('Can start now', items(status.ready), (task) => html`${named(task)} <span class="soft">${task.priority}</span>`)}
    ${list('Waiting', items(status.waiting), (task) => waiting(task))}
  </section>`;
}

function heading(project: Record<string, unknown>, status?: Record<string, unknown>): Html {
  const tag = status?.tag ?? project.currentTag;
  return html`<h2>${project.name ?? project.id}</h2>
    <div class="soft small">${tag ? html`tag ${tag} · ` : undefined}${project.path}</div>`;
}

function progress(status: Record<string, unknown>): Html {
  const total = count(status.total);
  const share = (part: unknown): string => (total > 0 ? ((count(part) / total) * 100).toFixed(2) : '0');
  const open = total - count(status.done) - count(status.inProgress) - count(status.blocked);
  return html`<div class="bar" role="img" aria-label="${percent(status.progress)} finished">
      <span class="done" style="width:${share(status.done)}%"></span
      ><span class="run" style="width:${share(status.inProgress)}%"></span
      ><span class="block" style="width:${share(status.blocked)}%"></span>
    </div>
    <div class="keys">
      <span><i class="done"></i>${count(status.done)} done</span>
      <span><i class="run"></i>${count(status.inProgress)} in progress</span>
      <span><i class="block"></i>${count(status.blocked)} blocked</span>
      <span><i class="open"></i>${open} open</span>
    </div>`;
}

function facts(project: Record<string, unknown>, status: Record<string, unknown>, now: number): Html {
  const tokens = count(status.inputTokens) + count(status.outputTokens);
  const cached = count(status.cacheReadTokens) + count(status.cacheCreationTokens);
  const still = nothingCanStart(status);
  const eta = still
    ? 'not in sight'
    : status.etaP50
      ? `in ${formatDuration(Math.max(0, Number(status.etaP50) - now))}`
      : 'unknown';
  const late = still
    ? 'Nothing runs and nothing can start: all open tasks wait.'
    : status.etaP80
      ? `80 % sure: in ${formatDuration(Math.max(0, Number(status.etaP80) - now))}`
      : status.etaBasis;
  const last = project.lastActivityAt ? ago(now - Number(project.lastActivityAt)) : 'none';
  return html`<dl class="facts">
    <div>
      <dt>Finished</dt>
      <dd>${percent(status.progress)} <span class="soft small">of ${count(status.total)}</span></dd>
    </div>
    <div>
      <dt>Likely finish</dt>
      <dd>${eta}</dd>
      <span class="soft small">${late}</span>
    </div>
    <div>
      <dt>Cost</dt>
      <dd>${tokens > 0 || count(status.costUsd) > 0 ? `$${count(status.costUsd).toFixed(2)}` : 'not reported'}</dd>
      ${tokens > 0 ? html`<span class="soft small">${tokens.toLocaleString('en')} tokens${cached > 0 ? html`, and ${cached.toLocaleString('en')} of the cache` : undefined}</span>` : undefined}
    </div>
    <div>
      <dt>Last activity</dt>
      <dd>${last}</dd>
    </div>
  </dl>`;
}

function problems(project: Record<string, unknown>, status: Record<string, unknown>): Html[] {
  const found = items(status.problems).map(({ input, problem }) => `${String(input)}: ${String(problem)}`);
  if (found.length === 0 && typeof project.problem === 'string' && project.problem !== '') {
    found.push(project.problem);
  }
  return found.map((text) => html`<p class="problem">${text}</p>`);
}

function list(
  title: string,
  tasks: Array<Record<string, unknown>>,
  line: (task: Record<string, unknown>) => Html,
  most = 8
): Html | undefined {
  if (tasks.length === 0) {
    return undefined;
  }
  const rest = tasks.length - most;
  return html`<h3>${title} (${tasks.length})</h3>
    <ul>
      ${tasks.slice(0, most).map((task) => html`<li>${line(task)}</li>`)}
      ${rest > 0 ? html`<li class="soft">and ${rest} more</li>` : undefined}
    </ul>`;
}

function named(task: Record<string, unknown>): Html {
  return html`<span class="id">${task.taskId}</span>${task.title}`;
}

function running(task: Record<string, unknown>): Html {
  const since = typeof task.sinceMs === 'number' ? ` for ${formatDuration(task.sinceMs)}` : '';
  const expected = typeof task.expectedMs === 'number' ? `, usually ${formatDuration(task.expectedMs)}` : '';
  const agent = task.agent ? `${String(task.agent)}` : '';
  return html`${named(task)} <span class="soft">${agent}${since}${expected}</span>`;
}

function stuck(task: Record<string, unknown>): Html {
  const silent = typeof task.silentMs === 'number' ? `silent for ${formatDuration(task.silentMs)}` : '';
  return html`${named(task)} <span class="soft">${silent}</span>`;
}

function waiting(task: Record<string, unknown>): Html {
  return html`${named(task)} <span class="soft">${heldUpBy(task.waitsFor)}</span>`;
}

/** Cells of kind json arrive parsed, or as text from an older store. */
function items(cell: unknown): Array<Record<string, unknown>> {
  return Array.isArray(cell) ? (cell as Array<Record<string, unknown>>) : [];
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function percent(value: unknown): string {
  return `${Math.round(count(value) * 100)} %`;
}

function ago(ms: number): string {
  return ms < 2000 ? 'just now' : `${formatDuration(ms)} ago`;
}

function clock(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace('T', ' ');
}
