import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestService, temporaryFolder, type TestService } from '../../backend/src/testing/service.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const token = 'a token of more than sixteen characters';
let service: TestService;
let repository: string;

beforeAll(async () => {
  repository = temporaryFolder('history');
  mkdirSync(join(repository, '.taskmaster', 'tasks'), { recursive: true });
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: repository });
  };
  git('init', '-q');
  for (const status of ['pending', 'in-progress', 'done']) {
    const tasks = [{ id: 1, title: 'One', status, dependencies: [] }];
    // The tag is not called master, and nothing says that it is the current one.
    writeFileSync(join(repository, '.taskmaster', 'tasks', 'tasks.json'), JSON.stringify({ data: { tasks } }));
    git('add', '-A');
    git('commit', '-q', '-m', status);
  }
  service = await startTestService({ token, importHistory: true });
});
afterAll(() => service?.close());

const as = (secret: string): Record<string, string> => ({ ...JSON_TYPE, authorization: `Bearer ${secret}` });
const control = (): Record<string, string> =>
  as(readFileSync(join(service.config.data, 'control-token'), 'utf8').trim());
const start = async (body: unknown): Promise<{ status: number; json: Record<string, unknown> }> => {
  const { status, text } = await service.send('POST', '/api/v1/import', control(), JSON.stringify(body));
  return { status, json: JSON.parse(text) as Record<string, unknown> };
};

describe('an import', () => {
  it.each(['/nowhere/at/all', 'relative/folder', temporaryFolder('no-git')])(
    'of %s is refused in a sentence',
    async (path) => {
      expect(await start({ path })).toMatchObject({ status: 400, json: { field: 'path' } });
    }
  );

  it('has a name of its own in the events that tell how far it is', async () => {
    const { status, json } = await start({ path: repository });
    expect(status).toBe(202);
    const ends = await vi.waitFor(async () => {
      const { events } = JSON.parse((await service.send('GET', '/api/v1/events', as(token))).text) as {
        events: Array<{ type: string; data: Record<string, unknown> }>;
      };
      const found = events.filter(
        ({ type, data }) => type === 'import.progress' && data.job === json.job && data.finished
      );
      expect(found).toHaveLength(1);
      return found;
    }, 15_000);
    expect(ends[0]?.data).toMatchObject({ commitsDone: 3, commitsTotal: 3 });
  });

  it('and a session find the task in the only tag there is', async () => {
    const hook = {
      session_id: 's',
      hook_event_name: 'PostToolUse',
      cwd: repository,
      tool_name: 'Bash',
      tool_use_id: 'u',
      tool_input: { command: 'task-master set-status --id=1 --status=in-progress' },
      tool_response: { stdout: '', interrupted: false },
    };
    await service.send('POST', '/api/v1/hooks/claude-code', as(token), JSON.stringify(hook));
    const session = JSON.parse((await service.send('GET', '/api/v1/sessions/s', as(token))).text) as {
      tasks: unknown[];
    };
    expect(session.tasks).toMatchObject([{ tag: 'data', taskId: '1' }]);
  });
});

it('a program that repeats one wrong token locks nobody else out', async () => {
  for (let tries = 0; tries < 15; tries += 1) {
    expect((await service.send('GET', '/api/v1/projects', as('the token of last year'))).status).toBe(401);
  }
  expect((await service.send('GET', '/api/v1/projects', as(token))).status).toBe(200);
});
