import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attemptFolder } from './attempt-folder.ts';
import { startFile } from './launcher.ts';
import { LocalAttempts } from './local-attempts.ts';

let folder: string;
let attempts: LocalAttempts;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launcher-'));
  attempts = new LocalAttempts({ softTimeoutMs: 0, hardTimeoutMs: 0, outputBytes: 1_000_000 });
});
afterEach(() => {
  attempts.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
const start = async (id: string, command: string, env: NodeJS.ProcessEnv = {}, cwd = folder) =>
  attempts.start(id, attemptFolder(folder, id, 1), { command, cwd, env: { ...process.env, ...env }, task: { id } });

describe('an attempt begun by the launcher', () => {
  it('has exactly the environment it was given, whatever the values hold', async () => {
    const odd = `'; touch hacked; echo '\n$(touch hacked) \`touch hacked\` "\\`;
    const outcome = await start('1', 'printf %s "$ODD"; echo; printf %s "${HOME-none}"', { ODD: odd, HOME: undefined });
    expect(outcome).toMatchObject({ kind: 'ended', work: 0 });
    expect(outcome.output).toBe(`${odd}\nnone`);
    expect(() => readFileSync(join(folder, 'hacked'))).toThrow();
  });

  it('ends with its exit codes, or by the signal that killed its shell', async () => {
    const outcomes = await Promise.all([start('1', 'exit 3'), start('2', 'kill -9 $$'), start('3', 'cat; exit 0')]);
    expect(outcomes).toMatchObject([
      { kind: 'ended', work: 3 },
      { kind: 'ended', signal: 'SIGKILL' },
      { kind: 'ended', work: 0, output: '{"id":"3"}\n' },
    ]);
  });

  it('is refused with a sentence where its folder is not there', async () => {
    const outcome = await start('1', 'true', {}, join(folder, 'gone'));
    expect(outcome).toMatchObject({ kind: 'failed-to-start', problem: `there is no folder ${join(folder, 'gone')}` });
  });

  it('goes on when the launcher is killed, and so do those after it', async () => {
    const first = start('1', `echo $PPID > launcher; sleep 0.5; exit 4`);
    const read = () => {
      try {
        return Number(readFileSync(join(folder, 'launcher'), 'utf8'));
      } catch {
        return 0;
      }
    };
    while (!read()) {
      await sleep(10);
    }
    process.kill(read(), 'SIGKILL');
    expect(await first).toMatchObject({ kind: 'ended', work: 4 });
    expect(await start('2', 'exit 5')).toMatchObject({ kind: 'ended', work: 5 });
  });
});

describe('what the launcher reads', () => {
  const command = { command: 'true', cwd: '/', task: {} };

  it('is only what differs from its own environment', () => {
    const text = startFile({ ...command, env: { A: '1', B: "it's" } }, { A: '1', C: '2' });
    expect(text).toBe("_tmo_command='true'\n_tmo_verify=''\nexport B='it'\\''s'\nunset C\ncd '/'\n");
  });

  it('is nothing where a shell could not set a variable', () => {
    expect(startFile({ ...command, env: { 'no-name': '1' } }, {})).toBeUndefined();
    expect(startFile({ ...command, env: { 'no-name': '1' } }, { 'no-name': '1' })).toBeDefined();
  });
});
