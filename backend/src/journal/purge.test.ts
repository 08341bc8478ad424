import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dump } from './testing/dump.ts';
import { added, began, moved, openForTest, type Opened, PROJECT, used } from './testing/open.ts';

const SECRET = 'sk-live-"quoted"\\4242';
let j: Opened;
beforeEach(() => {
  j = openForTest();
});
afterEach(() => j.remove());
const dumped = () => {
  const db = new DatabaseSync(j.file, { readOnly: true });
  const tables = dump(db);
  db.close();
  return tables;
};
/** Whether any file of the journal has these bytes, as they are or escaped in JSON. */
const onDisk = (text: string) =>
  readdirSync(j.folder).some((name) => {
    const content = readFileSync(join(j.folder, name));
    return content.includes(text) || content.includes(JSON.stringify(text).slice(1, -1));
  });
const fillBoth = () => {
  j.add(added('1', 'pending'), began('s', 0), moved('1', 'in-progress', 1), used('s', 2), moved('1', 'done', 3));
  j.add(
    { ...added('9', 'in-progress'), project: 'other' },
    began('t', 0, 'other'),
    used('t', 2),
    moved('9', 'done', 3, { project: 'other' })
  );
};

describe('purge of a project', () => {
  it('leaves nothing of it and all of the others', () => {
    fillBoth();
    const result = j.journal.purge({ project: PROJECT });
    expect(result).toEqual({ events: 8, tasks: 1 });
    expect(JSON.stringify(dumped())).not.toContain(PROJECT);
    expect(onDisk('Title of 1')).toBe(false);
    const alone = openForTest();
    alone.add(
      { ...added('9', 'in-progress'), project: 'other' },
      began('t', 0, 'other'),
      used('t', 2),
      moved('9', 'done', 3, { project: 'other' })
    );
    const rest = dumped();
    expect(rest.tasks?.length).toBe(1);
    expect(rest.usage_totals?.length).toBe(1);
    alone.remove();
  });

  it('keeps a session whole that worked in two projects', () => {
    fillBoth();
    j.add(used('t', 4, {}, { project: PROJECT }));
    j.journal.purge({ project: PROJECT });
    const kept = dumped();
    j.journal.rebuild();
    expect(dumped()).toEqual(kept);
    expect(j.rows('SELECT session, count(*) AS n FROM usage GROUP BY session')).toEqual([{ session: 't', n: 1 }]);
  });
});

describe('purge of a run', () => {
  it('takes what happened, and leaves tasks as they are now', () => {
    fillBoth();
    const run = String(j.rows('SELECT id FROM runs WHERE project = ?', PROJECT)[0]?.id);
    j.journal.purge({ run });
    expect(j.rows('SELECT id FROM runs WHERE project = ?', PROJECT)).toEqual([]);
    expect(j.rows('SELECT status, title, attempts, last_run FROM tasks WHERE project = ?', PROJECT)).toEqual([
      { status: 'done', title: 'Title of 1', attempts: 0, last_run: null },
    ]);
    expect(j.rows('SELECT * FROM sessions WHERE project = ?', PROJECT)).toEqual([]);
    const kept = dumped();
    j.journal.rebuild();
    expect(dumped()).toEqual(kept);
  });
});

describe('purge of a text', () => {
  it('takes it out of events, projections and files for good', () => {
    fillBoth();
    j.add({ type: 'note', at: 1, id: 'n', project: PROJECT, source: 'api', data: { text: `key ${SECRET}` } });
    j.add({
      ...added('2', 'pending'),
      data: { task: { taskId: '2', title: `Use ${SECRET}`, position: 2, status: 'pending', dependencies: [] } },
    });
    for (let index = 0; index < 200; index++) {
      j.add({
        type: 'note',
        at: index,
        project: PROJECT,
        session: `s${index % 9}`,
        source: 'api',
        data: { text: `${'x'.repeat(index * 7)} ${SECRET} ` },
      });
    }
    expect(onDisk(SECRET)).toBe(true);
    expect(j.journal.purge({ matching: SECRET }).events).toBe(202);
    expect(onDisk(SECRET)).toBe(false);
    expect(onDisk('sk-live')).toBe(false);
    expect(j.rows("SELECT title FROM tasks WHERE task_id = '2'")).toEqual([{ title: 'Use [purged]' }]);
    expect(j.rows("SELECT status FROM tasks WHERE task_id = '1'")).toEqual([{ status: 'done' }]);
    const kept = dumped();
    j.journal.rebuild();
    expect(dumped()).toEqual(kept);
  });

  it('finds it in ids too', () => {
    j.add(began('session-sk-12345', 0));
    expect(j.journal.purge({ matching: 'sk-12345' }).events).toBe(1);
    expect(onDisk('sk-12345')).toBe(false);
  });

  it('refuses a text that is too short, and a request that names nothing or two things', () => {
    expect(() => j.journal.purge({ matching: 'ab' })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => j.journal.purge({})).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => j.journal.purge({ project: 'a', run: 'b' })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(j.add(began('s', 0)).accepted).toBe(1);
  });
});
