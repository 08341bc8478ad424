import { toDataFrame } from '@grafana/data';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../data/rows.ts';
import { type EventRow, type RunRow, type StatusRow, type TaskRow, type TimelineRow } from '../rows.ts';
import { etaClock, etaDistance, etaView } from './eta-model.ts';
import { EVENT_GROUPS, toneOf } from './events-model.ts';
import { nextTasks } from './next-model.ts';
import { nowView, paceOf } from './now-model.ts';
import { progressView } from './progress-model.ts';
import { newestRun, runChoices } from './run-choice-model.ts';
import { rowId, standing, taskIdOf } from './selection-model.ts';
import { slowestChain } from './slowest-chain.ts';
import { listFilters, type ListOptions, listTasks } from './task-list-model.ts';
import { troubleView } from './trouble-model.ts';

function golden<T extends object>(name: string): T[] {
  const path = new URL(`../../../../contract/golden/${name}.json`, import.meta.url);
  const { results } = JSON.parse(readFileSync(path, 'utf8')) as { results: Record<string, { frames: object[] }> };
  return rowsOf<T>(toDataFrame(Object.values(results)[0]!.frames[0]!));
}
const status = golden<StatusRow>('status')[0]!;
const tasks = golden<TaskRow>('tasks');
const runs = golden<RunRow>('runs');
const MINUTE = 60_000;

describe('what runs now', () => {
  it('names task, agent, beginning and the time it is expected to take', () => {
    const { running, idle } = nowView(status);
    expect(idle).toBeUndefined();
    expect(running.map(({ taskId, agent }) => [taskId, agent])).toEqual([
      ['3.2', 'backend-agent'],
      ['4.2', 'pages-agent'],
    ]);
    expect(running[0]!.since).toBe(status.time - 2_100_000);
    expect(paceOf(running[0]!, status.time)).toMatchObject({ elapsedMs: 2_100_000, over: false });
    expect(paceOf(running[0]!, status.time + 10 * MINUTE).over).toBe(true);
    expect(paceOf({ since: null, expectedMs: 5 }, 0)).toEqual({ elapsedMs: null, share: null, over: false });
  });

  it('says why nothing runs', () => {
    const idleOf = (change: Partial<StatusRow>) => nowView({ ...status, running: [], ...change }).idle!;
    expect(idleOf({}).text).toBe('Next would be 7 Import the old spreadsheet.');
    expect(idleOf({ ready: [], etaBasis: 'Nothing can go on.' }).text).toBe('Nothing can go on.');
    expect(idleOf({ done: status.total }).title).toBe('Everything is finished');
    expect(idleOf({ total: 0, done: 0 }).title).toBe('No tasks yet');
  });
});

