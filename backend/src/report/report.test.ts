import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TaskDefinition } from '#contract/events.ts';
import { RunLog } from '../execution/log/run-log.ts';
import { makeRunFolder, runFolder } from '../execution/runner/run-folder.ts';
import { DEFAULT_CONFIG } from '../execution/state/config.ts';
import { type RunFact, type RunRecord } from '../execution/state/records.ts';
import { buildReport } from './build-report.ts';
import { reportCsv } from './csv.ts';
import { chooseGraph } from './html/graph-choice.ts';
import { html } from './html/escape.ts';
import { reportHtml } from './html/page.ts';
import { findBrowser, printPdf } from './pdf.ts';
import { readReport } from './read-report.ts';
import { renderInThread } from './render-in-thread.ts';

const BEGUN = Date.UTC(2026, 10, 21, 9, 0, 0);
const task = (taskId: string, more: Partial<TaskDefinition> = {}): TaskDefinition => ({
  taskId,
  position: 0,
  title: `Title ${taskId}`,
  status: 'pending',
  dependencies: [],
  ...more,
});
const on = (...ids: string[]) => ({ dependencies: ids.map((taskId) => ({ raw: taskId, taskId, resolved: true })) });
const started = (run: string, tasksFile: string): RunFact => ({
  type: 'run.started',
  run,
  project: 'shop-1',
  tag: 'master',
  tasksFile,
  config: { ...DEFAULT_CONFIG, executor: 'claude', autonomous: true, parallel: 2 },
});

/** Facts, each some seconds after the one before. */
function records(facts: ReadonlyArray<[seconds: number, fact: RunFact]>): RunRecord[] {
  let at = BEGUN;
  return facts.map(([seconds, fact], seq) => ({ seq: seq + 1, at: (at += seconds * 1000), ...fact }));
}

const failure = { class: 'transient', kind: 'rate-limit', text: 'Slow down <b>' } as const;
const STORY: ReadonlyArray<[number, RunFact]> = [
  [0, started('r1', '/p/tasks.json')],
  [0, { type: 'attempt.started', taskId: '1', attempt: 1 }],
  [
    10,
    {
      type: 'attempt.failed',
      taskId: '1',
      attempt: 1,
      durationMs: 10_000,
      costUsd: 0.1,
      failure,
      retryAt: BEGUN + 14_000,
    },
  ],
  [4, { type: 'attempt.started', taskId: '1', attempt: 2 }],
  [20, { type: 'attempt.succeeded', taskId: '1', attempt: 2, durationMs: 20_000, costUsd: 0.4 }],
  [0, { type: 'attempt.started', taskId: '2', attempt: 1 }],
  [0, { type: 'attempt.started', taskId: '3', attempt: 1 }],
  [6, { type: 'run.paused', actor: 'ada', reason: 'lunch' }],
  // Killed, and taken up again an hour later.
  [3600, { type: 'run.resumed', actor: 'cli:ada', config: DEFAULT_CONFIG, from: 'cp-0000000005' }],
  [1, { type: 'attempt.lost', taskId: '3', attempt: 1, reason: 'gone', retryAt: 0 }],
  [1, { type: 'attempt.succeeded', taskId: '2', attempt: 1, durationMs: 5_000, costUsd: 0 }],
  [0, { type: 'attempt.started', taskId: '3', attempt: 2 }],
  [
    2,
    {
      type: 'attempt.failed',
      taskId: '3',
      attempt: 2,
      durationMs: 2_000,
      costUsd: 0,
      failure: { class: 'permanent', kind: 'auth', text: 'No key' },
    },
  ],
  [0, { type: 'run.ended', reason: 'nothing left that can run' }],
];
const TASKS = [task('1'), task('2', on('1')), task('3'), task('4', on('3')), task('5', { status: 'done' })];

