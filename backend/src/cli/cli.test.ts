import { execFile, type ExecFileException } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestService, temporaryFolder, type TestService } from '../testing/service.ts';
import { PACKAGE_ROOT } from '../util/package-root.ts';
import { readResources } from './resources.ts';
import { bar, clean, table } from './output.ts';

const ENTRY = join(PACKAGE_ROOT, 'backend', 'src', 'cli', 'index.ts');

/** Runs the command as a user does, in a process of its own. */
function run(args: string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TASKMASTER_')));
    const child = execFile(process.execPath, [ENTRY, ...args], { env }, (error: ExecFileException | null, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
    child.stdin?.end(input);
  });
}

let service: TestService;
let data: string;
let folder: string;

beforeAll(async () => {
  folder = temporaryFolder('project');
  mkdirSync(join(folder, '.taskmaster', 'tasks'), { recursive: true });
  const tasks = [
    { id: 1, title: 'First', status: 'done', dependencies: [] },
    { id: 2, title: 'Bad \u001b[31mcolour', status: 'in-progress', dependencies: [1] },
    { id: 3, title: 'Third', status: 'pending', priority: 'high', dependencies: [] },
  ];
  writeFileSync(join(folder, '.taskmaster', 'tasks', 'tasks.json'), JSON.stringify({ master: { tasks } }));
  service = await startTestService({ projects: [folder] });
  data = service.config.data;
});
afterAll(() => service?.close());

describe('against a running service', () => {
  it('shows status as text without control characters, and as JSON', async () => {
    const text = await run(['status', '--data', data, '--detailed']);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).toMatch(/33 %.*1 done, 1 in progress, 1 pending/);
    expect(text.out).toContain('Third');
    expect(text.out).toContain('journal');
    expect(text.out).not.toContain('\u001b');
    const json = await run(['status', '--data', data, '--format', 'json', '--include-resources']);
    const parsed = JSON.parse(json.out) as {
      projects: Array<{ status: { done: number } }>;
      resources: { memoryBytes: object };
    };
    expect(parsed.projects[0]?.status.done).toBe(1);
    expect(parsed.resources.memoryBytes).toHaveProperty('service');
  });

  it('shows health, purges with the control token, and asks before', async () => {
    expect((await run(['health', '--data', data])).code).toBe(0);
    const asked = await run(['purge', '--data', data, '--matching', 'nothing-like-this']);
    expect([asked.code, asked.err.includes('--yes')]).toEqual([64, true]);
    const done = await run(['purge', '--data', data, '--matching', 'nothing-like-this', '--yes']);
    expect([done.code, done.out.startsWith('Deleted: 0 events')]).toEqual([0, true]);
    const token = await run(['token', '--data', data]);
    expect(token.out.trim()).toBe(readFileSync(join(data, 'control-token'), 'utf8').trim());
    const denied = await run(['purge', '--url', service.url, '--data', temporaryFolder(), '--run', 'x', '--yes']);
    expect([denied.code, denied.err.includes('control token')]).toEqual([77, true]);
  });

  it('takes a hook event over, however it is called', async () => {
    const event = JSON.stringify({ session_id: 'cli', hook_event_name: 'Stop', cwd: folder });
    expect((await run(['hook', '--data', data], event)).code).toBe(0);
  });

  it('sets a project up and takes it back', async () => {
    const file = join(folder, '.claude', 'settings.local.json');
    const set = await run(['monitor-init', folder, '--data', data, '--yes']);
    expect([set.code, set.out.includes('+')]).toEqual([0, true]);
    expect(readFileSync(file, 'utf8')).toContain(service.url);
    expect((await run(['monitor-init', folder, '--data', data, '--remove', '--yes'])).code).toBe(0);
    expect(() => readFileSync(file)).toThrow('ENOENT');
  });
});