describe('progress', () => {
  it('counts every task once', () => {
    const { segments, done, total, aside } = progressView(status);
    expect([done, total, aside]).toEqual([6, 19, '1 deferred, 1 cancelled']);
    expect(segments.reduce((sum, { count }) => sum + count, 0)).toBe(19);
    expect(segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(segments[0]!.status).toBe('done');
  });
});

describe('the forecast', () => {
  it('is a range, or says why there is none', () => {
    expect(etaView(status)).toMatchObject({ kind: 'range', p50: status.etaP50, p80: status.etaP80 });
    expect(etaView({ ...status, etaP50: null })).toEqual({ kind: 'unknown', why: status.etaBasis });
    expect(etaView({ ...status, done: 19 })).toEqual({ kind: 'done' });
    expect(etaView({ ...status, total: 0, done: 0 })).toEqual({ kind: 'empty' });
  });

  it.each([
    [25 * MINUTE, 50 * MINUTE, 'in 25–50 min'],
    [MINUTE, 3 * MINUTE, 'in 60 s – 3 min'],
    [60 * MINUTE, 100 * MINUTE, 'in 60 min – 1.5 h'],
    [5 * MINUTE, 5 * MINUTE, 'in 5 min'],
    [-MINUTE, 5 * MINUTE, 'within 5 min'],
    [-2 * MINUTE, -MINUTE, 'any moment'],
    [50 * 60 * MINUTE, 80 * 60 * MINUTE, 'in 2–3 d'],
  ])('%d to %d ms away is "%s"', (p50, p80, text) => {
    expect(etaDistance(p50, p80, 0)).toBe(text);
  });

  it('names the day only where it is another one', () => {
    const noon = new Date(2026, 10, 20, 12).getTime();
    expect(etaClock(noon + 60 * MINUTE, noon)).toMatch(/^\d/);
    expect(etaClock(noon + 30 * 60 * MINUTE, noon)).toMatch(/21/);
  });
});

describe('what is stuck or blocked', () => {
  it('tells circles, missing tasks and marked ones from ordinary waiting', () => {
    const { troubles, waiting } = troubleView(status, tasks);
    expect(troubles.map(({ kind, taskId }) => [kind, taskId])).toEqual([
      ['circle', '8'],
      ['missing', '6'],
      ['blocked', '10'],
    ]);
    expect(troubles[0]!.why).toContain('8 and 9 wait for each other');
    expect(troubles[1]!.why).toContain('99');
    expect(waiting).toBe(status.waiting.length - 4);
  });

  it('puts silent agents and unreadable inputs first', () => {
    const sick = {
      ...status,
      stuck: [{ taskId: '3.2', title: 'x', silentMs: 20 * MINUTE }],
      problems: [{ input: 'tasks.json', problem: 'Not JSON.', since: status.time - MINUTE }],
    };
    const { troubles } = troubleView(sick, tasks);
    expect(troubles.slice(0, 2)).toMatchObject([
      { kind: 'input', forMs: MINUTE },
      { kind: 'silent', taskId: '3.2', forMs: 20 * MINUTE },
    ]);
  });

  it('calls nothing missing before the tasks are known', () => {
    expect(troubleView(status, []).troubles.map(({ kind }) => kind)).toEqual(['circle']);
  });
});

describe('lists', () => {
  const options: ListOptions = { search: '', show: [], sort: 'order', descending: false };
  const ids = (change: Partial<ListOptions>) =>
    listTasks(tasks, { ...options, ...change }).map(({ task }) => task.taskId);

  it('what can start, with what each is expected to take', () => {
    expect(nextTasks(status, tasks)).toEqual([
      {
        taskId: '7',
        title: 'Import the old spreadsheet',
        priority: 'medium',
        expectedMs: expect.any(Number) as number,
      },
    ]);
  });

  it('searches, filters and sorts tasks; the unknown stands last either way', () => {
    expect(ids({})).toEqual(tasks.map(({ taskId }) => taskId));
    expect(ids({ search: '3.2' })).toEqual(['3.2']);
    expect(ids({ show: ['in-progress'] })).toEqual(['3', '3.2', '4', '4.2']);
    expect(ids({ show: ['ready'] })).toContain('7');
    const byTime = listTasks(tasks, { ...options, sort: 'duration', descending: true }).map(
      ({ task }) => task.durationMs
    );
    const known = byTime.filter((ms) => ms !== null);
    expect(known).toEqual([...known].sort((a, b) => b - a));
    expect(byTime.slice(known.length).every((ms) => ms === null)).toBe(true);
    expect(ids({ sort: 'duration' }).at(-1)).toBe(ids({ sort: 'duration', descending: true }).at(-1));
    expect(ids({ sort: 'cost', descending: true })[0]).toBe(
      [...tasks].sort((a, b) => b.costUsd - a.costUsd)[0]!.taskId
    );
  });

  it('offers only filters that find something', () => {
    const filters = listFilters(tasks);
    expect(filters.every(({ count }) => count > 0)).toBe(true);
    expect(filters.find(({ value }) => value === 'in-progress')).toEqual({ value: 'in-progress', count: 4 });
  });
});

describe('runs', () => {
  it('takes the open one for the newest, then what was watched, then history', () => {
    expect(newestRun(runs)?.state).toBe('open');
    const closed = runs.map((run) => ({ ...run, state: 'closed' }));
    expect(newestRun(closed)?.source).toBe('observed');
    expect(newestRun(closed.filter(({ source }) => source === 'git'))?.source).toBe('git');
    expect(newestRun([])).toBeUndefined();
  });

  it('names runs for the picker, the newest first', () => {
    const choices = runChoices(runs, 2026);
    expect(choices.map(({ value }) => value)).toEqual(runs.map(({ id }) => id));
    expect(choices[0]!.label).toMatch(/ · now$/);
    expect(choices[1]!.description).toBe('from Git history, 0 finished');
  });
});

describe('the slowest chain', () => {
  const bar = (id: string, start: number, end: number | null, dependencies: string[] = []): TimelineRow => ({
    id,
    parentId: null,
    kind: 'task',
    name: id,
    start,
    end,
    status: 'done',
    taskId: id,
    attributes: { dependencies },
  });

  it('adds up the time of tasks that depend on each other', () => {
    const chain = slowestChain(
      [bar('a', 0, 10), bar('b', 10, 40, ['a']), bar('c', 10, 35, ['a']), bar('d', 41, 50, ['b', 'c'])],
      99
    );
    expect(chain?.links.map(({ taskId }) => taskId)).toEqual(['a', 'b', 'd']);
    expect(chain?.totalMs).toBe(49);
  });

  it('counts what runs until now, ends in circles and knows when there is nothing', () => {
    expect(slowestChain([bar('a', 0, null)], 7)?.totalMs).toBe(7);
    expect(slowestChain([bar('a', 0, 5, ['b']), bar('b', 1, 9, ['a'])], 9)?.totalMs).toBe(13);
    expect(slowestChain([], 1)).toBeNull();
    expect(slowestChain([bar('a', 3, 3)], 3)).toBeNull();
  });

  it('is found in the golden timeline', () => {
    expect(slowestChain(golden<TimelineRow>('timeline'), status.time)!.links.length).toBeGreaterThan(1);
  });
});

describe('events and selection', () => {
  it('marks what failed and what finished', () => {
    const tone = (type: string, data: Record<string, unknown> = {}) => toneOf({ type, data });
    expect(tone('attempt.ended', { status: 'ok' })).toBe('good');
    expect(tone('attempt.ended', { status: 'error' })).toBe('bad');
    expect(tone('task.status', { to: 'blocked' })).toBe('warn');
    expect(tone('tool.ended', { success: false })).toBe('bad');
    expect(golden<EventRow>('events').map(toneOf)).toContain('good');
    expect(Object.keys(EVENT_GROUPS)[0]).toBe('all');
  });

  it('finds the task of a row, and nothing where there is none', () => {
    const [first] = tasks;
    expect(rowId(first!.project, first!.tag, first!.taskId)).toBe(first!.id);
    expect(taskIdOf(first!.project, first!.tag, first!.id)).toBe(first!.taskId);
    expect(taskIdOf('p', 'master', 'p/master/?99')).toBeUndefined();
    expect(taskIdOf('p', 'master', 'run/p.1')).toBeUndefined();
    expect(taskIdOf('p', 'master', null)).toBeUndefined();
  });

  it('says in a sentence where a task stands', () => {
    const of = (taskId: string) => standing(tasks.find((task) => task.taskId === taskId)!);
    expect(of('3.2')).toBe('backend-agent is at work on it');
    expect(of('7')).toBe('Ready to start');
    expect(of('13')).toBe('Waits for 5, 6');
  });
});
