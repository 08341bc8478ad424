import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rowsOf } from '../../backend/src/util/frame-rows.ts';
import { type Frame } from '../../contract/frames.ts';

const CLI = resolve(import.meta.dirname, '../../backend/src/cli/index.ts');
let folder: string;
let stop: Array<() => Promise<unknown>>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-control-'));
  stop = [];
});
afterEach(async () => {
  await Promise.all(stop.map(async (one) => one()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function run(args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  stop.push(async () => {
    child.kill();
    await ended;
  });
  return { ended, said: () => said };
}

async function until<T>(what: () => Promise<T | undefined> | T | undefined, why: () => string): Promise<T> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const found = await what();
    if (found !== undefined) {
      return found;
    }
    await sleep(50);
  }
  throw new Error(`waited in vain: ${why()}`);
}

it('a run is seen and controlled through the service: paused, a task skipped, a checkpoint saved, ended', async () => {
  const project = join(folder, 'project');
  const data = join(folder, 'data');
  mkdirSync(join(project, '.taskmaster/tasks'), { recursive: true });
  const file = join(project, '.taskmaster/tasks/tasks.json');
  const tasks = [1, 2, 3].map((id) => ({
    id,
    title: `Task ${id}`,
    status: 'pending',
    dependencies: id === 3 ? [1] : [],
  }));
  writeFileSync(file, JSON.stringify({ master: { tasks } }));
  const service = run(['start', '--data', data, '--port', '0', '--project', project]);
  const url = await until(() => {
    try {
      return (JSON.parse(readFileSync(join(data, 'service.json'), 'utf8')) as { url: string }).url;
    } catch {
      return undefined;
    }
  }, service.said);
  const token = readFileSync(join(data, 'control-token'), 'utf8').trim();
  const control = async (id: string, body: object, secret = token) => {
    const answer = await fetch(`${url}/api/v1/runs/${id}/control`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${secret}`,
        'x-taskmaster-actor': 'ada%20l%C3%B6we',
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as { message: string } };
  };
  const query = async (queryType: string, q: object) => {
    const body = {
      queries: [
        { refId: 'A', queryType, timeRange: { from: Date.now() - 3_600_000, to: Date.now() + 60_000 }, query: q },
      ],
    };
    const answer = await fetch(`${url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { results } = (await answer.json()) as { results: { A: { frames: Frame[] } } };
    return rowsOf(results.A.frames[0]!);
  };

  const execution = run([
    'execute',
    '--queue',
    file,
    '--data',
    data,
    '--executor',
    'while [ ! -e go-$TASKMASTER_TASK_ID ]; do sleep 0.05; done',
    '--autonomous-mode',
    '--parallel',
    '1',
  ]);
  const found = await until(async () => (await query('runs', { source: 'execute' }))[0], execution.said);
  const id = String(found.id);
  expect(await (await fetch(`${url}/api/v1/runs/${id}/control`)).json()).toMatchObject({
    running: true,
    phase: 'running',
    autonomous: true,
  });
  expect((await control(id, { action: 'pause' }, 'wrong')).status).toBe(401);
  expect((await control('nobody', { action: 'pause' })).status).toBe(409);
  expect((await control(id, { action: 'fly' })).status).toBe(400);
  expect(await control(id, { action: 'pause', reason: 'lunch' })).toMatchObject({ status: 200 });
  expect(await control(id, { action: 'skip', taskId: '9' })).toMatchObject({
    status: 409,
    body: { message: 'There is no task 9 in tag master.' },
  });
  expect(await control(id, { action: 'skip', taskId: '2' })).toMatchObject({ status: 200 });
  expect(await control(id, { action: 'checkpoint' })).toMatchObject({
    status: 200,
    body: { checkpoint: expect.stringMatching(/^cp-/) as string },
  });
  writeFileSync(join(project, 'go-1'), '');
  writeFileSync(join(project, 'go-3'), '');
  await control(id, { action: 'continue' });
  expect(await execution.ended, execution.said()).toBe(0);

  const told = await until(async () => {
    const events = await query('events', { run: id });
    return events.some(({ type }) => type === 'run.ended') ? events : undefined;
  }, service.said);
  expect(told.find(({ type }) => type === 'run.paused')).toMatchObject({ text: 'Run paused by ada löwe: lunch' });
  expect((await query('checkpoints', { run: id })).map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(['start', 'command', 'end'])
  );
  const rows = await until(async () => {
    const all = await query('tasks', { project: String(found.project) });
    return all.filter(({ status }) => status === 'done').length === 2 ? all : undefined;
  }, service.said);
  expect(rows.map(({ taskId, status, attempts }) => [taskId, status, attempts])).toEqual([
    ['1', 'done', 1],
    ['2', 'deferred', 0],
    ['3', 'done', 1],
  ]);
  expect((await query('runs', { source: 'execute' }))[0]).toMatchObject({
    id,
    state: 'closed',
    endReason: 'finished',
    failed: 0,
  });
  const report = await fetch(`${url}/api/v1/runs/${id}/report`);
  expect([report.status, report.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await report.text()).toContain(`<title>Run ${id}</title>`);
  expect((await fetch(`${url}/api/v1/runs/${id}/report?format=csv`)).headers.get('content-type')).toContain('text/csv');
  expect((await fetch(`${url}/api/v1/runs/nobody/report`)).status).toBe(404);
}, 120_000);
