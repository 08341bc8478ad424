import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestService, type TestService } from '../testing/service.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
let open: TestService;
let closed: TestService;
const token = 'a token of more than sixteen characters';

beforeAll(async () => {
  [open, closed] = await Promise.all([
    startTestService({ allowedHosts: ['observe.example'] }),
    startTestService({ token }),
  ]);
});
afterAll(async () => {
  await Promise.all([open?.close(), closed?.close()]);
});

function upgrade(service: TestService, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}/api/v1/live`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => undefined);
  });
}

describe('web pages of other origins', () => {
  it.each([
    ['a foreign name that resolves here', { host: 'evil.example' }, 421],
    ['a foreign name with our port', { host: 'evil.example:4747' }, 421],
    ['a name that only begins like ours', { host: 'localhost.evil.example' }, 421],
    ['a foreign origin', { origin: 'http://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['a page of a sister site', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 403],
    [
      'a cross-site frame',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      403,
    ],
  ])('reach nothing: %s', async (_name, headers, status) => {
    for (const path of ['/health/live', '/api/v1/projects', '/status']) {
      const answer = await open.send('GET', path, headers);
      expect([path, answer.status]).toEqual([path, status]);
    }
    const post = await open.send('POST', '/api/v1/events', { ...headers, 'content-type': 'text/plain' }, '[]');
    expect(post.status).toBe(status);
    expect(await upgrade(open, headers)).toBe(status);
  });

  it('may link to a page, and our own page may call', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await open.send('GET', '/status', link)).status).toBe(200);
    const own = { origin: open.url, 'sec-fetch-site': 'same-origin' };
    expect((await open.send('GET', '/api/v1/projects', own)).status).toBe(200);
    expect(await upgrade(open, own)).toBe(101);
  });

  it('answers to loopback names, addresses and configured names', async () => {
    for (const host of ['localhost:4747', '[::1]:4747', '192.168.1.5', 'observe.example', 'OBSERVE.example:80']) {
      expect((await open.send('GET', '/health/live', { host })).status).toBe(200);
    }
  });

  it('gets protective headers with every answer', async () => {
    const { headers } = await open.send('GET', '/health/live');
    expect(headers['content-security-policy']).toContain("worker-src 'self' blob:");
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('tokens', () => {
  const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });

  it('are needed for everything but health and the log-in, once there is one', async () => {
    for (const [path, status] of [
      ['/health/live', 200],
      ['/health/ready', 200],
      ['/login', 200],
      ['/api/v1/projects', 401],
      ['/metrics', 401],
      ['/documentation/json', 401],
      ['/status', 401],
      ['/nothing', 401],
    ] as const) {
      expect([path, (await closed.send('GET', path)).status]).toEqual([path, status]);
    }
    expect((await closed.send('POST', '/v1/traces', JSON_TYPE, '{}')).status).toBe(401);
    expect(await upgrade(closed, {})).toBe(401);
  });

  it('open it as header and as cookie', async () => {
    expect((await closed.send('GET', '/api/v1/projects', bearer(token))).status).toBe(200);
    const login = await closed.send('POST', '/api/v1/login', JSON_TYPE, JSON.stringify({ token }));
    expect(login.status).toBe(200);
    expect(JSON.parse(login.text)).toEqual({ level: 'read' });
    const cookie = String(login.headers['set-cookie']);
    const rights = async (headers = {}) => JSON.parse((await closed.send('GET', '/api/v1/login', headers)).text);
    expect(await rights()).toEqual({ read: false, control: false });
    expect(await rights({ cookie: cookie.split(';')[0]! })).toEqual({ read: true, control: false });
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const value = cookie.split(';')[0] ?? '';
    expect((await closed.send('GET', '/api/v1/projects', { cookie: value })).status).toBe(200);
    expect(await upgrade(closed, { cookie: value })).toBe(101);
    const forged = value.replace('read', 'control');
    expect((await closed.send('GET', '/api/v1/projects', { cookie: forged })).status).toBe(401);
  });

  it('bring people to the log-in page, which works without scripts and leads nowhere else', async () => {
    const page = await closed.send('GET', '/status', { accept: 'text/html' });
    expect([page.status, page.headers.location]).toEqual([303, '/login?next=%2Fstatus']);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const good = await closed.send('POST', '/api/v1/login', form, `token=${encodeURIComponent(token)}&next=%2Fstatus`);
    expect([good.status, good.headers.location]).toEqual([303, '/status']);
    const away = await closed.send(
      'POST',
      '/api/v1/login',
      form,
      `token=${encodeURIComponent(token)}&next=//evil.example`
    );
    expect(away.headers.location).toBe('/');
    const { text } = await closed.send('GET', '/login?next=%22%3E%3Cscript%3E');
    expect(text).not.toContain('<script>');
  });

  it('that control are asked for on loopback too', async () => {
    const body = JSON.stringify({ project: 'nothing-00000000' });
    expect((await open.send('POST', '/api/v1/purge', JSON_TYPE, body)).status).toBe(401);
    expect((await closed.send('POST', '/api/v1/purge', { ...JSON_TYPE, ...bearer(token) }, body)).status).toBe(403);
    const file = join(open.config.data, 'control-token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const control = readFileSync(file, 'utf8').trim();
    expect((await open.send('POST', '/api/v1/purge', { ...JSON_TYPE, ...bearer(control) }, body)).status).toBe(200);
    const vague = await open.send(
      'POST',
      '/api/v1/purge',
      { ...JSON_TYPE, ...bearer(control) },
      '{"project":"a","run":"b"}'
    );
    expect(vague.status).toBe(400);
  });

  it('cannot be guessed at speed', async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      statuses.push((await closed.send('GET', '/api/v1/projects', bearer(`wrong ${tries}`))).status);
    }
    expect(statuses.slice(0, 9).every((status) => status === 401)).toBe(true);
    const last = await closed.send('POST', '/api/v1/login', JSON_TYPE, '{"token":"wrong"}');
    expect(statuses.at(-1)).toBe(429);
    expect(last.status).toBe(429);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  });
});
