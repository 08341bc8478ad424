import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RunLog } from '../execution/log/run-log.ts';
import { takeRun } from '../execution/runner/lock.ts';
import { makeRunFolder, runFolder } from '../execution/runner/run-folder.ts';
import { DEFAULT_CONFIG } from '../execution/state/config.ts';
import { type RunFact } from '../execution/state/records.ts';
import { executedRuns } from './executed-runs.ts';
import { processUse } from '../execution/process/process-use.ts';

let data: string;
let file: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'executed-'));
  file = join(data, 'tasks.json');
  const tasks = [1, 2, 3].map((id) => ({
    id,
    title: `Task ${id}`,
    status: 'pending',
    dependencies: id === 3 ? [2] : [],
  }));
  writeFileSync(file, JSON.stringify({ tasks }));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function write(run: string, facts: RunFact[]) {
  const folder = runFolder(data, run);
  makeRunFolder(folder);
  const { log } = RunLog.open(folder.logFile);
  const config = { ...DEFAULT_CONFIG, executor: 'claude', parallel: 4 };
  const started: RunFact = { type: 'run.started', run, project: 'shop-1', tag: 'master', tasksFile: file, config };
  [started, ...facts].forEach((fact) => log.append(fact));
  log.close();
  return folder;
}
const FAILED: RunFact[] = [
  { type: 'attempt.started', taskId: '1', attempt: 1 },
  { type: 'attempt.started', taskId: '2', attempt: 1 },
  {
    type: 'attempt.failed',
    taskId: '2',
    attempt: 1,
    durationMs: 5,
    costUsd: 0.5,
    failure: { class: 'permanent', kind: 'auth', text: 'No key' },
  },
];

it('tells runs that work now and the newest of a project, from what is on disk', () => {
  write('shop-1.20260101T000000Z', [{ type: 'run.ended', reason: 'finished' }]);
  const folder = write('shop-1.20260102T000000Z', FAILED);
  const release = takeRun(folder.lockFile);
  const { runs, problems } = executedRuns(data, { resources: true });
  release();
  expect(problems).toEqual([]);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    run: 'shop-1.20260102T000000Z',
    pid: process.pid,
    phase: 'running',
    endReason: null,
    attempts: 2,
    costUsd: 0.5,
    running: [{ taskId: '1', title: 'Task 1', attempt: 1 }],
    failed: [{ taskId: '2', text: 'No key' }],
    stranded: [{ taskId: '3', waitsFor: ['2'] }],
    queue: [],
  });
  if (process.platform === 'linux') {
    expect(runs[0]?.resources?.memoryBytes).toBeGreaterThan(10 * 1024 * 1024);
  }
  const after = executedRuns(data, { resources: true, project: 'shop-1' }).runs;
  expect(after[0]).toMatchObject({ pid: null, phase: 'ended', endReason: 'interrupted', resources: null });
  expect(executedRuns(data, { resources: false, project: 'other' }).runs).toEqual([]);
});

it('is said by “status” where no service runs, and only what is needed is', () => {
  write('shop-1.20260102T000000Z', FAILED);
  const cli = resolve(import.meta.dirname, 'index.ts');
  const env = { ...process.env, TASKMASTER_OBSERVE_URL: 'http://127.0.0.1:9' };
  const status = (...more: string[]) =>
    spawnSync(process.execPath, [cli, 'status', '--data', data, ...more], { env, encoding: 'utf8' });
  const told = status('--detailed');
  expect([told.status, told.stdout]).toEqual([
    0,
    expect.stringContaining('Interrupted while 1 task was at work. Go on with'),
  ]);
  expect(told.stdout).toMatch(/At work when it was interrupted\n +1 +Task 1 +begun .* ago/);
  expect(told.stdout).not.toContain('Running');
  expect(told.stderr).toContain('What was executed here is known without it.');
  const json = JSON.parse(status('--format', 'json').stdout) as { url: null; runs: unknown[] };
  expect([json.url, json.runs.length]).toEqual([null, 1]);
});

it.runIf(process.platform === 'linux')('counts what carries the mark of the run', async () => {
  const run = `shop-1.${process.pid}`;
  const child = spawn('sleep', ['30'], { env: { TASKMASTER_RUN_ID: run } });
  await new Promise((done) => child.once('spawn', done));
  expect(processUse(run, null)).toMatchObject({ processes: 1 });
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));
  expect(processUse(run, null)).toBeUndefined();
});
