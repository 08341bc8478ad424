import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '#contract/check-frame.ts';
import { type Frame, type QueryAnswer } from '#contract/frames.ts';
import { NOW } from '#contract/golden/sample/clock.ts';
import { PROJECT } from '#contract/golden/sample/project.ts';
import { QUERY_TYPES, type QueryEnvelope } from '#contract/queries.ts';
import { EngineError } from '../telemetry/types.ts';
import { answerQuery } from './answer.ts';
import { memoryJournal, testContext } from './testing/journal.ts';
import { sampleJournal } from './testing/sample-journal.ts';

const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../contract/golden/${name}.json`, import.meta.url), 'utf8')) as QueryAnswer;

const context = testContext(sampleJournal(), NOW);
const range = { from: NOW - 24 * 3600_000, to: NOW };

async function ask(queryType: string, query: Record<string, unknown> = {}, more: Partial<QueryEnvelope> = {}) {
  const answer = await answerQuery({ queries: [{ refId: 'A', queryType, timeRange: range, query, ...more }] }, context);
  expect(checkAnswer(JSON.parse(JSON.stringify(answer)))).toEqual([]);
  return answer.results['A']!;
}

/** Rows of a frame as objects, for comparing. */
function rowsOf(frame: Frame): Array<Record<string, unknown>> {
  const [first] = frame.data.values;
  return (first ?? []).map((_cell, row) =>
    Object.fromEntries(frame.schema.fields.map((field, column) => [field.name, frame.data.values[column]![row]]))
  );
}

const goldenRows = (name: string, frame = 0) => rowsOf(golden(name).results['A']!.frames![frame]!);

describe('answers from the sample journal are the golden ones', () => {
  it('tasks', async () => {
    const { frames } = await ask('tasks', { project: PROJECT });
    expect(rowsOf(frames![0]!)).toEqual(goldenRows('tasks'));
  });

  it('dependencyGraph', async () => {
    const { frames } = await ask('dependencyGraph', { project: PROJECT });
    expect(rowsOf(frames![0]!)).toEqual(goldenRows('dependencyGraph', 0));
    const byId = (a: Record<string, unknown>, b: Record<string, unknown>) =>
      String(a['id']) < String(b['id']) ? -1 : 1;
    expect(rowsOf(frames![1]!).sort(byId)).toEqual(goldenRows('dependencyGraph', 1).sort(byId));
  });

  it('status', async () => {
    const [row] = rowsOf((await ask('status', { project: PROJECT })).frames![0]!);
    const [expected] = goldenRows('status');
    const counts = ['total', 'pending', 'inProgress', 'review', 'blocked', 'done', 'deferred', 'cancelled', 'progress'];
    for (const name of [
      ...counts,
      'running',
      'ready',
      'waiting',
      'stuck',
      'criticalPath',
      'autonomy',
      'etaBasis',
      'etaP50',
      'etaP80',
    ]) {
      expect([name, row![name]]).toEqual([name, expected![name]]);
    }
  });
});

describe('every query type', () => {
  it.each(QUERY_TYPES)('%s answers an empty journal with its columns', async (queryType) => {
    const empty = testContext(memoryJournal(), NOW);
    const query = queryType === 'metric' ? { metric: 'x' } : {};
    const answer = await answerQuery({ queries: [{ refId: 'A', queryType, query }] }, empty);
    expect(checkAnswer(JSON.parse(JSON.stringify(answer)))).toEqual([]);
    expect(answer.results['A']!.status).toBe(200);
  });

  it.each(QUERY_TYPES)('%s answers the sample', async (queryType) => {
    const query = queryType === 'metric' ? { metric: 'x' } : {};
    const result = await ask(queryType, query);
    expect(result.error).toBeUndefined();
  });

  it.each(QUERY_TYPES)('%s names an unknown field', async (queryType) => {
    const result = await ask(queryType, { colour: 'red' });
    expect(result).toMatchObject({ status: 400, errorSource: 'plugin' });
    expect(result.error).toMatch(/'colour' is not known/);
  });
});

describe('a request', () => {
  it('answers each query on its own', async () => {
    const answer = await answerQuery(
      {
        queries: [
          { refId: 'A', queryType: 'tasks', query: { project: PROJECT, limit: 3 } },
          { refId: 'B', queryType: 'task', query: {} },
          { refId: 'C', queryType: 'events', timeRange: { from: 'now', to: 'now-1h' } },
          { refId: 'D', queryType: 'tasks', query: { project: 'nobody' } },
          { refId: 'E', queryType: 'runs', timeRange: { from: 'now-1h', to: 'now' } },
        ],
      },
      context
    );
    expect(checkAnswer(JSON.parse(JSON.stringify(answer)))).toEqual([]);
    const { A, B, C, D, E } = answer.results;
    expect(A!.frames![0]!.schema).toMatchObject({
      refId: 'A',
      meta: {
        notices: [
          { severity: 'warning', text: 'Showing 3 of 25 tasks. Narrow the query or raise its limit to see the rest.' },
        ],
      },
    });
    expect(B).toMatchObject({
      status: 400,
      error: expect.stringMatching(/^There is no query type 'task'\. Known types: projects,/),
    });
    expect(C).toMatchObject({ status: 400, error: expect.stringMatching(/^timeRange\.from .* must not be after/) });
    expect(D).toMatchObject({ status: 404, error: `There is no project 'nobody'. Known projects: ${PROJECT}.` });
    expect(rowsOf(E!.frames![0]!)).toMatchObject([{ source: 'observed', state: 'open', sessions: 2 }]);
  });

  it('says whose fault a failing engine is', async () => {
    const engines = {
      logs: { ...context.logs, search: () => Promise.reject(new EngineError('Elasticsearch is away.')) },
    };
    const failing = testContext(context.db, NOW, engines);
    const { results } = await answerQuery({ queries: [{ refId: 'A', queryType: 'logs' }] }, failing);
    expect(results['A']).toEqual({ status: 502, error: 'Elasticsearch is away.', errorSource: 'downstream' });
  });
});

describe('tasks', () => {
  it.each([
    [{ taskId: '3.2' }, ['3.2']],
    [{ parentId: '3' }, ['3.1', '3.2', '3.3']],
    [{ status: ['review', 'blocked'] }, ['10', '14']],
    [{ search: 'ENDPOINTS' }, ['3.1', '3.2']],
    [{ includeSubtasks: false, status: ['in-progress'] }, ['3', '4']],
    [{ run: `${PROJECT}.20261112T093000Z.git` }, []],
  ])('filters by %j', async (query, expected) => {
    const { frames } = await ask('tasks', { project: PROJECT, ...query });
    expect(rowsOf(frames![0]!).map((row) => row['taskId'])).toEqual(expected);
  });
});

describe('dependencyGraph', () => {
  it.each([
    [{ taskId: '3.2', depth: 0 }, ['3', '3.2']],
    [{ taskId: '7' }, ['1', '2', '7']],
    [{ taskId: '5', depth: 1 }, ['3', '4', '5', '5.1', '5.2', '13']],
  ])('shows what is around a task: %j', async (query, expected) => {
    const { frames } = await ask('dependencyGraph', { project: PROJECT, ...query });
    expect(rowsOf(frames![0]!).map((row) => row['detail__taskId'])).toEqual(expected);
  });

  it('names a task that is not there', async () => {
    expect(await ask('dependencyGraph', { project: PROJECT, taskId: '77' })).toMatchObject({
      status: 404,
      error: `There is no task '77' in tag 'master' of project '${PROJECT}'.`,
    });
  });
});

describe('timeline', () => {
  it('shows runs, tasks, attempts, sessions and what nobody saw begin', async () => {
    const { frames } = await ask('timeline', { project: PROJECT });
    const found = rowsOf(frames![0]!);
    const count = (kind: string) => found.filter((row) => row['kind'] === kind).length;
    expect([count('run'), count('task'), count('attempt'), count('agent'), count('marker')]).toEqual([1, 10, 11, 2, 4]);
    const golden = goldenRows('timeline').filter((row) => row['kind'] === 'task');
    const ours = found.filter((row) => row['kind'] === 'task');
    for (const row of golden) {
      expect(ours.find(({ id }) => id === row['id'])).toMatchObject(row);
    }
    expect(found.map((row) => Number(row['start']))).toEqual(
      found.map((row) => Number(row['start'])).toSorted((a, b) => a - b)
    );
  });

  it('says when it shows less than there is', async () => {
    const { frames } = await ask('timeline', { project: PROJECT, limit: 5 });
    expect(frames![0]!.data.values[0]).toHaveLength(5);
    expect(frames![0]!.schema.meta!.notices![0]!.text).toMatch(/^Showing the latest 5 rows\./);
  });

  it('keeps to a task and to known kinds', async () => {
    const { frames } = await ask('timeline', { project: PROJECT, taskId: '3.2', kinds: ['attempt'] });
    expect(rowsOf(frames![0]!)).toMatchObject([
      { attempt: 1, status: 'error', attributes: { reason: '3 of 41 tests failed' } },
      { attempt: 2, status: 'running', end: null },
    ]);
    expect((await ask('timeline', { kinds: ['bar'] })).error).toMatch(/it holds 'bar'/);
  });

  it('names no parent that is not among its rows', async () => {
    const { frames } = await ask('timeline', { project: PROJECT, taskId: '3.2' });
    const found = rowsOf(frames![0]!);
    const ids = new Set(found.map(({ id }) => id));
    expect(found.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['task', 'attempt']));
    expect(found.filter(({ parentId }) => parentId !== null && !ids.has(parentId))).toEqual([]);
  });
});
