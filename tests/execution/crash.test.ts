import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../backend/src/analysis/random.ts';
import { membersOf, RUN_VARIABLE } from '../../backend/src/execution/process/members.ts';
import { restoreRun } from '../../backend/src/execution/runner/restore.ts';
import { listRuns, runFolder } from '../../backend/src/execution/runner/run-folder.ts';
import { type RunState } from '../../backend/src/execution/state/types.ts';
import { CrashStage, type Started } from './crash-stage.ts';
import { findRedis, startRedis } from './redis-server.ts';

/** `KILLS=200 TASKS=500 WORK=2` for the numbers docs/reliability.md is about; WORK: seconds of work a task is. */
const KILLS = Number(process.env.KILLS ?? 6);
const TASKS = Number(process.env.TASKS ?? 50);
const WORKERS = 3;
const WORKLOAD = resolve(import.meta.dirname, 'workload.sh');

let stage: CrashStage;
const closers: Array<() => Promise<void>> = [];
beforeEach(() => {
  stage = new CrashStage();
});
afterEach(async () => {
  await stage.close();
  await Promise.all(closers.splice(0).map(async (close) => close()));
});

const environment = {
  SEED: '3',
  WORK: process.env.WORK ?? '0.2',
  PERMANENT: String(Math.round(TASKS * 0.9)),
};
const executeArgs = (...more: string[]) => [
  ...['execute', '--queue', stage.file, '--executor', WORKLOAD, '--autonomous-mode', '--max-attempts', '4'],
  ...['--resume-on-failure', '--monitor', '--data', stage.data, ...more],
];

function theRun(): { run: string; state: RunState; permanent: string[] } {
  const runs = listRuns(stage.data);
  expect(runs).toHaveLength(1);
  const { state, problems, records } = restoreRun(runFolder(stage.data, runs[0]!));
  expect(problems).toEqual([]);
  const permanent = records.flatMap((record) =>
    record.type === 'attempt.failed' && record.failure.class === 'permanent' ? [record.taskId] : []
  );
  return { run: runs[0]!, state, permanent };
}

/** Every task is finished, failed for a reason that is classified, or waits for one that failed; the task file says the same. */
function checkTasks({ state, permanent }: ReturnType<typeof theRun>): string[] {
  const tasks = new Map(stage.tasks().map((task) => [String(task.id), task]));
  const stuck = (id: string): boolean =>
    tasks.get(id)!.dependencies.some((on) => tasks.get(String(on))!.status === 'blocked' || stuck(String(on)));
  for (const [id, { status }] of tasks) {
    if (status === 'done') {
      expect(state.tasks[id]?.phase).toBe('done');
    } else if (status === 'blocked') {
      expect(state.tasks[id]).toMatchObject({ phase: 'failed', failure: { class: 'permanent', kind: 'auth' } });
      expect(permanent.filter((one) => one === id)).toEqual([id]); // and not tried again
    } else {
      expect([id, status, stuck(id)]).toEqual([id, 'pending', true]);
    }
  }
  return [...tasks].filter(([, { status }]) => status === 'done').map(([id]) => id);
}

