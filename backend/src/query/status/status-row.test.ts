import { expect, it } from 'vitest';
import { NOW } from '#contract/golden/sample/clock.ts';
import { PROJECT } from '#contract/golden/sample/project.ts';
import { testContext } from '../testing/journal.ts';
import { sampleJournal } from '../testing/sample-journal.ts';
import { statusRow } from './status-row.ts';

it('names the mark among the reasons why nothing can go on', async () => {
  const db = sampleJournal();
  db.exec("UPDATE tasks SET status = 'blocked' WHERE status NOT IN ('done', 'completed', 'cancelled', 'deferred')");
  const row = await statusRow({ project: PROJECT, tag: 'master' }, undefined, testContext(db, NOW));
  expect(row).toMatchObject({ running: [], ready: [], etaP50: null });
  expect(row.etaBasis).toBe(
    'Nothing can go on: every open task waits for one in a circle, set aside or not in the file, or is marked blocked.'
  );
});