describe('without a service', () => {
  const nowhere = ['--url', 'http://127.0.0.1:9'];

  it('says so plainly, with a code of its own', async () => {
    for (const args of [['status'], ['health'], ['purge', '--run', 'x', '--yes']]) {
      const { code, err } = await run([...args, ...nowhere, '--data', data]);
      expect([code, err.includes('is not running at http://127.0.0.1:9')]).toEqual([69, true]);
    }
    expect((await run(['down', '--data', temporaryFolder()])).code).toBe(69);
  });

  it('ends with a documented code for what it cannot do', async () => {
    expect((await run(['nonsense'])).code).toBe(64);
    expect((await run(['start', '--port', 'x'])).code).toBe(64);
    expect((await run(['status', '--format', 'xml'])).code).toBe(64);
    expect((await run(['start', '--idle-gap', 'soon'])).code).toBe(78);
    expect((await run(['start', '--project', '/nowhere', '--data', temporaryFolder()])).code).toBe(66);
    expect((await run(['start', '--host', '0.0.0.0', '--data', temporaryFolder()])).code).toBe(78);
    expect((await run(['import', '/nowhere', '--git'])).code).toBe(66);
    const help = await run(['--help']);
    expect([help.code, help.out.includes('monitor-init')]).toEqual([0, true]);
  });
});

describe('in the background', () => {
  it('starts, answers, refuses to start twice and stops', async () => {
    const own = temporaryFolder();
    const up = await run(['up', '--detach', '--data', own, '--port', '0', '--no-import']);
    expect([up.code, up.out.includes('The service runs at')]).toEqual([0, true]);
    try {
      expect((await run(['health', '--data', own])).code).toBe(0);
      const again = await run(['up', '--detach', '--data', own, '--port', '0']);
      expect([again.code, again.out.includes('runs already')]).toEqual([0, true]);
      const second = await run(['start', '--data', own, '--port', '0']);
      expect(second.code).toBe(75);
    } finally {
      const down = await run(['down', '--data', own]);
      expect([down.code, down.out.includes('has stopped')]).toEqual([0, true]);
    }
    expect((await run(['health', '--data', own, '--url', 'http://127.0.0.1:9'])).code).toBe(69);
  });
});

describe('output', () => {
  it('is aligned and clean', () => {
    expect(
      table([
        ['a', 'b'],
        ['ccc', 'd'],
      ])
    ).toEqual(['a    b', 'ccc  d']);
    expect(clean('a\u001b[2Jb\nc')).toBe('a [2Jb c');
    expect(bar(0.5, 4)).toContain('██');
    expect(
      readResources('resource_utilization_percentage{resource_type="cpu",environment="local"} 12.5\nx 1').utilization
    ).toEqual({ cpu: 12.5 });
  });
});

it('the service takes up the project of a run by itself, and the run’s own last writes open no other run', async () => {
  const project = temporaryFolder('queue');
  mkdirSync(join(project, '.taskmaster', 'tasks'), { recursive: true });
  const tasks = [1, 2].map((id) => ({ id, title: `Task ${id}`, status: 'pending', dependencies: [] }));
  writeFileSync(join(project, '.taskmaster', 'tasks', 'tasks.json'), JSON.stringify({ master: { tasks } }));
  const work = 'test "$TASKMASTER_TASK_ID" = 1';
  const options = ['--executor', work, '--autonomous-mode', '--max-attempts', '1', '--max-failures', '1'];
  const ran = await run(['execute', '--queue', project, '--data', data, ...options]);
  expect(ran.out).toContain(': 1 task has failed for good, which was the limit. 1 of 2 finished');
  const told = async () => {
    const { out } = await run(['status', '--data', data, '--format', 'json']);
    const { projects } = JSON.parse(out) as { projects: Array<{ project: { path: string }; status: object }> };
    return projects.find((one) => one.project.path === project)?.status;
  };
  await vi.waitFor(async () => expect(await told()).toMatchObject({ done: 1, blocked: 1 }), { timeout: 20_000 });
  const { text } = await service.send('GET', '/api/v1/runs');
  const runs = JSON.parse(text) as Array<{ id: string }>;
  const id = /Run (\S+)/.exec(ran.out)![1]!;
  const mine = runs.filter((one) => one.id.startsWith(id.slice(0, id.lastIndexOf('.'))));
  expect(mine).toMatchObject([
    { id, source: 'execute', endReason: '1 task has failed for good, which was the limit.' },
  ]);
}, 60_000);