/** The journal has every attempt with the end the log gives it, one success a finished task, and the statuses of the file; and no other run. */
async function checkJournal(run: string, state: RunState, done: string[]) {
  await stage.startService();
  const inLog = restoreRun(runFolder(stage.data, run)).records;
  const wanted = inLog.filter(({ type }) => type === 'attempt.started').length;
  const db = new DatabaseSync(join(stage.data, 'journal.db'), { readOnly: true });
  const attempts = () =>
    db
      .prepare('SELECT task_id AS task, number, status, source, ended_at AS ended FROM attempts WHERE run = ?')
      .all(run) as Array<{ task: string; number: number; status: string; source: string; ended: number | null }>;
  const statuses = async () => {
    const rows = await stage.rows('tasks', {});
    return Object.fromEntries(
      rows.map(({ taskId, status, attempts: tries }) => [String(taskId), `${String(status)} ${String(tries)}`])
    );
  };
  const tries = (id: number) => state.tasks[String(id)]?.attempts ?? 0;
  const inFile = Object.fromEntries(stage.tasks().map(({ id, status }) => [String(id), `${status} ${tries(id)}`]));
  const agrees = async () =>
    attempts().filter(({ ended }) => ended !== null).length >= wanted &&
    JSON.stringify(await statuses()) === JSON.stringify(inFile);
  for (let waited = 0; waited < 30_000 && !(await agrees()); waited += 250) {
    await sleep(250);
  }
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const found = attempts();
  expect(found.filter(({ ended }) => ended === null)).toEqual([]);
  const begun = inLog.flatMap((one) =>
    one.type === 'attempt.started' ? [`${one.taskId} ${one.attempt} execute`] : []
  );
  expect(found.map(({ task, number, source }) => `${task} ${number} ${source}`).sort()).toEqual(begun.sort());
  expect(
    found
      .filter(({ status }) => status === 'ok')
      .map(({ task }) => task)
      .sort()
  ).toEqual([...done].sort());
  expect(await statuses()).toEqual(inFile);
  const ids = db.prepare("SELECT id FROM events WHERE id LIKE ? || ':%'").all(run) as Array<{ id: string }>;
  const places = new Set(ids.map(({ id }) => id.slice(run.length + 1)).filter((place) => /^\d+$/.test(place)));
  expect(inLog.filter(({ seq }) => !places.has(String(seq))).map(({ seq, type }) => [seq, type])).toEqual([]);
  db.close();
  const rows = await stage.rows('runs', {});
  expect(rows.map(({ id, state: how, endReason }) => [id, how, endReason])).toEqual([[run, 'closed', state.endReason]]);
}

interface Victims {
  /** Kinds, and how each is killed and begun again. */
  [name: string]: { kill: () => boolean | Promise<boolean>; begin: () => void | Promise<void> };
}

/**
 * Kills one of the victims at a random moment and begins it again after another, until there were enough kills or the run has ended. How long a
 * command takes until it works says how far the moments lie apart: while it begins, or in the midst of its work.
 */
async function torture(victims: Victims, random: () => number, ended: () => boolean): Promise<Record<string, number>> {
  const names = Object.keys(victims);
  const begun = performance.now();
  while (stage.lines('begin').length === 0 && !ended()) {
    await sleep(10);
  }
  const beginMs = Math.min(performance.now() - begun, 1_000);
  const killed = Object.fromEntries(names.map((name) => [name, 0]));
  for (let kills = 0; kills < KILLS && !ended();) {
    await sleep(random() * (1.5 * beginMs + 300));
    const name = names[(kills + Math.floor(random() * 2)) % names.length]!;
    if (ended() || !(await victims[name]!.kill())) {
      continue;
    }
    kills += 1;
    killed[name]! += 1;
    JSON.parse(readFileSync(stage.file, 'utf8')); // the task file is whole at every moment
    await sleep(random() < 0.5 ? 0 : random() * 500);
    await victims[name]!.begin();
  }
  return killed;
}

/** The command that runs the queue, as a victim; `over`: it came to its end. */
function runner(args: string[], env: NodeJS.ProcessEnv) {
  let current: Started = stage.start(args, env);
  return {
    over: () => current.child.exitCode !== null,
    async kill() {
      if (current.child.exitCode !== null) {
        return false;
      }
      current.child.kill('SIGKILL');
      await current.ended;
      return true;
    },
    begin() {
      current = stage.start(args, env);
    },
    end: async () => current.ended,
    said: () => current.said(),
  };
}

const service = () => ({ kill: () => stage.killService(), begin: async () => stage.startService() });

