import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { began, HOUR, MINUTE, moved, openForTest, type Opened, PROJECT, START } from './testing/open.ts';

let j: Opened;
beforeEach(() => {
  j = openForTest();
});
afterEach(() => j.remove());
const runs = () =>
  j.rows('SELECT id, source, started_at, ended_at, end_reason, transitions, finished FROM runs ORDER BY started_at');
const types = (events: Array<{ type: string }>) => events.map((event) => event.type);

describe('runs', () => {
  it('open on the first transition and say so before it', () => {
    const { events } = j.add(moved('1', 'in-progress', 0));
    expect(types(events)).toEqual(['run.started', 'task.status', 'attempt.started']);
    expect(events.map((event) => event.run)).toEqual(Array(3).fill(`${PROJECT}.20261121T074000Z`));
    expect(j.rows('SELECT open_run FROM projects')).toEqual([{ open_run: `${PROJECT}.20261121T074000Z` }]);
  });

  it('do not open for a first sight, a definition or a broken file', () => {
    j.add(moved('1', 'done', 0, { data: { to: 'done', initial: true } }));
    j.add({
      type: 'input.broken',
      at: START,
      project: PROJECT,
      source: 'file',
      data: { input: 'tasks.json', problem: 'cut off' },
    });
    expect(runs()).toEqual([]);
    expect(j.rows('SELECT input FROM problems')).toEqual([{ input: 'tasks.json' }]);
  });

  it('close after the gap, at their last event, and the next one opens', () => {
    j.add(moved('1', 'in-progress', 0), moved('1', 'done', 10));
    const { events } = j.add(moved('2', 'in-progress', 10 + 121));
    expect(types(events)).toEqual(['run.ended', 'run.started', 'task.status', 'attempt.started']);
    expect(runs()).toMatchObject([
      { ended_at: START + 10 * MINUTE, end_reason: 'idle', transitions: 2, finished: 1 },
      { ended_at: null, transitions: 1 },
    ]);
  });

  it('are closed by a look at the clock, once', () => {
    j.add(began('s', 0));
    expect(j.journal.closeIdleRuns(START + HOUR)).toEqual([]);
    expect(types(j.journal.closeIdleRuns(START + 3 * HOUR))).toEqual(['run.ended']);
    expect(j.journal.closeIdleRuns(START + 4 * HOUR)).toEqual([]);
    expect(runs()).toMatchObject([{ ended_at: START, end_reason: 'idle' }]);
  });

  it('end on command; what follows opens another', () => {
    j.add(moved('1', 'in-progress', 0));
    j.add({ type: 'run.ended', at: START + MINUTE, project: PROJECT, source: 'cli', data: { reason: 'command' } });
    j.add(moved('1', 'done', 2));
    expect(runs()).toMatchObject([{ end_reason: 'command' }, { ended_at: null, transitions: 1 }]);
  });

  it('of an executor take over from an observed one', () => {
    j.add(moved('1', 'in-progress', 0));
    j.add({
      type: 'run.started',
      at: START + MINUTE,
      project: PROJECT,
      run: 'mine',
      source: 'execute',
      data: { source: 'execute', reason: 'command' },
    });
    j.add(moved('1', 'done', 2));
    expect(runs()).toMatchObject([{ end_reason: 'superseded' }, { id: 'mine', source: 'execute', transitions: 1 }]);
  });

  it('of an executor keep their own last writes, which are seen after their end', () => {
    const run = { project: PROJECT, run: 'mine', source: 'api' } as const;
    j.add({ ...run, type: 'run.started', at: START, data: { source: 'execute', reason: 'execute' } });
    j.add(moved('8', 'in-progress', 0.1));
    const wrote = { 8: ['in-progress', 'blocked'], 7: ['done'] };
    j.add({ ...run, type: 'run.ended', at: START + MINUTE, data: { reason: 'finished', wrote } });
    j.add(moved('8', 'blocked', 1.001));
    j.reopen();
    j.add(moved('7', 'done', 1.01));
    expect(runs()).toMatchObject([{ id: 'mine', transitions: 3, end_reason: 'finished', ended_at: START + MINUTE }]);
    expect(j.rows('SELECT open_run FROM projects')).toEqual([{ open_run: null }]);
    j.add(moved('8', 'done', 1.02)); // somebody else's
    expect(runs()).toMatchObject([{ id: 'mine' }, { source: 'observed', ended_at: null, transitions: 1 }]);
  });

  it('of an executor keep what nobody saw them write, however late it is seen, while no other run goes on', () => {
    const run = { project: PROJECT, run: 'mine', source: 'api' } as const;
    j.add({ ...run, type: 'run.started', at: START, data: { source: 'execute', reason: 'execute' } });
    const data = { reason: 'finished', wrote: { 7: ['done'], 8: ['done'] } };
    j.add({ ...run, type: 'run.ended', at: START + MINUTE, data });
    j.add(moved('7', 'done', 30)); // by a service that was not there
    expect(runs()).toMatchObject([{ id: 'mine', transitions: 1, end_reason: 'finished' }]);
    j.add(moved('9', 'in-progress', 31)); // somebody else's
    j.add(moved('8', 'done', 32));
    expect(runs()).toMatchObject([{ id: 'mine' }, { source: 'observed', transitions: 2 }]);
  });

  it('of an executor that are taken up again are open again', () => {
    const run = { project: PROJECT, run: 'mine', source: 'api' } as const;
    j.add({ ...run, type: 'run.started', at: START, data: { source: 'execute', reason: 'execute' } });
    j.add({ ...run, type: 'run.ended', at: START + MINUTE, data: { reason: 'SIGTERM' } });
    j.add(moved('5', 'done', 2)); // by a person
    j.add({ ...run, type: 'run.resumed', at: START + 3 * MINUTE, data: { actor: 'ada' } });
    j.add(moved('1', 'in-progress', 4));
    expect(runs()).toMatchObject([
      { id: 'mine', source: 'execute', ended_at: null, end_reason: null, transitions: 1 },
      { source: 'observed', end_reason: 'superseded' },
    ]);
    expect(j.rows('SELECT open_run FROM projects')).toEqual([{ open_run: 'mine' }]);
    j.add({ ...run, type: 'run.ended', at: START + 5 * MINUTE, data: { reason: 'finished' } });
    expect(runs()[0]).toMatchObject({ ended_at: START + 5 * MINUTE, end_reason: 'finished' });
  });

  it('take in what comes late, and lie in the past where nothing is near', () => {
    j.add(moved('1', 'in-progress', 600));
    j.add(moved('2', 'done', 0)); // ten hours before
    j.add(moved('3', 'done', 30));
    expect(runs()).toMatchObject([
      { started_at: START, ended_at: START + 30 * MINUTE, end_reason: 'idle', transitions: 2 },
      { started_at: START + 600 * MINUTE, ended_at: null },
    ]);
  });

  it('of imported history are cut by commit time, in whatever order commits come', () => {
    const commit = (id: string, minutes: number) =>
      moved('1', 'done', minutes, { id, source: 'git', data: { to: 'done', commit: id } });
    j.add(commit('c3', 500), commit('c1', 0), commit('c2', 60), commit('c4', 560));
    j.add(commit('c1', 0));
    expect(runs()).toMatchObject([
      { source: 'git', started_at: START, ended_at: START + 60 * MINUTE, end_reason: 'import', transitions: 2 },
      { source: 'git', started_at: START + 500 * MINUTE, ended_at: START + 560 * MINUTE, transitions: 2 },
    ]);
    expect(runs()[0]?.id).toBe(`${PROJECT}.20261121T074000Z.git`);
    expect(j.rows('SELECT * FROM attempts')).toEqual([]);
  });

  it('of the past and of now do not mix', () => {
    j.add(moved('1', 'done', 0, { source: 'git', data: { to: 'done', commit: 'c' } }));
    j.add(moved('1', 'in-progress', 5));
    expect(runs().map((run) => run.source)).toEqual(['git', 'observed']);
  });
});
