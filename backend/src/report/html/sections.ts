import { type RunReport } from '../types.ts';
import { html, type Markup } from './escape.ts';
import { clock, cut, duration, instant, money, outcomeText } from './words.ts';

/** Failures listed; all are in the CSV and JSON. */
const MOST_FAILURES = 300;

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`);

/** The answers first: how much of it is done, how long, how dear, how safe. */
export function cards(report: RunReport): Markup {
  const { totals, activeMs, stretches } = report;
  const executed = totals.done + totals.failed + totals.skipped + totals.open;
  const retried = report.attempts.filter(({ attempt }) => attempt > 1).length;
  return html`<div class="cards">
    <div class="card">
      <b>${totals.done} of ${executed}</b><span class="quiet">tasks that were to do are done</span>
    </div>
    <div class="card"><b>${totals.failed}</b><span class="quiet">failed for good</span></div>
    <div class="card">
      <b>${duration(activeMs)}</b
      ><span class="quiet">worked on${stretches.length > 1 ? `, in ${stretches.length} stretches` : ''}</span>
    </div>
    <div class="card">
      <b>${activeMs > 0 ? (totals.workedMs / activeMs).toFixed(1) : '–'}</b
      ><span class="quiet"
        >attempts at once on average${report.parallel === null ? '' : `, ${report.parallel} allowed`}</span
      >
    </div>
    <div class="card"><b>${totals.attempts}</b><span class="quiet">attempts, ${retried} of them repeated</span></div>
    <div class="card">
      <b>${percent(totals.recovered, totals.transient)}</b><span class="quiet">${recovery(totals)}</span>
    </div>
    <div class="card"><b>${money(totals.costUsd)}</b><span class="quiet">as executors reported it</span></div>
    <div class="card"><b>${report.checkpoints}</b><span class="quiet">checkpoints saved</span></div>
  </div>`;
}

const recovery = ({ recovered, transient }: RunReport['totals']): string =>
  transient === 0
    ? 'recovered; no task met a passing failure'
    : `recovered: ${recovered} of ${transient} tasks with a passing failure`;

/** What took longest one after the other. */
export function chainSection({ chain, activeMs }: RunReport): Markup {
  return chain.links.length === 0
    ? html`<p class="quiet">No task took any time.</p>`
    : html`<p>
          ${duration(chain.totalMs)} of work one after the other, ${percent(chain.totalMs, activeMs)} of the run:
          however many run at once, it takes no less.
        </p>
        <ol class="chain">
          ${chain.links.map(
            ({ taskId, title, durationMs }) =>
              html`<li>${taskId} ${title} <span class="quiet">${duration(durationMs)}</span></li>`
          )}
        </ol>`;
}

export function failureSection({ failures, kinds }: RunReport): Markup {
  if (failures.length === 0) {
    return html`<p>No attempt failed.</p>`;
  }
  const left = failures.length - MOST_FAILURES;
  return html`<table>
      <thead>
        <tr>
          <th>Kind</th>
          <th>Class</th>
          <th class="n">Attempts</th>
          <th class="n">Tasks</th>
          <th class="n">Done in the end</th>
        </tr>
      </thead>
      <tbody>
        ${kinds.map(
          (one) =>
            html`<tr>
              <td>${one.kind}</td>
              <td>${one.class}</td>
              <td class="n">${one.attempts}</td>
              <td class="n">${one.tasks}</td>
              <td class="n">${one.recovered}</td>
            </tr>`
        )}
      </tbody>
    </table>
    <h3>Each of them</h3>
    <table>
      <thead>
        <tr>
          <th>When</th>
          <th>Task</th>
          <th class="n">Attempt</th>
          <th>What</th>
          <th>What was done</th>
        </tr>
      </thead>
      <tbody>
        ${failures.slice(0, MOST_FAILURES).map(
          (one) =>
            html`<tr>
              <td>${clock(one.at)}</td>
              <td>${one.taskId}</td>
              <td class="n">${one.attempt}</td>
              <td>${cut(one.text, 300)}</td>
              <td>${one.done}</td>
            </tr>`
        )}
      </tbody>
    </table>
    ${left > 0 ? html`<p class="quiet">and ${left} more, in the CSV and JSON forms of this report.</p>` : ''}`;
}

export function interventionSection({ interventions }: RunReport): Markup {
  return interventions.length === 0
    ? html`<p>Nobody and no limit stepped in.</p>`
    : html`<table>
        <tbody>
          ${interventions.map(
            ({ at, text }) =>
              html`<tr>
                <td>${instant(at)}</td>
                <td>${text}</td>
              </tr>`
          )}
        </tbody>
      </table>`;
}

export function previousSection(report: RunReport): Markup {
  const { previous, totals } = report;
  if (!previous) {
    return html`<p class="quiet">No run over the same tasks before this one is kept here.</p>`;
  }
  const row = (name: string, before: string, now: string) =>
    html`<tr>
      <td>${name}</td>
      <td class="n">${before}</td>
      <td class="n">${now}</td>
    </tr>`;
  return html`<table>
    <thead>
      <tr>
        <th></th>
        <th class="n">${instant(previous.startedAt)}</th>
        <th class="n">This run</th>
      </tr>
    </thead>
    <tbody>
      ${row('Executor', previous.executor, report.executor)}
      ${row('Tasks done', String(previous.done), String(totals.done))}
      ${row('Failed for good', String(previous.failed), String(totals.failed))}
      ${row('Attempts', String(previous.attempts), String(totals.attempts))}
      ${row('Attempts a task done', ratio(previous.attempts, previous.done), ratio(totals.attempts, totals.done))}
      ${row('Worked on', duration(previous.activeMs), duration(report.activeMs))}
      ${row('Cost', money(previous.costUsd), money(totals.costUsd))}
      ${row('Cost a task done', each(previous.costUsd, previous.done), each(totals.costUsd, totals.done))}
    </tbody>
  </table>`;
}

const ratio = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(2));
const each = (usd: number, count: number): string => (count === 0 ? '–' : money(usd / count));

/** Every task the run had to do with, the dearest and longest first where they were executed. */
export function taskSection({ tasks }: RunReport): Markup {
  const executed = tasks.filter(({ outcome }) => !outcome.startsWith('file:'));
  const others = tasks.length - executed.length;
  return html`<table>
      <thead>
        <tr>
          <th>Task</th>
          <th>Title</th>
          <th>Outcome</th>
          <th class="n">Attempts</th>
          <th class="n">Began</th>
          <th class="n">Worked</th>
          <th class="n">Cost</th>
        </tr>
      </thead>
      <tbody>
        ${executed.map(
          (task) =>
            html`<tr>
              <td>${task.taskId}</td>
              <td>${cut(task.title, 120)}</td>
              <td class="${task.outcome}">${outcomeText(task.outcome)}</td>
              <td class="n">${task.attempts}</td>
              <td class="n">${task.startedAt === null ? '–' : clock(task.startedAt)}</td>
              <td class="n">${duration(task.workedMs)}</td>
              <td class="n">${money(task.costUsd)}</td>
            </tr>`
        )}
      </tbody>
    </table>
    ${others > 0 ? html`<p class="quiet">${others} more tasks of the file were not executed in this run.</p>` : ''}`;
}
