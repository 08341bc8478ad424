import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../backend/src/analysis/random.ts';
import { membersOf, RUN_VARIABLE } from '../../backend/src/execution/process/members.ts';
import { readRunLog } from '../../backend/src/execution/log/run-log.ts';
import { restoreRun } from '../../backend/src/execution/runner/restore.ts';
import { listRuns, runFolder } from '../../backend/src/execution/runner/run-folder.ts';
import { findRedis, type RedisServer, startRedis } from './redis-server.ts';

const TASKS = Number(process.env.WORKER_TASKS ?? 40);
const CLI = resolve(import.meta.dirname, '../../backend/src/cli/index.ts');
const redis = findRedis();
const missing = 'problem' in redis ? redis.problem : undefined;
if (missing !== undefined) {
  process.stdout.write(`Workers over Redis are not tested: ${missing}\n`);
}
/** In CI a missing Redis is a failure, on a developer's machine a sentence. */
const suite = missing !== undefined && !process.env.CI ? describe.skip : describe;

/** Says where two attempts of one task are alive at the same time, and counts every piece of work that was finished. */
const WORKLOAD = `#!/bin/sh
lock="$LOCKS/$TASKMASTER_TASK_ID"
other=$(cat "$lock" 2>/dev/null)
[ -n "$other" ] && kill -0 "$other" 2>/dev/null && echo "overlap $TASKMASTER_TASK_ID" >> "$LEDGER"
echo $$ > "$lock"
[ $((TASKMASTER_TASK_ID % 7)) -eq 0 ] && [ "$TASKMASTER_ATTEMPT" -eq 1 ] && { echo 'Error: connect ECONNREFUSED 127.0.0.1:443'; exit 1; }
[ "$TASKMASTER_TASK_ID" -eq 13 ] && { echo 'Invalid API key'; exit 1; }
[ $((TASKMASTER_TASK_ID % 5)) -eq 0 ] && { setsid sleep 300 & }
sleep "\${WORK:-0.3}"
echo "done $TASKMASTER_TASK_ID $TASKMASTER_ATTEMPT" >> "$LEDGER"
`;

