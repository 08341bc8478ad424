import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalAttempts } from './local-attempts.ts';
import { attemptFolder, folderName, readExit, readPid, refuseToBegin } from './attempt-folder.ts';
import { endProcesses } from './kill.ts';
import { membersOf, RUN_VARIABLE } from './members.ts';
import { spawnAttempt } from './spawn.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attempt-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(command: string, more: { verify?: string; run?: string; id?: string } = {}) {
  const attempt = attemptFolder(folder, more.id ?? '5.2', 1);
  const env = { ...process.env, [RUN_VARIABLE]: more.run ?? 'r1' };
  const child = spawnAttempt(attempt, {
    command,
    verify: more.verify,
    cwd: folder,
    env,
    task: { id: '5.2', title: 'a "b"' },
  });
  return { attempt, child };
}

async function until(what: () => boolean) {
  for (let waited = 0; !what(); waited += 10) {
    if (waited > 5000) {
      throw new Error('waited in vain');
    }
    await sleep(10);
  }
}

describe('spawnAttempt', () => {
  it('hands over the task, keeps output and both exit codes', async () => {
    const { attempt, child } = start('cat; echo wrong >&2', { verify: 'grep -q title; exit 3' });
    expect(await once(child, 'exit')).toEqual([3, null]);
    expect(readExit(attempt)).toEqual({ work: 0, verify: 3 });
    expect(readPid(attempt)).toBe(child.pid);
    expect(readFileSync(attempt.outputFile, 'utf8')).toBe('{"id":"5.2","title":"a \\"b\\""}\nwrong\n');
  });

  it('leaves behind when it ended, for those who come later', async () => {
    const { attempt, child } = start('true', { id: 'late' });
    await once(child, 'exit');
    utimesSync(attempt.exitFile, 1_000, 1_000);
    const attempts = new LocalAttempts({ softTimeoutMs: 0, hardTimeoutMs: 0, outputBytes: 1_000 });
    expect(await attempts.adopt('late', attempt, 0)).toMatchObject({ kind: 'ended', work: 0, endedAt: 1_000_000 });
    attempts.close();
  });

  it('runs no verification after failed work, and knows the code of a command that exits its shell or dies', async () => {
    const exits = start('exit 7', { verify: 'touch verified', id: 'a' });
    await once(exits.child, 'exit');
    expect(readExit(exits.attempt)).toEqual({ work: 7 });
    const dies = start('kill -9 $$; sleep 5', { id: 'b' });
    await once(dies.child, 'exit');
    expect(readExit(dies.attempt)).toBeUndefined(); // $$ is the wrapper itself
    const inner = start("sh -c 'kill -9 $$'", { id: 'c' });
    await once(inner.child, 'exit');
    expect(readExit(inner.attempt)).toEqual({ work: 137 });
  });

  it('leaves a result when it is asked to end', async () => {
    const { attempt, child } = start('sleep 30');
    await until(() => typeof readPid(attempt) === 'number');
    await endProcesses(new Set([child.pid!]), { graceMs: 2000 });
    await until(() => readExit(attempt) !== undefined);
    expect(readExit(attempt)).toEqual({ work: 143 });
  });

  it('does not begin what was refused, and is not refused once begun', async () => {
    const attempt = attemptFolder(folder, '5.2', 1);
    expect(refuseToBegin(attempt)).toBe(true);
    const { child } = start('touch ran');
    expect(await once(child, 'exit')).toEqual([75, null]);
    expect(readPid(attempt)).toBe('none');
    const begun = start('true', { id: '6' });
    await once(begun.child, 'exit');
    expect(refuseToBegin(begun.attempt)).toBe(false);
  });

  it('makes one plain folder name of any id', () => {
    expect(folderName('../x y', 2)).toBe('..=2fx=20y.try-2');
    expect(folderName('..', 1)).toBe('...try-1');
    expect(folderName('é'.repeat(300), 1).length).toBeLessThan(150);
  });
});

describe('endProcesses', () => {
  it.runIf(process.platform === 'linux')(
    'leaves nothing alive: forks, ignorers of SIGTERM, the stopped, and those in a session of their own',
    async () => {
      const run = `run-${process.pid}`;
      const { child } = start(
        'trap "" TERM; (trap "" TERM; sleep 60) & setsid sh -c "trap \'\' TERM; sleep 60; true" & sleep 60 & kill -STOP $!; for i in 1 2 3 4 5 6 7 8 9; do sleep 60 & done; wait',
        { run }
      );
      const groups = new Set([child.pid!]);
      await until(() => membersOf(groups, `${RUN_VARIABLE}=${run}`).length >= 13);
      expect(await endProcesses(groups, { marker: `${RUN_VARIABLE}=${run}`, graceMs: 100 })).toEqual([]);
      expect(membersOf(groups, `${RUN_VARIABLE}=${run}`)).toEqual([]);
    }
  );
});
