import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '#contract/check-frame.ts';
import { type Frame, type QueryAnswer } from '#contract/frames.ts';
import { NOW } from '#contract/golden/sample/clock.ts';
import { PROJECT } from '#contract/golden/sample/project.ts';
import { QUERY_TYPES, type QueryEnvelope } from '#contract/queries.ts';
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
