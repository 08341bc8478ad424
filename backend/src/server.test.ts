import { createServer } from 'node:net';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExitError } from './service/exit.ts';
import { startService } from './server.ts';
import { startTestService, temporaryFolder, testConfig, type TestService } from './testing/service.ts';

const log = pino({ level: 'silent' });
const services: TestService[] = [];
afterEach(async () => {
  await Promise.all(services.splice(0).map((one) => one.close()));
});

async function start(flags: Record<string, unknown> = {}): Promise<TestService> {
  const service = await startTestService(flags);
  services.push(service);
  return service;
}

async function refused(flags: Record<string, unknown>): Promise<ExitError> {
  const outcome = await startService(testConfig(flags), { log }).then(
    async (service) => {
      await service.close();
      return undefined;
    },
    (error: unknown) => error
  );
  expect(outcome).toBeInstanceOf(ExitError);
  return outcome as ExitError;
}

function project(tasks: unknown): string {
  const folder = temporaryFolder('project');
  mkdirSync(join(folder, '.taskmaster', 'tasks'), { recursive: true });
  write(folder, tasks);
  return folder;
}

function write(folder: string, tasks: unknown): void {
  const file = join(folder, '.taskmaster', 'tasks', 'tasks.json');
  writeFileSync(`${file}.tmp`, typeof tasks === 'string' ? tasks : JSON.stringify({ master: { tasks, metadata: {} } }));
  renameSync(`${file}.tmp`, file);
}

const task = (id: number, status: string) => ({ id, title: `Task ${id}`, status, dependencies: [] });

async function json<T>(service: TestService, path: string): Promise<T> {
  return JSON.parse((await service.send('GET', path)).text) as T;
}

describe('the service starts whole or not at all', () => {
  it('refuses to listen beyond loopback without a token', async () => {
    const { exitCode, message } = await refused({ host: '0.0.0.0' });
    expect(exitCode).toBe(78);
    expect(message).toContain('TASKMASTER_OBSERVE_TOKEN');
  });

  it('says when the port is taken, and leaves the data folder free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const data = temporaryFolder();
    const { port } = other.address() as { port: number };
    const { exitCode, message } = await refused({ port, data });
    expect(exitCode).toBe(69);
    expect(message).toContain(`Port ${port}`);
    other.close();
    await start({ data });
  });

  it('says when another instance holds the data folder', async () => {
    const first = await start();
    const { exitCode } = await refused({ data: first.config.data });
    expect(exitCode).toBe(75);
    expect((await first.send('GET', '/health/live')).status).toBe(200);
  });

  it('says when the data folder cannot be one, or a project is not there', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect((await refused({ data: join(file, 'data') })).exitCode).toBe(73);
    const missing = await refused({ projects: ['/nowhere/at/all'] });
    expect([missing.exitCode, missing.message.includes('/nowhere/at/all')]).toEqual([66, true]);
  });

  it('puts a damaged journal aside, says so, and keeps the damaged file', async () => {
    const data = temporaryFolder();
    const damaged = Buffer.alloc(8192, 'not a database');
    writeFileSync(join(data, 'journal.db'), damaged);
    const service = await start({ data });
    const ready = await json<{ dependencies: Array<{ name: string; state: string; text: string }> }>(
      service,
      '/health/ready'
    );
    expect(ready.dependencies.find(({ name }) => name === 'journal')?.state).not.toBe('ok');
    const kept = readdirSync(data).filter(
      (name) => name.startsWith('journal') && readFileSync(join(data, name)).equals(damaged)
    );
    expect(kept).toHaveLength(1);
  });
});

