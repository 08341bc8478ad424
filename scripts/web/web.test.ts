import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPageServer, type PageServerOptions } from './page-server.ts';
import { fileFor } from './static-files.ts';
import { graphFrames, readTaskFile } from './task-file.ts';

let folder = '';
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-'));
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: PageServerOptions): Promise<string> {
  const page = join(folder, 'page');
  const bundle = join(folder, 'bundle');
  mkdirSync(page);
  mkdirSync(bundle);
  writeFileSync(join(page, 'index.html'), '<title>page</title>');
  writeFileSync(join(bundle, 'module.js'), 'define([],()=>({}))');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  server = createPageServer({ page, bundle, ...options });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('files of a folder', () => {
  it.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/a/../../secret.txt', '/\0', '/%'])(
    'never lead outside: %s',
    (path) => {
      expect(fileFor(join(folder, 'page'), path)).toBeUndefined();
    }
  );
});

describe('the page server', () => {
  it('serves the page for its own addresses under a strict policy, and plugins beside it', async () => {
    const origin = await start({});
    const page = await fetch(`${origin}/d/overview?kiosk`);
    expect(await page.text()).toContain('<title>page</title>');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    const module = await fetch(`${origin}/public/plugins/taskmaster-observability-app/module.js`);
    expect(module.headers.get('content-type')).toContain('javascript');
    expect((await fetch(`${origin}/assets/none.js`)).status).toBe(404);
  });

  it('answers queries with golden frames moved to the present', async () => {
    const now = Date.parse('2027-01-01T00:00:00Z');
    const origin = await start({ now: () => now });
    const body = JSON.stringify({
      queries: [
        { refId: 'A', queryType: 'status', query: {} },
        { refId: 'B', queryType: '../x' },
      ],
    });
    const answer = await fetch(`${origin}/api/v1/query`, { method: 'POST', body });
    const { results } = (await answer.json()) as { results: Record<string, { status: number; frames: never[] }> };
    const frame = results.A!.frames[0] as { schema: { fields: Array<{ name: string }> }; data: { values: number[][] } };
    const time = frame.data.values[frame.schema.fields.findIndex(({ name }) => name === 'time')]!;
    expect(time).toEqual([now]);
    expect(results.B!.status).toBe(404);
  });

  it('says so when the service behind it is not there', async () => {
    const origin = await start({ api: new URL('http://127.0.0.1:1') });
    const answer = await fetch(`${origin}/health/live`);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({ message: expect.stringContaining('does not answer') });
  });
});

describe('a Task Master file', () => {
  it('becomes nodes and edges: siblings first, what is unknown unresolved', () => {
    const file = join(folder, 'tasks.json');
    const subtasks = [
      { id: 1, title: 'a', status: 'done' },
      { id: 2, title: 'b', status: 'pending', dependencies: [1] },
    ];
    const tasks = [
      { id: 1, title: 'first', status: 'done', subtasks },
      { id: 2, title: 'second', status: 'pending', dependencies: [1, 99] },
    ];
    writeFileSync(file, JSON.stringify({ master: { tasks } }));
    const [nodes, edges] = graphFrames(readTaskFile(file));
    expect(nodes!.data.values[0]).toEqual(['1', '1.1', '1.2', '2']);
    expect(edges!.data.values[0]).toEqual(['1.1>1.2', '1>2', '99>2']);
    expect(edges!.data.values[4]).toEqual([true, true, false]);
    expect(nodes!.data.values[5]).toEqual([false, false, true, false]);
  });

  it('without tasks is none', () => {
    const file = join(folder, 'tasks.json');
    writeFileSync(file, '<<<<<<< HEAD');
    expect(readTaskFile(file)).toEqual([]);
  });
});
