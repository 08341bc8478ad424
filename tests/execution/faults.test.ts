import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRunLog } from '../../backend/src/execution/log/run-log.ts';
import { beginRun, type OpenOptions, type OpenRun, resumeRun } from '../../backend/src/execution/runner/open-run.ts';
import { restoreRun } from '../../backend/src/execution/runner/restore.ts';
import { resumePlan } from '../../backend/src/execution/runner/resume-plan.ts';
import { DEFAULT_CONFIG } from '../../backend/src/execution/state/config.ts';

let folder: string;
let file: string;
let options: OpenOptions;
let troubles: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'execution-faults-'));
  mkdirSync(join(folder, 'project/.taskmaster/tasks'), { recursive: true });
  file = join(folder, 'project/.taskmaster/tasks/tasks.json');
  troubles = [];
  options = {
    dataDir: join(folder, 'data'),
    version: '1.0.0',
    onTrouble: (what, problem) => problem !== undefined && troubles.push(`${what}: ${problem}`),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const write = (count: number) =>
  writeFileSync(
    file,
    JSON.stringify({
      master: {
        tasks: Array.from({ length: count }, (_, n) => ({ id: n + 1, title: `Task ${n + 1}`, status: 'pending' })),
      },
    })
  );
const statuses = () =>
  (JSON.parse(readFileSync(file, 'utf8')) as { master: { tasks: Array<{ status: string }> } }).master.tasks.map(
    ({ status }) => status
  );
const ran = () => (existsSync(join(folder, 'ran')) ? readFileSync(join(folder, 'ran'), 'utf8').trim().split('\n') : []);
const begin = (command: string) =>
  beginRun(
    {
      tasksFile: file,
      config: {
        ...DEFAULT_CONFIG,
        command: `cd '${folder}'; ${command}`,
        autonomous: true,
        backoff: { firstMs: 10, factor: 2, maxMs: 50, jitter: 0 },
      },
    },
    options
  );
async function until(name: string, what: () => boolean) {
  for (let waited = 0; !what(); waited += 10) {
    if (waited > 20_000) {
      throw new Error(`waited in vain for ${name}; ${troubles.join('; ')}`);
    }
    await sleep(10);
  }
}
/** A run that was stopped after two of its four tasks. */
async function stopped(): Promise<OpenRun> {
  write(4);
  const run = begin('echo $TASKMASTER_TASK_ID >> ran; [ $TASKMASTER_TASK_ID -lt 3 ] || [ -e go ] || sleep 60');
  const work = run.work();
  await until('the third task', () => ran().length === 3);
  await run.runner.shutDown('SIGTERM', 'test');
  await work;
  writeFileSync(join(folder, 'go'), '');
  return run;
}
const finish = async (run: string, more: object = {}) => {
  const resumed = resumeRun({ run, actor: 'test', ...more }, options);
  await resumed.work();
  expect(resumed.runner.state).toMatchObject({ endReason: 'finished', totals: { succeeded: 4 } });
  expect(ran().filter((id) => id === '1' || id === '2')).toEqual(['1', '2']);
  return resumed;
};

it('begins nothing while the disk is full, keeps what ends meanwhile, says so, and goes on by itself', async ({
  skip,
}) => {
  const small = join(folder, 'data');
  mkdirSync(small);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).status !== 0) {
    skip('this user cannot mount a small disk');
  }
  try {
    write(8);
    // The first task leaves room for nothing; what it has done counts all the same.
    const run = begin(
      '[ -e full ] || { cat /dev/zero > data/fill 2> /dev/null; touch full; sleep 0.2; }; echo $TASKMASTER_TASK_ID >> ran; exit 0'
    );
    const work = run.work();
    await until('the full disk', () => existsSync(join(folder, 'full')));
    await until('a sentence', () => troubles.some((text) => /ENOSPC|no space/i.test(text)));
    await sleep(500);
    const meanwhile = ran().length;
    expect(meanwhile).toBeLessThan(8);
    rmSync(join(small, 'fill'));
    await work;
    expect(run.runner.state).toMatchObject({ endReason: 'finished', totals: { succeeded: 8, failed: 0 } });
    expect(statuses()).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect(ran().filter((id) => id === '1')).toEqual(['1']);
    const { goodBytes, bytes } = readRunLog(run.folder.logFile);
    expect(goodBytes).toBe(bytes); // no torn line in it
    expect(restoreRun(run.folder).state.totals.succeeded).toBe(8);
  } finally {
    spawnSync('umount', ['-l', small]);
  }
});

it('works on while tasks.json cannot be written, and writes the statuses when it can', async () => {
  write(3);
  const run = begin('sleep 0.2; echo $TASKMASTER_TASK_ID >> ran');
  mkdirSync(`${file}.tmp.${process.pid}`); // where the new file would be made
  const work = run.work();
  await until('the tasks', () => ran().length === 3);
  await until('a sentence', () => troubles.some((text) => text.startsWith('task file:')));
  expect(troubles.join()).toContain('cannot be written');
  rmSync(`${file}.tmp.${process.pid}`, { recursive: true });
  expect(await work).toMatchObject({ statusesWritten: true });
  expect(statuses()).toEqual(['done', 'done', 'done']);
});