describe('a followed project', () => {
  it('is there at once, and its changes follow', async () => {
    const folder = project([task(1, 'done'), task(2, 'pending')]);
    const service = await start({ projects: [folder] });
    const [found] = await json<Array<{ id: string; tasks: number; finished: number }>>(service, '/api/v1/projects');
    expect(found).toMatchObject({ tasks: 2, finished: 1 });
    write(folder, [task(1, 'done'), task(2, 'in-progress')]);
    const id = encodeURIComponent(`${found?.id}/master/2`);
    await vi.waitFor(
      async () => expect(await json(service, `/api/v1/tasks/${id}`)).toMatchObject({ status: 'in-progress' }),
      { timeout: 10_000 }
    );
    expect(await json(service, `/api/v1/tasks/2?project=${found?.id}`)).toMatchObject({ title: 'Task 2' });
    expect((await service.send('GET', '/status')).text).toContain('Task 2');
    await vi.waitFor(async () =>
      expect((await service.send('GET', '/metrics')).text).toContain(
        'taskmaster_status_changes_total{to="in-progress"} 1'
      )
    );
  });

  it('that breaks is shown as broken until it is well, with its last good state', async () => {
    const folder = project([task(1, 'done')]);
    const service = await start({ projects: [folder] });
    write(folder, '{"master": {');
    const dependency = async (): Promise<{ state: string; text: string } | undefined> => {
      const ready = await json<{ dependencies: Array<{ name: string; state: string; text: string }> }>(
        service,
        '/health/ready'
      );
      return ready.dependencies.find(({ name }) => name.startsWith('project '));
    };
    await vi.waitFor(async () => expect(await dependency()).toMatchObject({ state: 'degraded' }), { timeout: 10_000 });
    expect((await dependency())?.text).toContain('tasks.json');
    expect(await json(service, '/api/v1/projects')).toMatchObject([{ state: 'broken', tasks: 1, finished: 1 }]);
    write(folder, [task(1, 'done'), task(2, 'pending')]);
    await vi.waitFor(async () => expect(await dependency()).toMatchObject({ state: 'ok' }), { timeout: 10_000 });
  });

  it('is found through a hook, and followed again after a restart without repeating anything', async () => {
    const folder = project([task(1, 'pending')]);
    const first = await start();
    const hook = JSON.stringify({ session_id: 's', hook_event_name: 'SessionStart', cwd: folder, source: 'startup' });
    expect(
      (await first.send('POST', '/api/v1/hooks/claude-code', { 'content-type': 'application/json' }, hook)).status
    ).toBe(200);
    await vi.waitFor(async () => expect(await json(first, '/api/v1/projects')).toMatchObject([{ tasks: 1 }]), {
      timeout: 10_000,
    });
    await first.close();
    services.length = 0;
    const second = await start({ data: first.config.data });
    write(folder, [task(1, 'done')]);
    await vi.waitFor(async () => expect(await json(second, '/api/v1/projects')).toMatchObject([{ finished: 1 }]), {
      timeout: 10_000,
    });
    const { events } = await json<{ events: Array<{ type: string }> }>(second, '/api/v1/events?limit=5000');
    expect(events.filter(({ type }) => type === 'task.added')).toHaveLength(1);
  });
});

describe('the end', () => {
  it('comes in order: what was accepted is there after a restart, the counters go on', async () => {
    const first = await start();
    const body = JSON.stringify(
      Array.from({ length: 50 }, (_, index) => ({
        id: `x${index}`,
        type: 'tool.ended',
        session: 's',
        data: { toolUseId: `t${index}`, tool: 'Bash', success: true },
      }))
    );
    const posts = Array.from({ length: 5 }, () =>
      first.send('POST', '/api/v1/events', { 'content-type': 'application/json' }, body)
    );
    expect((await Promise.all(posts)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(existsSync(join(first.config.data, 'service.json'))).toBe(true);
    await first.close();
    services.length = 0;
    expect(existsSync(join(first.config.data, 'service.json'))).toBe(false);
    const second = await start({ data: first.config.data });
    const { events } = await json<{ events: Array<{ id: string }> }>(second, '/api/v1/events?limit=5000');
    expect(events.filter(({ id }) => id.startsWith('x'))).toHaveLength(50);
    await vi.waitFor(async () =>
      expect((await second.send('GET', '/metrics')).text).toContain(
        'command_executions_total{command_type="Bash",status="success"} 50'
      )
    );
  });

  it('does not wait for clients that listen', async () => {
    const service = await start();
    const response = await fetch(`${service.url}/api/v1/live`);
    const reading = response.text().catch(() => '');
    await service.close();
    services.length = 0;
    await reading;
  });
});

describe('the machine and the service', () => {
  it('are measured into the metric store', async () => {
    const service = await start({ hostInterval: '1s' });
    const query = {
      queries: [
        {
          refId: 'A',
          queryType: 'metric',
          timeRange: { from: 'now-5m', to: 'now' },
          query: { metric: 'memory_usage_bytes', aggregation: 'last', groupBy: ['component'] },
        },
      ],
    };
    await vi.waitFor(
      async () => {
        const answer = await service.send(
          'POST',
          '/api/v1/query',
          { 'content-type': 'application/json' },
          JSON.stringify(query)
        );
        expect(answer.text).toContain('"component":"service"');
      },
      { timeout: 15_000, interval: 500 }
    );
  });
});
