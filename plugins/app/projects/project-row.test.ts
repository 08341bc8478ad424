import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems.ts';
import { joinRows, pickRows, type ProjectColumns, type StatusColumns, totalsOf } from './project-row.ts';

const project = (over: Partial<ProjectColumns> = {}): ProjectColumns => ({
  id: 'shop-1',
  name: 'shop',
  path: '/home/dev/shop',
  currentTag: 'master',
  state: 'ok',
  problem: null,
  tasks: 10,
  finished: 4,
  progress: 0.4,
  running: 0,
  openRun: null,
  lastActivityAt: 1000,
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd: 1,
  ...over,
});
const status = (over: Partial<StatusColumns> = {}): StatusColumns => ({
  project: 'shop-1',
  tag: 'master',
  total: 10,
  inProgress: 0,
  review: 0,
  done: 4,
  running: [],
  ready: [{ taskId: '5', title: 'Sign-in' }],
  waiting: [],
  stuck: [],
  etaP50: null,
  etaP80: null,
  etaBasis: '',
  time: 0,
  problems: [],
  ...over,
});
const row = (p: Partial<ProjectColumns>, s?: Partial<StatusColumns>) =>
  joinRows([project(p)], s ? [status(s)] : [])[0]!;
const stuck = [{ taskId: '3.2', title: 'Write endpoints', silentMs: 1_500_000 }];

describe('what a project is doing', () => {
  it.each([
    ['idle', row({}, {})],
    ['idle', row({})],
    ['working', row({ running: 1 }, {})],
    ['stuck', row({ running: 1 }, { stuck })],
    ['broken', row({ state: 'broken', running: 1 }, { stuck })],
    ['finished', row({ finished: 10 }, { ready: [] })],
    ['review', row({}, { ready: [], review: 1 })],
    ['halted', row({}, { ready: [] })],
    ['empty', row({ tasks: 0, finished: 0, state: 'missing' }, { ready: [] })],
  ])('is %s', (doing, { doing: found }) => expect(found).toBe(doing));
});

describe('problems', () => {
  it('are told once each, with the task they are about', () => {
    const text = 'tasks.json is not JSON.';
    const found = problemsOf(
      row({ state: 'broken', problem: text }, { problems: [{ input: 'tasks.json', problem: text }], stuck })
    );
    expect(found.map(({ severity, taskId }) => [severity, taskId])).toEqual([
      ['error', undefined],
      ['warning', '3.2'],
    ]);
    expect(found[1]!.text).toContain('25 min');
  });
  it('say why nothing can go on', () => {
    const waiting = [{ taskId: '20', title: 'Gift cards', waitsFor: ['21'] }];
    const [only] = problemsOf(row({}, { ready: [], waiting }));
    expect(only).toEqual({
      severity: 'warning',
      taskId: '20',
      text: 'No open task can start. 20 Gift cards waits for 21.',
    });
  });
  it('say of a task that waits for no other that it is marked blocked', () => {
    const waiting = [{ taskId: '8', title: 'Sell it', waitsFor: [] }];
    const [only] = problemsOf(row({}, { ready: [], waiting }));
    expect(only!.text).toBe('No open task can start. 8 Sell it is marked blocked in the task file.');
  });
  it('are three at most, and say how many more there are', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({ taskId: `${i}`, title: 't', silentMs: 1 }));
    const found = problemsOf(row({ running: 9 }, { stuck: many }));
    expect(found).toHaveLength(4);
    expect(found[3]!.text).toMatch(/^6 more/);
  });
  it('are none where all is well', () => expect(problemsOf(row({}, {}))).toEqual([]));
});

describe('the list', () => {
  const rows = joinRows(
    [
      project({ id: 'a', name: 'alpha', lastActivityAt: 3, costUsd: 1, progress: 0.9 }),
      project({ id: 'b', name: 'beta', lastActivityAt: 2, costUsd: 5, progress: 0.1, running: 1 }),
      project({ id: 'c', name: 'Gamma', lastActivityAt: 1, costUsd: 3, progress: 0.5, state: 'broken' }),
    ],
    [status({ project: 'b', running: [{ taskId: '1', title: 'Cart', agent: 'claude', sinceMs: 1, expectedMs: null }] })]
  );
  const ids = (...[search, sort]: [string, Parameters<typeof pickRows>[2]]) =>
    pickRows(rows, search, sort).map(({ id }) => id);

  it('puts first what needs attention', () => expect(ids('', 'attention')).toEqual(['c', 'b', 'a']));
  it('sorts by the rest', () => {
    expect(ids('', 'activity')).toEqual(['a', 'b', 'c']);
    expect(ids('', 'name')).toEqual(['a', 'b', 'c']);
    expect(ids('', 'progress')).toEqual(['a', 'c', 'b']);
    expect(ids('', 'cost')).toEqual(['b', 'c', 'a']);
  });
  it('finds words in names, running tasks and agents', () => {
    expect(ids('GAM', 'name')).toEqual(['c']);
    expect(ids('claude cart', 'name')).toEqual(['b']);
    expect(ids('claude gamma', 'name')).toEqual([]);
  });
  it('adds up', () => {
    expect(totalsOf(rows)).toEqual({ projects: 3, running: 1, attention: 1, costUsd: 9 });
  });
});