suite('workers over Redis', () => {
  let folder: string;
  let file: string;
  let ledger: string;
  let server: RedisServer;
  let said: string;
  const started: Array<ReturnType<typeof spawn>> = [];

  beforeEach(async () => {
    if ('problem' in redis) {
      throw new Error(redis.problem);
    }
    folder = mkdtempSync(join(tmpdir(), 'execution-workers-'));
    mkdirSync(join(folder, 'project/.taskmaster/tasks'), { recursive: true });
    mkdirSync(join(folder, 'locks'));
    file = join(folder, 'project/.taskmaster/tasks/tasks.json');
    ledger = join(folder, 'ledger');
    writeFileSync(ledger, '');
    writeFileSync(join(folder, 'work.sh'), WORKLOAD, { mode: 0o755 });
    said = '';
    server = await startRedis(redis.path);
  });
  afterEach(async () => {
    started.splice(0).forEach((child) => child.kill('SIGKILL'));
    await server.close();
    await sleep(50);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  function start(args: string[], env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
      env: { ...process.env, LEDGER: ledger, LOCKS: join(folder, 'locks'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    const own = { began: 0 };
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      own.began += data.toString().split('▶').length - 1;
    });
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    return { child, own, ended: new Promise<number | null>((done) => child.once('exit', done)) };
  }
  const worker = (name: string, ...more: string[]) =>
    start([
      'worker',
      '--workers',
      server.url,
      '--lease',
      '2s',
      '--data',
      join(folder, name),
      '--parallel',
      '2',
      ...more,
    ]);
  const execute = (command: string, ...more: string[]) =>
    start([
      ...['execute', '--queue', file, '--executor', command, '--parallel', '8', '--autonomous-mode'],
      ...['--workers', server.url, '--data', join(folder, 'data'), '--url', 'http://127.0.0.1:9', ...more],
    ]);
  const write = (count: number) =>
    writeFileSync(
      file,
      JSON.stringify({
        master: {
          tasks: Array.from({ length: count }, (_, n) => ({
            id: n + 1,
            title: `Task ${n + 1}`,
            status: 'pending',
            dependencies: n < 8 ? [] : [n - 7],
          })),
        },
      })
    );
  const statuses = () =>
    new Map(
      (
        JSON.parse(readFileSync(file, 'utf8')) as { master: { tasks: Array<{ id: number; status: string }> } }
      ).master.tasks.map(({ id, status }) => [String(id), status])
    );
  const run = () => runFolder(join(folder, 'data'), listRuns(join(folder, 'data'))[0]!);
  const lines = (word: string) =>
    readFileSync(ledger, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(word));
  async function until(name: string, what: () => boolean) {
    for (let waited = 0; !what(); waited += 20) {
      if (waited > 60_000) {
        throw new Error(`waited in vain for ${name}: ${said.slice(-2000)}`);
      }
      await sleep(20);
    }
  }
  /** Until a worker has just begun an attempt, so that one is lost with it. */
  const begins = ({ own }: ReturnType<typeof start>, before = own.began) =>
    until('an attempt', () => own.began > before);

  it(`finishes every task once while one of 4 workers is killed and one is frozen (${TASKS} tasks)`, async () => {
    write(TASKS);
    const random = seededRandom(Number(process.env.SEED ?? 7));
    const workers = ['a', 'b', 'c', 'd'].map((name) => worker(name));
    const coordinator = execute(join(folder, 'work.sh'), '--max-attempts', '4');
    await until('work', () => lines('done').length >= 4 + random() * 6);
    const killed = Math.floor(random() * 4);
    await begins(workers[killed]!);
    workers[killed]!.child.kill('SIGKILL');
    await sleep(random() * 1500);
    const frozen = (killed + 1 + Math.floor(random() * 3)) % 4;
    await begins(workers[frozen]!);
    workers[frozen]!.child.kill('SIGSTOP');
    await until('a lost attempt', () => readRunLog(run().logFile).records.some(({ type }) => type === 'attempt.lost'));
    await sleep(3_000 + random() * 2_000); // longer than its lease
    workers[frozen]!.child.kill('SIGCONT');
    await coordinator.ended;

    const { state, problems, records } = restoreRun(run());
    expect(problems).toEqual([]);
    expect(state.phase, said.slice(-3000)).toBe('ended');
    const stuck = (id: number): boolean => id === 13 || (id > 8 && stuck(id - 8));
    for (const [id, status] of statuses()) {
      const expected = Number(id) === 13 ? 'blocked' : stuck(Number(id)) ? 'pending' : 'done';
      expect([id, status], said.slice(-3000)).toEqual([id, expected]);
      expect(records.filter((one) => one.type === 'attempt.succeeded' && one.taskId === id).length).toBe(
        expected === 'done' ? 1 : 0
      );
    }
    expect(state.tasks['13']).toMatchObject({ phase: 'failed', failure: { class: 'permanent' }, counted: 1 });
    expect(lines('overlap')).toEqual([]);
    workers.forEach(({ child }) => child.kill('SIGTERM'));
    await Promise.all(workers.map(async ({ ended }) => ended));
    expect(membersOf(new Set(), `${RUN_VARIABLE}=${run().run}`)).toEqual([]);
    // The password of Redis is nowhere: not in what was said, the log, the checkpoints.
    expect(said).not.toContain(server.password);
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('redis-'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(kept.some((text) => text.includes(server.password))).toBe(false);
    process.stdout.write(
      `${JSON.stringify({ tasks: TASKS, attempts: state.totals.attempts, lost: records.filter(({ type }) => type === 'attempt.lost').length })}\n`
    );
  }, 180_000);

  it('ends everything on workers in an emergency, and goes on when it is resumed', async () => {
    write(4);
    worker('a');
    worker('b');
    const first = execute(
      'echo begun >> "$LEDGER"; [ -e "$LOCKS/go" ] || { setsid sh -c "trap \'\' TERM; sleep 300" & sleep 300; }'
    );
    await until('work', () => lines('begun').length === 4);
    const stop = start(['emergency-stop', '--data', join(folder, 'data')]);
    expect(await stop.ended, said).toBe(0);
    await first.ended;
    expect(membersOf(new Set(), `${RUN_VARIABLE}=${run().run}`)).toEqual([]);
    writeFileSync(join(folder, 'locks/go'), '');
    const again = start([
      'resume',
      '--workers',
      server.url,
      '--data',
      join(folder, 'data'),
      '--url',
      'http://127.0.0.1:9',
    ]);
    expect(await again.ended, said).toBe(0);
    expect([...statuses().values()]).toEqual(['done', 'done', 'done', 'done']);
  }, 60_000);

  it('goes on by itself when Redis was away, and when the run was killed meanwhile', async () => {
    write(12);
    worker('a');
    const first = execute(join(folder, 'work.sh'));
    await until('work', () => lines('done').length >= 2);
    await server.kill();
    await until('a sentence', () => said.includes('does not answer'));
    first.child.kill('SIGKILL');
    await first.ended;
    const again = start([
      'resume',
      '--workers',
      server.url,
      '--data',
      join(folder, 'data'),
      '--url',
      'http://127.0.0.1:9',
    ]);
    await sleep(500);
    await server.restart();
    await again.ended;
    expect(
      [...statuses().values()].filter((status) => status !== 'done'),
      said.slice(-3000)
    ).toEqual([]);
    const { records } = restoreRun(run());
    expect(records.filter(({ type }) => type === 'attempt.succeeded')).toHaveLength(12);
    expect(lines('overlap')).toEqual([]);
  }, 60_000);
});
