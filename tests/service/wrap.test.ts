import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';

const CLI = resolve(import.meta.dirname, '../../backend/src/cli/index.ts');
let folder: string;
let data: string;
let stop: Array<() => Promise<unknown>>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wrap-'));
  data = join(folder, 'data');
  mkdirSync(join(folder, '.taskmaster/tasks'), { recursive: true });
  writeFileSync(
    join(folder, '.taskmaster/tasks/tasks.json'),
    JSON.stringify({ master: { tasks: [{ id: 1, title: 'One', status: 'pending', dependencies: [] }] } })
  );
  stop = [];
});
afterEach(async () => {
  await Promise.all(stop.map(async (one) => one()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function run(command: string, args: string[], input?: string) {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, TASKMASTER_OBSERVE_DATA: data, TASKMASTER_OBSERVE_URL: undefined },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>((done) =>
    child.once('close', (code, signal) => done({ code, signal, out, err }))
  );
  return { child, ended, out: () => out };
}
const wrap = (args: string[], input?: string) => run(process.execPath, [CLI, 'wrap', ...args], input);

async function until<T>(what: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const found = await what();
    if (found !== undefined) {
      return found;
    }
    await sleep(50);
  }
  throw new Error('waited in vain');
}

it('a command keeps its streams, its exit code and its signals, and reaches a service that comes later', async () => {
  const well = await wrap(
    ['--task', '1', '--', 'sh', '-c', 'cat; echo "$TRACEPARENT $OTEL_RESOURCE_ATTRIBUTES" >&2; exit 7', 'hunter2'],
    'through\n'
  ).ended;
  expect(well).toMatchObject({ code: 7, out: 'through\n' });
  expect(well.err).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01 taskmaster\.project=wrap-\S+,taskmaster\.task\.id=1\n$/);
  expect(await wrap(['--', 'sh', '-c', 'kill -KILL $$']).ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  expect(await wrap(['--', 'no-such-program']).ended).toMatchObject({
    code: 127,
    err: '“no-such-program” cannot be run: it was not found.\n',
  });

  const asked = wrap(['--', 'sh', '-c', 'trap "echo asked; exit 3" TERM; echo up; while :; do sleep 0.05; done']);
  await until(() => (asked.out().includes('up') ? true : undefined));
  asked.child.kill('SIGTERM');
  expect(await asked.ended).toMatchObject({ code: 3, out: 'up\nasked\n' });

  const service = run(process.execPath, [CLI, 'start', '--port', '0', '--project', folder]);
  stop.push(async () => {
    service.child.kill();
    await service.ended;
  });
  const url = await until(() => {
    const file = join(data, 'service.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { url: string }).url : undefined;
  });
  interface Event {
    type: string;
    taskId?: string;
    project?: string;
    data: Record<string, unknown>;
  }
  const ends = async () => {
    const { events } = (await (await fetch(`${url}/api/v1/events?limit=5000`)).json()) as { events: Event[] };
    return events.filter(({ type }) => type === 'command.ended');
  };
  const told = await until(async () => {
    const all = await ends();
    return all.length === 4 ? all : undefined;
  });
  expect(told.map(({ data: { exitCode } }) => exitCode).sort()).toEqual([127, 137, 3, 7]);
  expect(told.find(({ taskId }) => taskId === '1')?.data).toMatchObject({ command: 'sh', success: false, exitCode: 7 });
  expect(JSON.stringify(told)).not.toContain('hunter2');

  // To a running service, named by its address.
  expect(await wrap(['--url', url, '--name', 'quick', '--', 'true']).ended).toMatchObject({
    code: 0,
    out: '',
    err: '',
  });
  await until(async () => ((await ends()).length === 5 ? true : undefined));
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('command_executions_total{command_type="sh",status="error"} 3');
  expect(metrics).toContain('command_executions_total{command_type="quick",status="success"} 1');
  const body = {
    queries: [
      {
        refId: 'A',
        queryType: 'traces',
        timeRange: { from: Date.now() - 3_600_000, to: Date.now() + 60_000 },
        query: { service: 'taskmaster-observe' },
      },
    ],
  };
  const traces = await (
    await fetch(`${url}/api/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).text();
  expect(traces).toContain('quick');
});

it('a terminal stays a terminal', async () => {
  const command = `${process.execPath} ${CLI} wrap -- sh -c 'test -t 0 && test -t 1 && test -t 2 && echo terminal'`;
  const seen = await run(
    'script',
    process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null']
  ).ended;
  expect(seen.out).toContain('terminal');
});
