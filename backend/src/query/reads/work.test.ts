import { describe, expect, it } from 'vitest';
import { at, NOW_MINUTES } from '#contract/golden/sample/clock.ts';
import { PROJECT, RUN } from '#contract/golden/sample/project.ts';
import { statusRows } from '../status.ts';
import { testContext } from '../testing/journal.ts';
import { sampleJournal } from '../testing/sample-journal.ts';
import { answerRead } from './index.ts';
import { type WorkRun } from './work.ts';

const now = at(NOW_MINUTES);
const work = async (db: ReturnType<typeof sampleJournal>, when: number, args: Record<string, unknown> = {}) =>
  (await answerRead('work', args, testContext(db, when))) as WorkRun[];

describe('work', () => {
  it('tells the open run of a project as its status does', async () => {
    const db = sampleJournal();
    const [one] = await work(db, now);
    const [status] = await statusRows({ project: PROJECT }, testContext(db, now));
    expect(one).toMatchObject({ project: PROJECT, run: RUN, endedAt: null, source: 'observed' });
    expect(one?.progress).toBe(status?.progress);
    expect(one?.costUsd).toBe(status?.costUsd);
    expect(one?.inWork).toBe((status?.running as unknown[]).length);
    expect(one?.tasks.map(({ taskId, since, expectedMs }) => ({ taskId, sinceMs: now - since, expectedMs }))).toEqual(
      (status?.running as Array<Record<string, unknown>>).map(({ taskId, sinceMs, expectedMs }) => ({
        taskId,
        sinceMs,
        expectedMs,
      }))
    );
  });

  it('says when each task counts as stuck: the same moment as the status', async () => {
    const db = sampleJournal();
    for (const { taskId, lastSignAt, silenceLimitMs } of (await work(db, now))[0]!.tasks) {
      const stuckAt = async (when: number) => {
        const [row] = await statusRows({ project: PROJECT }, testContext(db, when));
        return (row?.stuck as Array<{ taskId: string }>).some((one) => one.taskId === taskId);
      };
      expect(await stuckAt(lastSignAt! + silenceLimitMs!)).toBe(false);
      expect(await stuckAt(lastSignAt! + silenceLimitMs! + 1)).toBe(true);
    }
  });

  it('leaves out runs that ended before, and imported history', async () => {
    const db = sampleJournal();
    db.exec(`UPDATE projects SET open_run = NULL; UPDATE runs SET ended_at = ${now} WHERE id = '${RUN}'`);
    expect(await work(db, now, { endedSince: now })).toMatchObject([{ run: RUN, endedAt: now, tasks: [] }]);
    expect(await work(db, now, { endedSince: now + 1 })).toEqual([]);
  });
});
