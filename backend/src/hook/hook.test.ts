import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const HOOK = resolve(import.meta.dirname, 'taskmaster-observe-hook.sh');
const INPUT = '{"session_id":"s","hook_event_name":"Stop"}\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hook-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  code: number | null;
  output: string;
}

/** Runs the hook as Claude Code does: a shell, input on stdin, and an end of it. */
function run(
  args: string[],
  input: string | Buffer = INPUT,
  env: Record<string, string> = {},
  shell = 'sh'
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(shell, [HOOK, ...args], { env: { PATH: process.env.PATH ?? '', HOME: folder, ...env } });
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (output += part.toString()));
    child.stdin.on('error', fail); // a hook that does not read to the end would break the agent's pipe
    child.on('error', fail);
    child.on('close', (code) => done({ code, output }));
    child.stdin.end(input);
  });
}

const SILENT = { code: 0, output: '' };

describe('the hook', () => {
  it('leaves one whole file, readable by its owner only', async () => {
    const spool = join(folder, 'new', 'spool');
    expect(await run([spool])).toEqual(SILENT);
    const [name, ...others] = readdirSync(spool);
    expect(others).toEqual([]);
    expect(name).toMatch(/^\d+\.json$/);
    expect(readFileSync(join(spool, name as string), 'utf8')).toBe(INPUT);
    expect(statSync(join(spool, name as string)).mode & 0o077).toBe(0);
  });

  it('finds its folder in the environment, or in the platform’s data folder', async () => {
    await run([], INPUT, { TASKMASTER_OBSERVE_SPOOL: join(folder, 'a b') });
    await run([], INPUT, { TASKMASTER_OBSERVE_DATA: join(folder, 'data') });
    await run([], INPUT, { XDG_DATA_HOME: join(folder, 'xdg') });
    for (const spool of ['a b', 'data/spool', 'xdg/taskmaster-observe/spool']) {
      expect(readdirSync(join(folder, spool))).toHaveLength(1);
    }
  });

  it('gives every one of many hooks at once a file of its own', async () => {
    const inputs = Array.from({ length: 40 }, (_, n) => `{"n":${n}}`);
    const outcomes = await Promise.all(inputs.map((input) => run([folder], input)));
    expect(outcomes.every(({ code }) => code === 0)).toBe(true);
    const written = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(written.sort()).toEqual(inputs.sort());
  });

  it('exits 0, says nothing and reads to the end where it cannot write', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await run([join(folder, 'file', 'spool')], 'x'.repeat(1_000_000))).toEqual(SILENT);
  });

  it.skipIf(process.getuid?.() === 0)('exits 0 in a folder it may not write to', async () => {
    mkdirSync(join(folder, 'closed'));
    chmodSync(join(folder, 'closed'), 0o500);
    expect(await run([join(folder, 'closed')])).toEqual(SILENT);
  });

  it('drops input over 4 MiB, leaving nothing half-written', async () => {
    expect(await run([folder], Buffer.alloc(9_000_000, 97))).toEqual(SILENT);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('never writes over what is there: when its names are taken, the new input is dropped', async () => {
    for (let slot = 0; slot < 32_768; slot++) {
      writeFileSync(join(folder, `${slot}.json`), 'old');
    }
    expect(await run([folder])).toEqual(SILENT);
    const names = readdirSync(folder);
    expect(names).toHaveLength(32_768);
    expect(names.filter((name) => readFileSync(join(folder, name), 'utf8') !== 'old')).toEqual([]);
  });

  it('needs nothing but a shell, cat, mv, rm and mkdir', async () => {
    const programs = join(folder, 'bin');
    mkdirSync(programs);
    for (const name of ['cat', 'mv', 'rm', 'mkdir']) {
      symlinkSync(
        spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim(),
        join(programs, name)
      );
    }
    const shell = spawnSync('sh', ['-c', 'command -v sh'], { encoding: 'utf8' }).stdout.trim();
    expect(await run([join(folder, 'spool')], INPUT, { PATH: programs }, shell)).toEqual(SILENT);
    expect(readdirSync(join(folder, 'spool'))).toHaveLength(1);
  });
});
