import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type NewEvent } from '#contract/events.ts';
import { openJournal } from '../journal/journal.ts';
import { added, began, MINUTE, moved, PROJECT, START, used } from '../journal/testing/open.ts';
import { JOURNAL_FILE } from '../store/protocol.ts';
import { journalRuns } from './journal-report.ts';
import { readReport } from './read-report.ts';
import { renderReport } from './render.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'journal-report-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function write(...events: NewEvent[]): void {
  const journal = openJournal(join(data, JOURNAL_FILE), { idleGapMs: 60 * MINUTE });
  expect(journal.append(events, START).rejected).toEqual([]);
  journal.close();
}
const ended = (run: string, minutes: number): NewEvent => ({
  type: 'run.ended',
  at: START + minutes * MINUTE,
  project: PROJECT,
  run,
  source: 'api',
  data: { reason: 'closed' },
});

it('tells a run that was only watched: what was seen of it, what it cost, and the one before', () => {
  write(added('1', 'pending'), added('2', 'pending'), added('3', 'pending'));
  write(moved('1', 'in-progress', 1), moved('1', 'done', 11));
  write(ended(journalRuns(data)[0]!, 12));
  write(began('s', 200), moved('2', 'in-progress', 200), used('s', 205, { costUsd: 0.5, model: 'm', requestId: 'r' }));
  write(moved('2', 'done', 230), moved('3', 'in-progress', 231), moved('3', 'cancelled', 232));
  const [run, before] = journalRuns(data);
  expect(journalRuns(data)).toHaveLength(2);
  const report = readReport(data, run!);
  expect(report).toMatchObject({
    run,
    executor: 'watched',
    endedAt: null,
    activeMs: 32 * MINUTE,
    totals: { done: 1, skipped: 1, failed: 0, open: 0, attempts: 2, workedMs: 31 * MINUTE, costUsd: 0.5 },
    failures: [],
    previous: { run: before, done: 1, attempts: 1, activeMs: 11 * MINUTE },
  });
  expect(report.tasks.map(({ taskId, outcome, workedMs }) => [taskId, outcome, workedMs / MINUTE])).toEqual([
    ['1', 'file:done', 0],
    ['2', 'done', 30],
    ['3', 'skipped', 1],
  ]);
  const html = renderReport(data, run!, 'html', '1.0.0');
  expect(html).toContain('executor watched');
  expect(html).toContain('was not executed by this program on this machine');
  expect(renderReport(data, run!, 'csv', '1.0.0').split('\n').length).toBeGreaterThan(3);
});

it('tells failures an executor elsewhere has reported, and says plainly which run nobody knows', () => {
  const of = (type: string, minutes: number, more: Record<string, unknown>): NewEvent => ({
    ...moved('1', '', minutes, { source: 'execute', run: 'far-1' }),
    type,
    data: more,
  });
  write(
    added('1', 'pending'),
    { ...of('run.started', 0, { source: 'execute' }), taskId: undefined },
    of('attempt.started', 1, { number: 1 }),
    { ...of('attempt.ended', 2, { status: 'error', reason: 'No key', kind: 'auth', class: 'permanent' }), attempt: 1 },
    { ...of('run.paused', 3, { actor: 'ada', reason: 'lunch' }), taskId: undefined }
  );
  expect(readReport(data, 'far-1')).toMatchObject({
    executor: 'executed elsewhere',
    totals: { failed: 1, attempts: 1 },
    failures: [{ taskId: '1', attempt: 1, class: 'permanent', kind: 'auth', text: 'No key', done: 'not known' }],
    interventions: [{ text: 'Paused by ada: lunch' }],
  });
  expect(() => readReport(data, 'nobody')).toThrow('knows a run nobody');
});