describe('a report', () => {
  const report = buildReport(records(STORY), TASKS);

  it('counts what was to do, what became of it, and the time something worked on it', () => {
    expect(report.totals).toMatchObject({ done: 2, failed: 1, open: 1, attempts: 5, transient: 1, recovered: 1 });
    expect(report.totals.costUsd).toBeCloseTo(0.5);
    expect(report.activeMs).toBe(40_000 + 4_000);
    expect(report.stretches).toHaveLength(2);
    expect(report).toMatchObject({ endReason: 'nothing left that can run', previous: null, notes: [] });
    expect(report.interventions.map(({ text }) => text)).toEqual([
      'Paused by ada: lunch',
      'Taken up again by cli:ada, from checkpoint cp-0000000005',
    ]);
  });

  it('says of every failure what was done about it', () => {
    expect(report.failures.map(({ done }) => done)).toEqual([
      'tried again after 4s and was done in the end',
      'given up; what does not depend on it went on',
    ]);
    expect(report.kinds).toEqual([
      { kind: 'auth', class: 'permanent', attempts: 1, tasks: 1, recovered: 0 },
      { kind: 'rate-limit', class: 'transient', attempts: 1, tasks: 1, recovered: 1 },
    ]);
    expect(report.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'ok', 'ok', 'lost', 'failed']);
  });

  it('finds the chain that took longest, by work that was done', () => {
    expect(report.chain).toEqual({
      links: [
        { taskId: '1', title: 'Title 1', durationMs: 30_000 },
        { taskId: '2', title: 'Title 2', durationMs: 5_000 },
      ],
      totalMs: 35_000,
    });
    const circle = [task('1', on('2')), task('2', on('1'))];
    expect(buildReport(records(STORY), circle).chain.links).toHaveLength(1);
  });

  it('is one page without scripts and network, every text escaped', () => {
    const page = reportHtml(buildReport(records(STORY), [task('1', { title: '<script>alert(1)</script>' })]), '1.0.0');
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|src=|@import|url\((?!#)/i);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('Slow down &lt;b&gt;');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`<p title="${text}">${text}</p>`.text).toMatch(/^<p title="[^<>"']*">[^<>"']*<\/p>$/);
      })
    );
  });

  it('as CSV never holds a formula, and every row is whole', () => {
    const csv = reportCsv(buildReport(records(STORY), [task('1', { title: '=cmd|"/c calc"!A1,\nb' }), task('2')]));
    expect(csv.split('\r\n')[1]).toMatch(/^1,"'=cmd\|""\/c calc""!A1,\nb",done,yes,2,2026-11-21T09:00:00.000Z,/);
  });
});

it('a thousand tasks stay legible: what matters is drawn, a line for what ran at once', () => {
  const ids = Array.from({ length: 1000 }, (_, at) => String(at + 1));
  const tasks = ids.map((id, at) => task(id, at % 3 === 0 ? {} : on(String(at))));
  const facts: Array<[number, RunFact]> = [[0, started('r1', '/p/tasks.json')]];
  for (const taskId of ids) {
    facts.push([0, { type: 'attempt.started', taskId, attempt: 1 }]);
    facts.push([1, { type: 'attempt.succeeded', taskId, attempt: 1, durationMs: 1000, costUsd: 0 }]);
  }
  const report = buildReport(records(facts), tasks);
  const choice = chooseGraph(report);
  expect(choice.tasks.length).toBeLessThanOrEqual(160);
  expect(choice.note).toContain('of 1000 tasks');
  const page = reportHtml(report, '1.0.0');
  expect(page).toContain('on as few lines as ran at once');
  expect(page.length).toBeLessThan(1_000_000);
  const nested = [...ids.slice(0, 100).map((id) => task(id)), ...ids.map((id) => task(`1.${id}`, { parentId: '1' }))];
  expect(chooseGraph(buildReport(records(facts.slice(0, 1)), nested)).tasks).toHaveLength(100);
});

describe('in a data folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'report-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (run: string, facts: ReadonlyArray<[number, RunFact]>, file: string) => {
    const place = runFolder(folder, run);
    makeRunFolder(place);
    const { log } = RunLog.open(place.logFile);
    facts.forEach(([, fact]) => log.append(fact.type === 'run.started' ? started(run, file) : fact));
    log.close();
  };

  it('is compared with the run before it, and made in a thread for the service', async () => {
    const file = join(folder, 'tasks.json');
    writeFileSync(file, JSON.stringify({ tasks: [{ id: 1, title: 'Only', status: 'done', dependencies: [] }] }));
    write('r0', STORY.slice(0, 5), file);
    await new Promise((done) => setTimeout(done, 5)); // runs begin at different milliseconds
    write('r1', STORY, file);
    expect(readReport(folder, 'r1').previous).toMatchObject({ run: 'r0', done: 1, attempts: 2 });
    expect(readReport(folder, 'r0').previous).toBeNull();
    const request = { dataDir: folder, run: 'r1', format: 'html', version: '1.0.0' } as const;
    expect(await renderInThread(request)).toContain('<title>Run r1</title>');
    await expect(renderInThread({ ...request, run: 'nobody' })).rejects.toThrow('knows a run nobody');
  });

  it('is printed where there is a Chromium', async ({ skip }) => {
    const browser = findBrowser(process.env);
    expect(findBrowser({ PATH: folder })).toBe(existingApp());
    expect(findBrowser({ CHROMIUM: join(folder, 'none') })).toBeUndefined();
    if (browser === undefined) {
      skip('no Chromium here');
    }
    const pdf = join(folder, 'report.pdf');
    await printPdf(browser!, reportHtml(buildReport(records(STORY), TASKS), '1.0.0'), pdf);
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
    await expect(printPdf('/bin/false', '<p>', join(folder, 'no.pdf'))).rejects.toThrow('could not print the report');
  });
});

/** On a Mac browsers are found beside the path. */
const existingApp = () => (process.platform === 'darwin' ? findBrowser({ PATH: '' }) : undefined);
