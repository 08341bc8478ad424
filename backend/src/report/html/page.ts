import { type RunReport } from '../types.ts';
import { html, Markup } from './escape.ts';
import { chooseGraph } from './graph-choice.ts';
import { graphSvg } from './graph-svg.ts';
import { cards, chainSection, failureSection, interventionSection, previousSection, taskSection } from './sections.ts';
import { STYLE } from './style.ts';
import { timelineSvg } from './timeline-svg.ts';
import { instant } from './words.ts';

/** A report as one HTML page: no scripts, no network, text escaped. */
export function reportHtml(report: RunReport, version: string): string {
  const { run, project, tag, executor, startedAt, endedAt, endReason, notes } = report;
  const timeline = timelineSvg(report);
  const choice = chooseGraph(report);
  const graph = graphSvg(report, choice);
  const ended =
    endedAt === null
      ? 'it has not ended'
      : `it ended ${instant(endedAt)}: ${endReason ?? 'for no reason that was kept'}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Run ${run}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <h1>Run ${run}</h1>
        <p>Project ${project}, tag ${tag}, executor ${executor}${report.verified ? ', each task verified' : ''}.</p>
        <p>It began ${instant(startedAt)}; ${ended}.</p>
        ${notes.map((note) => html`<p class="note">${note}</p>`)} ${cards(report)}
        <h2>Timeline</h2>
        <p class="key quiet">${key()}</p>
        <div class="scroll">${timeline.picture}</div>
        <p class="quiet">${timeline.caption} Times are UTC.</p>
        <h2>Slowest chain</h2>
        ${chainSection(report)}
        <h2>Failures and what was done about them</h2>
        ${failureSection(report)}
        <h2>People and limits</h2>
        ${interventionSection(report)}
        <h2>Compared with the run before</h2>
        ${previousSection(report)}
        <h2>Dependencies</h2>
        <p class="quiet">${choice.note ?? 'All tasks.'} Thick: the slowest chain. Dashed: not executed in this run.</p>
        <div class="scroll">${graph ?? html`<p>There are no tasks to draw.</p>`}</div>
        <h2>Tasks</h2>
        ${taskSection(report)}
        <p class="quiet">Task-Master Observability ${version}</p>
      </body>
    </html>`;
  return `${page.text.trim()}\n`;
}

const KEY = [
  ['ok', 'succeeded'],
  ['bad', 'failed'],
  ['lost', 'lost, begun anew'],
  ['run', 'still running'],
] as const;

const key = () => KEY.map(([color, text]) => html`<span><i style="background: var(--${color})"></i>${text}</span>`);
