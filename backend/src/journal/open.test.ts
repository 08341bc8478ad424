import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { migrate } from './open/migrate.ts';
import { added, HOUR, MINUTE, moved, openForTest, type Opened, PROJECT, START } from './testing/open.ts';

let j: Opened;
beforeEach(() => {
  j = openForTest();
});
afterEach(() => j.remove());
const count = (table: string) => Number(j.rows(`SELECT count(*) AS n FROM ${table}`)[0]?.n);

describe('opening', () => {
  it('finds everything again', () => {
    j.add(added('1', 'pending'), moved('1', 'in-progress', 1));
    const last = j.journal.lastSeq();
    j.reopen();
    expect(j.journal.lastSeq()).toBe(last);
    expect(j.add(moved('1', 'done', 2)).events.map((event) => event.type)).toEqual(['task.status', 'attempt.ended']);
  });

  it('refuses a second instance with a sentence that names the first', () => {
    expect(() => openJournal(j.file, { idleGapMs: HOUR })).toThrow(
      expect.objectContaining({ code: 'locked', message: expect.stringContaining(`process ${process.pid}`) as string })
    );
  });

  it('refuses tables of a newer version', () => {
    j.journal.close();
    const db = new DatabaseSync(j.file);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    expect(() => openJournal(j.file, { idleGapMs: HOUR })).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining('newer version') as string })
    );
    const reset = new DatabaseSync(j.file);
    reset.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    reset.close();
  });

  it('takes steps it has not taken yet, in order', () => {
    const db = new DatabaseSync(':memory:');
    expect(migrate(db, 'x', ['CREATE TABLE a (x)'])).toBe(1);
    expect(migrate(db, 'x', ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y'])).toBe(1);
    expect(db.prepare('SELECT y FROM a').all()).toEqual([]);
    db.close();
  });

  it('says what to do about a folder that cannot be written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'readonly-'));
    chmodSync(folder, 0o555);
    // As a user without root's rights, where we have those.
    const script = `
      if (process.getuid?.() === 0) { process.setgid(65534); process.setuid(65534); }
      const { openJournal } = await import(${JSON.stringify(new URL('./journal.ts', import.meta.url).href)});
      try { openJournal(${JSON.stringify(join(folder, 'journal.db'))}, { idleGapMs: 1 }); }
      catch (error) { console.log(JSON.stringify({ code: error.code, message: error.message })); }`;
    const done = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    rmSync(folder, { recursive: true, force: true });
    expect(JSON.parse(done.stdout || '{}')).toMatchObject({
      code: 'readonly',
      message: expect.stringContaining('cannot be written') as string,
    });
  });
});

describe('a damaged file', () => {
  it('is moved aside, and what can be read of it is kept', () => {
    j.add(
      ...Array.from({ length: 400 }, (_, minute) =>
        moved(String(minute % 7), minute % 2 ? 'done' : 'in-progress', minute)
      )
    );
    const before = count('events');
    j.journal.close();
    const size = statSync(j.file).size;
    const file = openSync(j.file, 'r+');
    writeSync(file, Buffer.alloc(40_960, 0x5a), 0, 40_960, Math.floor(size / 2 / 4096) * 4096);
    j.journal = openJournal(j.file, { idleGapMs: HOUR });
    const health = j.journal.health(START);
    expect(health.state).toBe('degraded');
    expect(health.text).toMatch(/was damaged and is now .*damaged-/);
    expect(readdirSync(j.folder).some((name) => name.startsWith('journal.db.damaged-'))).toBe(true);
    expect(count('events')).toBeGreaterThan(0);
    expect(count('events')).toBeLessThanOrEqual(before);
    expect(j.add(moved('1', 'done', 500)).accepted).toBe(1);
  });

  it('that is no database at all is moved aside too', () => {
    j.journal.close();
    writeFileSync(j.file, 'this is not a database, it only has its name'.repeat(200));
    j.journal = openJournal(j.file, { idleGapMs: HOUR });
    expect(j.journal.health(START).text).toContain('the 0 events that could be read');
    const aside = readdirSync(j.folder).find((name) => name.includes('.damaged-'));
    expect(readFileSync(join(j.folder, aside ?? ''), 'utf8')).toContain('not a database');
  });
});

describe('a full disk', () => {
  const fill = (): number => {
    for (let index = 0; ; index++) {
      try {
        j.add({
          type: 'note',
          at: START,
          id: `n${index}`,
          project: PROJECT,
          source: 'api',
          data: { text: 'x'.repeat(3000) },
        });
      } catch (error) {
        expect(error).toMatchObject({ code: 'full', message: expect.stringContaining('no room') as string });
        return index;
      }
    }
  };

  it('loses nothing that was acknowledged, and takes more once there is room', ({ skip }) => {
    const place = join(j.folder, 'small');
    mkdirSync(place);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', place]).status !== 0) {
      skip('this user cannot mount a small disk');
    }
    const large = { file: j.file, journal: j.journal };
    try {
      j.file = join(place, 'journal.db');
      j.journal = openJournal(j.file, { idleGapMs: HOUR });
      writeFileSync(join(place, 'other'), Buffer.alloc(1_000_000));
      const kept = fill();
      expect(kept).toBeGreaterThan(0);
      expect(count('events')).toBe(kept);
      expect(j.journal.health(START)).toMatchObject({ state: 'degraded' });
      rmSync(join(place, 'other'));
      expect(j.add(moved('1', 'done', 0)).accepted).toBe(1);
      expect(j.journal.health(START).state).toBe('ok');
      expect(j.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    } finally {
      j.journal.close();
      spawnSync('umount', [place]);
      Object.assign(j, large);
    }
  });
});

describe('a clock that is put back', () => {
  it('is said, costs nothing and is forgotten when the time has come again', () => {
    j.journal.append([moved('1', 'in-progress', 60)], START + HOUR);
    const { events } = j.journal.append([moved('1', 'done', 0)], START);
    expect(events.map((event) => event.type)).toEqual(['task.status', 'attempt.ended']);
    expect(j.rows('SELECT started_at, ended_at FROM attempts')).toEqual([
      { started_at: START + HOUR, ended_at: START + HOUR },
    ]);
    expect(j.journal.health(START + MINUTE)).toMatchObject({
      state: 'degraded',
      text: expect.stringContaining('59 min behind') as string,
    });
    expect(j.journal.health(START + HOUR).state).toBe('ok');
  });
});

describe('transactions', () => {
  it('that are rolled back leave no trace, in rows or in memory', () => {
    j.journal.begin();
    j.journal.append([added('1', 'pending'), moved('1', 'in-progress', 0, { id: 'x' })], START);
    j.journal.rollback();
    expect(count('events')).toBe(0);
    expect(j.journal.append([moved('1', 'in-progress', 0, { id: 'x' })], START)).toMatchObject({ accepted: 1 });
    expect(count('runs')).toBe(1);
    expect(count('attempts')).toBe(1);
  });

  it('never give a sequence number twice, also after a purge of the newest', () => {
    j.add(moved('1', 'done', 0));
    const last = j.journal.lastSeq();
    j.journal.purge({ project: PROJECT });
    j.reopen();
    expect(j.add(moved('1', 'done', 0)).seq).toBeGreaterThan(last);
  });
});
