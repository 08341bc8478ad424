import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventRecord } from '#contract/events-api.ts';
import { DEFAULT_CONFIG } from '../state/config.ts';
import { type RunRecord } from '../state/records.ts';
import { type RunConfig } from '../state/types.ts';
import { membersOf } from '../process/members.ts';
import { awaitAnswer, type ControlCommand, sendControl } from './control-inbox.ts';
import { beginRun, type OpenOptions, type OpenRun, QueueRefused, resumeRun } from './open-run.ts';

let folder: string;
let file: string;
let options: OpenOptions;
let sent: EventRecord[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runner-'));
  mkdirSync(join(folder, 'project/.taskmaster/tasks'), { recursive: true });
  file = join(folder, 'project/.taskmaster/tasks/tasks.json');
  sent = [];
  options = {
    dataDir: join(folder, 'data'),
    version: '1.0.0',
    send: async (events) => {
      sent.push(...events);
      return Promise.resolve({ refused: [] });
    },
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const config = (command: string, more: Partial<RunConfig> = {}): RunConfig => ({
  ...DEFAULT_CONFIG,
  command,
  autonomous: true,
  parallel: 2,
  backoff: { firstMs: 10, factor: 2, maxMs: 50, jitter: 0.1 },
  ...more,
});
const tasks = (...list: Array<{ id: number; status?: string; dependencies?: number[]; subtasks?: unknown[] }>) =>
  writeFileSync(
    file,
    JSON.stringify({
      master: { tasks: list.map((one) => ({ title: `Task ${one.id}`, status: 'pending', dependencies: [], ...one })) },
    })
  );
const statuses = () =>
  Object.fromEntries(
    (
      JSON.parse(readFileSync(file, 'utf8')) as { master: { tasks: Array<{ id: number; status: string }> } }
    ).master.tasks.map(({ id, status }) => [id, status])
  );
const ran = (name = 'ran') =>
  existsSync(join(folder, 'project', name))
    ? readFileSync(join(folder, 'project', name), 'utf8')
        .trim()
        .split('\n')
    : [];
const begin = (command: string, more: Partial<RunConfig> = {}) =>
  beginRun({ tasksFile: file, config: config(command, more) }, options);

async function until(what: () => boolean) {
  for (let waited = 0; !what(); waited += 10) {
    if (waited > 10_000) {
      throw new Error('waited in vain');
    }
    await sleep(10);
  }
}
async function control(run: OpenRun, command: Omit<ControlCommand, 'actor'>) {
  return awaitAnswer(run.folder.controlDir, sendControl(run.folder.controlDir, { actor: 'test', ...command }), 8000);
}

describe('a run', () => {
  it('works through the graph in order, writes statuses, and tells the journal', async () => {
    tasks(
      { id: 1 },
      { id: 2, dependencies: [1] },
      {
        id: 3,
        subtasks: [
          { id: 1, title: 'x', status: 'pending' },
          { id: 2, title: 'y', status: 'pending', dependencies: [1] },
        ],
      }
    );
    const run = begin('echo "$TASKMASTER_TASK_ID $TASKMASTER_ATTEMPT" >> ran; cat > "in-$TASKMASTER_TASK_ID"');
    expect(await run.work()).toEqual({ statusesWritten: true, eventsSent: true });
    expect(run.runner.state).toMatchObject({
      phase: 'ended',
      endReason: 'finished',
      totals: { attempts: 4, succeeded: 4, failed: 0 },
    });
    expect(ran().sort()).toEqual(['1 1', '2 1', '3.1 1', '3.2 1']);
    expect(ran().indexOf('1 1')).toBeLessThan(ran().indexOf('2 1'));
    expect(statuses()).toEqual({ 1: 'done', 2: 'done', 3: 'done' });
    expect(JSON.parse(readFileSync(join(folder, 'project/in-3.1'), 'utf8'))).toMatchObject({
      taskId: '3.1',
      title: 'x',
    });
    expect(sent.filter(({ type }) => type.startsWith('attempt.'))).toHaveLength(8);
    expect(sent[0]).toMatchObject({ type: 'run.started' });
    const wrote = { 1: ['in-progress', 'done'], 3: expect.arrayContaining(['done']) as string[] };
    expect(sent.find(({ type }) => type === 'run.ended')?.data).toMatchObject({ reason: 'finished', wrote });
    expect(sent.at(-1)).toMatchObject({ type: 'checkpoint.saved' });
  });

  it('tries transient failures again, gives permanent ones up at once, and goes on with what does not depend on them', async () => {
    tasks({ id: 1 }, { id: 2 }, { id: 3, dependencies: [2] }, { id: 4 });
    const run = begin(
      `echo "$TASKMASTER_TASK_ID" >> ran
       [ "$TASKMASTER_TASK_ID" = 1 ] && [ "$TASKMASTER_ATTEMPT" -lt 3 ] && { echo "HTTP 429 too many requests"; exit 1; }
       [ "$TASKMASTER_TASK_ID" = 2 ] && { echo "Invalid API key"; exit 1; }
       exit 0`
    );
    await run.work();
    expect(run.runner.state).toMatchObject({
      endReason: 'nothing left that can run',
      totals: { transient: 1, recovered: 1, failed: 1 },
    });
    expect(ran().filter((one) => one === '1')).toHaveLength(3);
    expect(ran().filter((one) => one === '2')).toHaveLength(1);
    expect(ran()).not.toContain('3');
    expect(statuses()).toEqual({ 1: 'done', 2: 'blocked', 3: 'pending', 4: 'done' });
    expect(run.runner.state.parallel).toBe(1); // it was asked to go slower
  });

  it('counts only what its verification proves', async () => {
    tasks({ id: 1 }, { id: 2 });
    const run = begin('true', { verify: '[ "$TASKMASTER_TASK_ID" = 1 ] || { echo "test failed"; exit 1; }' });
    await run.work();
    expect(statuses()).toEqual({ 1: 'done', 2: 'blocked' });
    expect(run.runner.state.tasks['2']?.failure).toMatchObject({ kind: 'verification', exitCode: 1 });
  });

  it('ends a task that runs too long, with everything it started', async () => {
    tasks({ id: 1 });
    const run = begin('trap "" TERM; sleep 60 & sleep 60', { softTimeoutMs: 50, hardTimeoutMs: 100, maxAttempts: 1 });
    await run.work();
    expect(run.runner.state.tasks['1']).toMatchObject({ phase: 'failed', failure: { kind: 'timeout' } });
    expect(membersOf(new Set(), `TASKMASTER_RUN_ID=${run.folder.run}`)).toEqual([]);
  });

  it('refuses circles before anything is begun', () => {
    tasks({ id: 1, dependencies: [2] }, { id: 2, dependencies: [1] });
    expect(() => begin('touch ran')).toThrow(QueueRefused);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('puts nothing of a task file on a command line', async () => {
    writeFileSync(
      file,
      JSON.stringify({
        master: { tasks: [{ id: '1; touch hacked', title: '$(touch hacked) `touch hacked`', status: 'pending' }] },
      })
    );
    const run = begin('printf "%s|%s\\n" "$TASKMASTER_TASK_ID" "$TASKMASTER_TASK_TITLE" >> ran');
    await run.work();
    expect(ran()).toEqual(['1; touch hacked|$(touch hacked) `touch hacked`']);
    expect(existsSync(join(folder, 'project/hacked'))).toBe(false);
  });

  it('stops at its limits and says which', async () => {
    tasks(...Array.from({ length: 10 }, (_, n) => ({ id: n + 1 })));
    const run = begin(`echo '{"type":"result","total_cost_usd":0.5,"session_id":"s"}'`, {
      parallel: 1,
      limits: { ...DEFAULT_CONFIG.limits, costUsd: 1.5 },
    });
    await run.work();
    expect(run.runner.state).toMatchObject({ phase: 'ended', totals: { succeeded: 3, costUsd: 1.5 } });
    expect(run.runner.state.endReason).toContain('1.5 US$ was the limit');
  });

  it('takes in tasks that are added while it runs, and leaves a broken file until it is whole', async () => {
    tasks({ id: 1 });
    const run = begin('sleep 0.3; echo "$TASKMASTER_TASK_ID" >> ran');
    const work = run.work();
    writeFileSync(file, '{"mas');
    await until(() => ran().includes('1'));
    await sleep(200);
    tasks({ id: 1 }, { id: 2 });
    await work;
    expect(ran()).toEqual(['1', '2']);
    expect(statuses()).toEqual({ 1: 'done', 2: 'done' });
  });
});

describe('control', () => {
  it('tells of an attempt that writes that it is alive, and of a silent one nothing', async () => {
    tasks({ id: 1 }, { id: 2 });
    const told: RunRecord[] = [];
    options.onRecord = (record) => told.push(record);
    options.more = { aliveMs: 100 };
    const run = begin('[ $TASKMASTER_TASK_ID = 2 ] || echo begun; while [ ! -e over ]; do sleep 0.05; done', {
      parallel: 2,
    });
    const work = run.work();
    await until(() => told.some(({ type }) => type === 'attempt.alive'));
    writeFileSync(join(folder, 'project/over'), '');
    await work;
    const alive = told.filter((record) => record.type === 'attempt.alive');
    expect(alive.map(({ taskId, attempt }) => [taskId, attempt])).toEqual([['1', 1]]);
  });

  it('pauses, goes on, skips, overrides, retries, and says why it refuses', async () => {
    tasks({ id: 1 }, { id: 2 }, { id: 3 }, { id: 4, dependencies: [3] });
    const run = begin('echo "$TASKMASTER_TASK_ID" >> ran; [ "$TASKMASTER_TASK_ID" != 1 ] || sleep 60', { parallel: 1 });
    const work = run.work();
    await until(() => ran().includes('1'));
    expect(await control(run, { action: 'pause' })).toMatchObject({ ok: true });
    expect(await control(run, { action: 'skip', taskId: '99' })).toEqual({
      ok: false,
      text: 'There is no task 99 in tag master.',
    });
    expect(await control(run, { action: 'skip', taskId: '1', reason: 'hangs' })).toMatchObject({ ok: true });
    expect(await control(run, { action: 'override', taskId: '3', status: 'done', reason: 'by hand' })).toMatchObject({
      ok: true,
    });
    await sleep(200);
    expect(ran()).toEqual(['1']);
    const saved = await control(run, { action: 'checkpoint' });
    expect(saved?.checkpoint).toMatch(/^cp-/);
    expect(await control(run, { action: 'continue' })).toMatchObject({ ok: true });
    await work;
    expect(ran()).toEqual(['1', '2', '4']);
    expect(statuses()).toEqual({ 1: 'deferred', 2: 'done', 3: 'done', 4: 'done' });
    expect(sent.find(({ type }) => type === 'task.overridden')).toMatchObject({
      taskId: '3',
      data: { actor: 'test', reason: 'by hand' },
    });
  });

  it('begins nothing unapproved unless it is autonomous', async () => {
    tasks({ id: 1 }, { id: 2 });
    const run = begin('echo "$TASKMASTER_TASK_ID" >> ran', { autonomous: false });
    const work = run.work();
    await sleep(300);
    expect(ran()).toEqual([]);
    await control(run, { action: 'approve', taskId: '2' });
    await until(() => ran().length === 1);
    expect(ran()).toEqual(['2']);
    await control(run, { action: 'stop' });
    await work;
    expect(run.runner.state).toMatchObject({ phase: 'ended', endReason: 'stop by test' });
  });

  it.runIf(process.platform === 'linux')('ends every process in an emergency, and can be resumed', async () => {
    tasks({ id: 1 }, { id: 2 });
    const run = begin(
      'echo "$TASKMASTER_TASK_ID" >> ran; [ -e go ] || { setsid sh -c "trap \'\' TERM HUP; sleep 60" & sleep 60; }'
    );
    const work = run.work();
    await until(() => ran().length === 2);
    expect(await control(run, { action: 'emergency-stop' })).toMatchObject({ ok: true });
    expect(membersOf(new Set(), `TASKMASTER_RUN_ID=${run.folder.run}`)).toEqual([]);
    await work;
    expect(Object.values(run.runner.state.tasks).map(({ phase }) => phase)).toEqual(['retry', 'retry']);
    writeFileSync(join(folder, 'project/go'), '');
    const again = resumeRun({ run: run.folder.run, actor: 'test' }, options);
    await again.work();
    expect(again.runner.state).toMatchObject({ endReason: 'finished', totals: { succeeded: 2 } });
    expect(statuses()).toEqual({ 1: 'done', 2: 'done' });
  });

  it('tries again on resume what has failed for good, where that is asked for, in the folder it began with; secrets are not kept', async () => {
    tasks({ id: 1 }, { id: 2, dependencies: [1] });
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    const command =
      '[ -e go ] || { echo "Invalid API key sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789"; exit 1; }';
    const run = begin(command, { cwd: elsewhere });
    await run.work();
    expect(run.runner.state.tasks['1']).toMatchObject({ phase: 'failed', failure: { kind: 'auth' } });
    expect(JSON.stringify([run.runner.state.tasks, run.runner.state.errors])).not.toContain('abcdefghijklmnop');
    writeFileSync(join(elsewhere, 'go'), '');
    const idle = resumeRun({ run: run.folder.run, actor: 'test' }, options);
    await idle.work();
    expect(idle.runner.state.endReason).toBe('nothing left that can run');
    const again = resumeRun({ run: run.folder.run, actor: 'test', retryFailed: true }, options);
    await again.work();
    expect(again.runner.state).toMatchObject({ endReason: 'finished', totals: { succeeded: 2, failed: 0 } });
    expect(statuses()).toEqual({ 1: 'done', 2: 'done' });
  });
});
