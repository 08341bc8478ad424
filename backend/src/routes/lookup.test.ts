import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningService, startService } from '../server.ts';
import { says, smallServer, type SmallServer } from '../telemetry/upstream/testing/small-server.ts';
import { send, testConfig } from '../testing/service.ts';

let server: SmallServer;
let service: RunningService;
const log = new PassThrough();
let logged = '';

beforeAll(async () => {
  server = await smallServer(says(200, '{"status":"success","data":["a"]}'));
  log.on('data', (chunk: Buffer) => (logged += chunk.toString()));
  const there = { url: server.url, timeout: '1s' };
  const config = testConfig({ engines: { metrics: there, traces: there, logs: 'embedded' } });
  service = await startService(config, {
    log: pino({ level: 'warn' }, log),
    pages: { webRoot: '/none', bundleRoot: '/none' },
  });
});
afterAll(async () => {
  await service?.close();
  await server?.stop();
});

const lookup = async (what: string) => {
  const { status, text } = await send(service.url, 'GET', `/api/v1/lookup/${what}`);
  return { status, ...(JSON.parse(text) as { code?: string; message?: string }) };
};

it('names that would lead to another path of a server are not asked for', async () => {
  const asked = ['operations?service=.', 'operations?service=..'];
  for (const what of asked) {
    expect(await lookup(what)).toMatchObject({
      status: 400,
      message: expect.stringContaining('“.” or “..”') as string,
    });
  }
  expect(server.seen).toEqual([]);
});

it('names of a server in trouble are its trouble in a sentence, and no error of the service', async () => {
  server.answer(says(401, 'who are you?'));
  expect(await lookup('services')).toMatchObject({
    status: 502,
    code: 'ENGINE',
    message: `Jaeger at ${server.url} does not accept the credentials it is asked with (401): who are you?`,
  });
  server.answer(() => undefined);
  expect(await lookup('services')).toMatchObject({ status: 504, code: 'ENGINE' });
  server.answer(says(500, 'broken'));
  expect(await lookup('services?search=a')).toMatchObject({ status: 502, code: 'ENGINE' });
  expect(await lookup('services?search=b')).toMatchObject({ status: 503, code: 'ENGINE' });
  expect(logged).not.toMatch(/"level":50|stack/);
});