it.each([
  ['is missing', () => 'no-such-executor', 'The command was not found'],
  [
    'may not be executed',
    () => {
      writeFileSync(join(folder, 'work.sh'), '#!/bin/sh\n');
      chmodSync(join(folder, 'work.sh'), 0o644);
      return './work.sh';
    },
    'The command cannot be executed',
  ],
])('gives a task up at once where its executor %s', async (_what, make, sentence) => {
  write(1);
  const run = begin(make());
  await run.work();
  expect(run.runner.state.tasks['1']).toMatchObject({ phase: 'failed', attempts: 1, failure: { class: 'permanent' } });
  expect(run.runner.state.tasks['1']!.failure!.text).toContain(sentence);
  expect(statuses()).toEqual(['blocked']);
});

it('goes on where nobody reads any more what it says', async () => {
  write(3);
  const cli = resolve(import.meta.dirname, '../../backend/src/cli/index.ts');
  const args = ['execute', '--queue', file, '--executor', 'sleep 0.2', '--autonomous-mode'];
  const child = spawn(process.execPath, [cli, ...args, '--data', join(folder, 'data'), '--url', 'http://127.0.0.1:9']);
  const ended = new Promise((done) => child.once('exit', done));
  child.stdout.once('data', () => child.stdout.destroy());
  child.stderr.once('data', () => child.stderr.destroy());
  expect(await ended).toBe(0);
  expect(statuses()).toEqual(['done', 'done', 'done']);
});

it('refuses working trees together with workers in a sentence, before anything is written', () => {
  write(1);
  const cli = resolve(import.meta.dirname, '../../backend/src/cli/index.ts');
  const data = join(folder, 'data');
  spawnSync('git', ['-C', join(folder, 'project'), 'init', '-q']);
  const commit = ['-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '-q', '--allow-empty', '-m', 'begin'];
  spawnSync('git', ['-C', join(folder, 'project'), ...commit]);
  const args = ['execute', '--queue', file, '--executor', 'true', '--autonomous-mode', '--data', data];
  const more = ['--worktrees', '--workers', 'redis://127.0.0.1:1/0'];
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args, ...more], { encoding: 'utf8' });
  expect([status, stderr.trim().split('\n').at(-1)]).toEqual([
    64,
    'Working trees are folders of this machine, which workers elsewhere do not have: use --worktrees or --workers, not both.',
  ]);
  expect(existsSync(data)).toBe(false);
  expect(statuses()).toEqual(['pending']);
});

describe('a run that is taken up again', () => {
  it('remembers where the second copies of its checkpoints are', async () => {
    options.copies = join(folder, 'another disk');
    const run = await stopped();
    delete options.copies;
    const before = readdirSync(join(folder, 'another disk', run.folder.run));
    expect(before.length).toBeGreaterThan(0);
    rmSync(run.folder.targets[0]!.name, { recursive: true });
    writeFileSync(run.folder.logFile, 'damaged');
    const resumed = await finish(run.folder.run);
    expect(resumed.folder.targets[1]!.name).toBe(join(folder, 'another disk', run.folder.run));
    expect(readdirSync(resumed.folder.targets[1]!.name).length).toBeGreaterThan(before.length);
  });

  it('says that its project has moved, and goes on where it is now', async () => {
    const run = await stopped();
    renameSync(join(folder, 'project'), join(folder, 'elsewhere'));
    const about = { from: undefined, tasksFile: undefined, version: '1.0.0' };
    const plan = await resumePlan(run.folder, about);
    expect(plan.possible).toBe(false);
    expect(plan.sentences.join(' ')).toContain('Where the project has moved, name the file with --queue');
    expect(() => resumeRun({ run: run.folder.run, actor: 'test' }, options)).toThrow('There is no task file');
    file = join(folder, 'elsewhere/.taskmaster/tasks/tasks.json');
    await finish(run.folder.run, { tasksFile: file });
    expect(statuses()).toEqual(['done', 'done', 'done', 'done']);
  });

  it('passes over a checkpoint of a newer version with a sentence, and goes on from what it can read', async () => {
    const run = await stopped();
    const newest = readdirSync(run.folder.targets[0]!.name).sort().at(-1)!;
    for (const { name } of run.folder.targets) {
      const text = readFileSync(join(name, newest), 'utf8');
      writeFileSync(join(name, newest), text.replace('"schema":1,', '"schema":99,'));
    }
    expect(() => restoreRun(run.folder, newest.slice(0, -5))).toThrow('written by a newer version');
    const { problems } = await finish(run.folder.run);
    expect(problems.join(' ')).toContain('written by a newer version (format 99; this one reads 1)');
  });

  it('goes on from its log where every copy of every checkpoint is damaged, and from a checkpoint where the log is', async () => {
    const run = await stopped();
    const spoil = (path: string) => {
      const bytes = readFileSync(path);
      bytes[Math.floor(bytes.length / 2)]! ^= 0x10;
      writeFileSync(path, bytes);
    };
    const log = readFileSync(run.folder.logFile);
    spoil(run.folder.logFile);
    expect(restoreRun(run.folder).state.totals.succeeded).toBe(2);
    writeFileSync(run.folder.logFile, log);
    for (const { name } of run.folder.targets) {
      readdirSync(name).forEach((one) => spoil(join(name, one)));
    }
    const { problems } = await finish(run.folder.run);
    expect(problems.join(' ')).toContain('its checksum does not match its content');
  });

  it('says plainly where nothing is left of it', async () => {
    const run = await stopped();
    run.folder.targets.forEach(({ name }) => rmSync(name, { recursive: true }));
    writeFileSync(run.folder.logFile, 'damaged');
    expect(() => resumeRun({ run: run.folder.run, actor: 'test' }, options)).toThrow(
      'neither its log nor a checkpoint'
    );
  });
});