it(`finishes every task once, however often service and command are killed (${KILLS} times over ${TASKS} tasks)`, async () => {
  const random = seededRandom(20_261_121);
  stage.writeGraph(TASKS, random);
  await stage.startService();
  const command = runner(executeArgs('--parallel', '4'), environment);
  const killed = await torture({ command, service: service() }, random, command.over);
  await command.end();
  const found = theRun();
  const { run, state } = found;
  expect(state.phase, command.said()).toBe('ended');
  const done = checkTasks(found);
  // The work itself was done once for each: what had ended when the runner was killed was taken in, not repeated.
  expect(
    stage
      .lines('done')
      .map(([id]) => id)
      .sort()
  ).toEqual([...done].sort());
  const { transient, recovered } = state.totals;
  expect(recovered / transient).toBeGreaterThanOrEqual(0.95);
  await checkJournal(run, state, done);
  expect(membersOf(new Set(), `${RUN_VARIABLE}=${run}`)).toEqual([]);
  const { attempts } = state.totals;
  process.stdout.write(
    `${JSON.stringify({ killed, tasks: TASKS, done: done.length, attempts, transient, recovered })}\n`
  );
}, 3_600_000);

const redis = findRedis();
const missing = 'problem' in redis ? redis.problem : undefined;
if (missing !== undefined) {
  process.stdout.write(`Killing workers is not tested: ${missing}\n`);
}
/** In CI a missing Redis is a failure, on a developer's machine a sentence. */
const suite = missing !== undefined && !process.env.CI ? describe.skip : describe;

/** Says where two attempts of one task are alive at the same time, then works as the others do. */
const GUARDED = `#!/bin/sh
lock="$LOCKS/$TASKMASTER_TASK_ID"
other=$(cat "$lock" 2>/dev/null)
[ -n "$other" ] && kill -0 "$other" 2>/dev/null && echo "overlap $TASKMASTER_TASK_ID" >> "$LEDGER"
echo $$ > "$lock"
exec '${WORKLOAD}'
`;

suite('with workers', () => {
  it(`finishes every task once, however often service, command and workers are killed (${KILLS} times over ${TASKS} tasks)`, async () => {
    if ('problem' in redis) {
      throw new Error(redis.problem);
    }
    const random = seededRandom(77);
    const server = await startRedis(redis.path);
    closers.push(async () => server.close());
    stage.writeGraph(TASKS, random);
    const script = join(stage.folder, 'work.sh');
    writeFileSync(script, GUARDED, { mode: 0o755 });
    await stage.startService();
    const workers = ['--workers', server.url];
    const args = executeArgs('--parallel', '6', ...workers).map((arg) => (arg === WORKLOAD ? script : arg));
    const command = runner(args, environment);
    const pool = Array.from({ length: WORKERS }, (_, n) =>
      runner(
        ['worker', ...workers, '--lease', '2s', '--parallel', '2', '--data', join(stage.folder, `worker-${n}`)],
        environment
      )
    );
    const victims = { command, service: service(), ...Object.fromEntries(pool.map((one, n) => [`worker ${n}`, one])) };
    const killed = await torture(victims, random, command.over);
    await command.end();
    const found = theRun();
    const { run, state } = found;
    expect(state.phase, command.said()).toBe('ended');
    const done = checkTasks(found);
    // What a worker had finished and not told is done again; never two at a time, and one result counts.
    expect(new Set(stage.lines('done').map(([id]) => id))).toEqual(new Set(done));
    expect(stage.lines('overlap')).toEqual([]);
    const { transient, recovered, attempts } = state.totals;
    expect(recovered / transient).toBeGreaterThanOrEqual(0.95);
    await checkJournal(run, state, done);
    await Promise.all(pool.map(async ({ kill }) => kill()));
    for (let waited = 0; waited < 10_000 && membersOf(new Set(), `${RUN_VARIABLE}=${run}`).length > 0; waited += 100) {
      await sleep(100); // the guards of the workers killed last are at it
    }
    expect(membersOf(new Set(), `${RUN_VARIABLE}=${run}`)).toEqual([]);
    process.stdout.write(
      `${JSON.stringify({ killed, tasks: TASKS, done: done.length, attempts, transient, recovered })}\n`
    );
  }, 3_600_000);
});
