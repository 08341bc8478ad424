import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { membersOf, RUN_VARIABLE } from '../../backend/src/execution/process/members.ts';
import { restoreRun } from '../../backend/src/execution/runner/restore.ts';
import { listRuns, runFolder } from '../../backend/src/execution/runner/run-folder.ts';
import { seededRandom } from '../../backend/src/analysis/random.ts';

/** `KILLS=200 TASKS=500` for the number docs/reliability.md is about. */
const KILLS = Number(process.env.KILLS ?? 10);
const TASKS = Number(process.env.TASKS ?? 200);
const CLI = resolve(import.meta.dirname, '../../backend/src/cli/index.ts');
const WORKLOAD = resolve(import.meta.dirname, 'workload.sh');

let folder: string;
let file: string;
let ledger: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'execution-crash-'));
  mkdirSync(join(folder, 'project/.taskmaster/tasks'), { recursive: true });
  file = join(folder, 'project/.taskmaster/tasks/tasks.json');
  ledger = join(folder, 'ledger');
  writeFileSync(ledger, '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Layers of tasks, each depending on up to three of an earlier layer. */
function writeGraph(random: () => number) {
  const tasks = Array.from({ length: TASKS }, (_, n) => {
    const reach = Math.min(n, 40);
    const dependencies =
      n < 20 ? [] : Array.from({ length: 1 + Math.floor(random() * 3) }, () => n - Math.floor(random() * reach));
    return {
      id: n + 1,
      title: `Task ${n + 1}`,
      status: 'pending',
      dependencies: [...new Set(dependencies)].filter((id) => id > 0 && id <= n),
    };
  });
  writeFileSync(file, JSON.stringify({ master: { tasks } }, null, 2));
}

function start(args: string[]) {
  const env = { ...process.env, LEDGER: ledger, SEED: '3', WORK: '0.02', PERMANENT: String(Math.round(TASKS * 0.9)) };
  const child = spawn(process.execPath, [CLI, ...args, '--data', join(folder, 'data'), '--url', 'http://127.0.0.1:9'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-4000)));
  child.stderr.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-4000)));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  return { child, ended, said: () => said };
}

it(`finishes every task once, however often it is killed (${KILLS} times over ${TASKS} tasks)`, async () => {
  const random = seededRandom(20_261_121);
  writeGraph(random);
  const again = () =>
    start([
      ...[
        'execute',
        '--queue',
        file,
        '--executor',
        WORKLOAD,
        '--parallel',
        '4',
        '--autonomous-mode',
        '--max-attempts',
        '4',
      ],
      '--resume-on-failure',
    ]);
  let current = again();
  let kills = 0;
  for (; kills < KILLS; kills++) {
    await Promise.race([sleep(350 + random() * 700), current.ended]);
    if (current.child.exitCode !== null) {
      break;
    }
    current.child.kill('SIGKILL');
    await current.ended;
    JSON.parse(readFileSync(file, 'utf8')); // the task file is whole at every moment
    current = again();
  }
  await current.ended;
  const [run] = listRuns(join(folder, 'data'));
  const { state, problems } = restoreRun(runFolder(join(folder, 'data'), run!));
  expect(problems, current.said()).toEqual([]);
  expect(state.phase, current.said()).toBe('ended');

  // Every task is finished, failed for a reason that is classified, or waits for one that failed.
  const statuses = new Map(
    (
      JSON.parse(readFileSync(file, 'utf8')) as {
        master: { tasks: Array<{ id: number; status: string; dependencies: number[] }> };
      }
    ).master.tasks.map((task) => [String(task.id), task])
  );
  const stuck = (id: string): boolean =>
    statuses.get(id)!.dependencies.some((on) => statuses.get(String(on))!.status === 'blocked' || stuck(String(on)));
  for (const [id, { status }] of statuses) {
    const task = state.tasks[id];
    if (status === 'done') {
      expect(task?.phase).toBe('done');
    } else if (status === 'blocked') {
      expect(task).toMatchObject({ phase: 'failed', failure: { class: 'permanent', kind: 'auth' }, counted: 1 });
    } else {
      expect([id, status, stuck(id)]).toEqual([id, 'pending', true]);
    }
  }
  // The work itself was done once for each: what had ended when the runner was killed was taken in, not repeated.
  const lines = readFileSync(ledger, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('done '));
  const times = new Map<string, number>();
  lines.forEach((line) => times.set(line.split(' ')[1]!, (times.get(line.split(' ')[1]!) ?? 0) + 1));
  const done = [...statuses].filter(([, { status }]) => status === 'done').map(([id]) => id);
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  expect([...times.keys()].sort()).toEqual(done.sort());
  const { transient, recovered } = state.totals;
  expect(recovered / transient).toBeGreaterThanOrEqual(0.95);
  expect(membersOf(new Set(), `${RUN_VARIABLE}=${run}`)).toEqual([]);
  process.stdout.write(
    `${JSON.stringify({ kills, tasks: TASKS, done: done.length, attempts: state.totals.attempts, transient, recovered })}\n`
  );
}, 1_800_000);
