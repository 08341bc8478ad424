import { describe, expect, it } from 'vitest';
import { EVENT_ROWS } from '#contract/golden/sample/events.ts';
import { NOW } from '#contract/golden/sample/clock.ts';
import { PROJECT } from '#contract/golden/sample/project.ts';
import { answerQuery } from '../answer.ts';
import { insert, testContext } from '../testing/journal.ts';
import { sampleJournal } from '../testing/sample-journal.ts';

const db = sampleJournal();
db.exec('DELETE FROM events');
for (const { time, seenAt, text: _text, taskId, ...event } of EVENT_ROWS) {
  insert(db, 'events', { ...event, at: time, seen_at: seenAt, task_id: taskId });
}
insert(db, 'events', {
  id: 'orphan',
  at: NOW,
  seen_at: NOW,
  type: 'deploy.started',
  source: 'api',
  data: { target: '50%_off' },
});
const context = testContext(db, NOW);

async function ask(query: Record<string, unknown>) {
  const timeRange = { from: NOW - 86_400_000, to: NOW };
  const answer = await answerQuery({ queries: [{ refId: 'A', queryType: 'events', query, timeRange }] }, context);
  const { frames, error } = answer.results['A']!;
  expect(error).toBeUndefined();
  const { fields } = frames![0]!.schema;
  return (frames![0]!.data.values[0] as unknown[]).map((_cell, row) =>
    Object.fromEntries(fields.map((field, index) => [field.name, frames![0]!.data.values[index]![row]]))
  );
}

describe('events', () => {
  it('are told as the golden answer tells them, the latest first', async () => {
    const found = await ask({ project: PROJECT });
    const expected = EVENT_ROWS.map(({ seq, text }) => [seq, text]).sort((a, b) => Number(b[0]) - Number(a[0]));
    expect(found.map(({ seq, text }) => [seq, text])).toEqual(expected);
    expect(found[0]!['data']).toEqual({ toolUseId: 'toolu_06', tool: 'Bash' });
  });

  it.each([
    [{ types: ['task.*'] }, ['task.status', 'task.status']],
    [{ types: ['run.started', 'input.*'], project: PROJECT }, ['input.recovered', 'input.broken', 'run.started']],
    [{ types: ['deploy.*'] }, ['deploy.started']],
    [{ sources: ['service'], order: 'asc' }, ['run.started', 'attempt.ended', 'attempt.started']],
    [{ taskId: '15' }, ['task.status']],
    [{ search: 'overloaded' }, ['api.failed']],
    [{ search: '50%_off' }, ['deploy.started']],
    [{ search: '%' }, ['deploy.started']],
    [{ types: ['tool.*'], search: 'toolu_08' }, ['tool.ended']],
    [{ types: ['nothing.*'] }, []],
    [{ project: PROJECT, tag: 'experiments', types: ['task.status'] }, []],
    [{ limit: 1, project: PROJECT }, ['tool.started']],
  ])('are filtered by %j', async (query, expected) => {
    expect((await ask(query)).map(({ type }) => type)).toEqual(expected);
  });

  it('of an unknown type keep their name', async () => {
    expect((await ask({ types: ['deploy.started'] }))[0]).toMatchObject({ text: 'deploy.started', project: '' });
  });
});
