import { describe, expect, it } from 'vitest';
import { NOW } from '#contract/golden/sample/clock.ts';
import { PROJECT, RUN } from '#contract/golden/sample/project.ts';
import { answerQuery } from './answer.ts';
import { withNewestRun } from './newest-run.ts';
import { memoryJournal, testContext } from './testing/journal.ts';
import { sampleJournal } from './testing/sample-journal.ts';

describe('the newest run', () => {
  it('is the open one', () => {
    const { db } = testContext(sampleJournal(), NOW);
    expect(withNewestRun(db, { project: PROJECT, run: 'newest' })).toEqual({ project: PROJECT, run: RUN });
    expect(withNewestRun(db, { project: PROJECT, run: 'other' })).toEqual({ project: PROJECT, run: 'other' });
  });

  it('is the latest one that was watched where none is open, imported history last', () => {
    const journal = memoryJournal();
    const { db } = testContext(journal, NOW);
    const project = (id: string) =>
      db.exec(`INSERT INTO projects (id, name, path, added_at) VALUES ('${id}', 'p', '/p', 0)`);
    const run = (id: string, source: string, started: number) =>
      db.exec(
        `INSERT INTO runs (id, project, source, started_at, last_at, ended_at) VALUES ('${id}', 'p', '${source}', ${started}, ${started}, ${started})`
      );
    project('p');
    expect(withNewestRun(db, { project: 'p', run: 'newest' })).toEqual({ project: 'p' });
    run('git', 'git', 30);
    expect(withNewestRun(db, { project: 'p', run: 'newest' })).toEqual({ project: 'p', run: 'git' });
    run('old', 'observed', 10);
    run('later', 'execute', 20);
    expect(withNewestRun(db, { project: 'p', run: 'newest' })).toEqual({ project: 'p', run: 'later' });
  });

  it('answers as that run does, and needs a project', async () => {
    const context = testContext(sampleJournal(), NOW);
    const ask = async (query: object) =>
      (
        await answerQuery(
          { queries: [{ refId: 'A', queryType: 'timeline', query: query as Record<string, unknown> }] },
          context
        )
      ).results['A'];
    expect(await ask({ project: PROJECT, run: 'newest' })).toEqual(await ask({ project: PROJECT, run: RUN }));
    expect(await ask({ run: 'newest' })).toMatchObject({
      status: 400,
      error: expect.stringContaining("needs 'project'"),
    });
    expect(await ask({ project: 'nobody', run: 'newest' })).toMatchObject({ status: 404 });
  });
});
