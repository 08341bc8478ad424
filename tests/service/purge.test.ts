import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../backend/src/testing/service.ts';

const SECRET = 'LEAKED-b7f2a9-SECRET';
let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.close());

/** Files of the data folder that hold the text. */
function holding(text: string): string[] {
  const { data } = service.config;
  return readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(data, name);
    return statSync(path).isFile() && readFileSync(path).includes(text);
  });
}

const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const answer = await service.send(
    'POST',
    path,
    { 'content-type': 'application/json', ...headers },
    JSON.stringify(body)
  );
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, answer.text.slice(0, 200)]);
  return JSON.parse(answer.text) as Record<string, unknown>;
};

it('leaves no byte of a leaked secret in any file, nor in what is replayed', async () => {
  const { data } = service.config;
  await send('/api/v1/events', [
    { type: 'session.started', session: `s-${SECRET}`, data: {} },
    { type: 'x.note', data: { note: `it is ${SECRET}` } },
    { type: 'tool.ended', session: 'other', data: { toolUseId: 't', tool: SECRET, success: true } },
    { type: 'log', body: `line ${SECRET}` },
    { type: 'metric', name: 'm', value: 1, labels: { where: SECRET } },
  ]);
  mkdirSync(join(data, 'spool', 'broken'), { recursive: true });
  writeFileSync(join(data, 'spool', 'broken', '1.json'), `{"prompt":"${SECRET}`);
  writeFileSync(join(data, 'journal.db.damaged-20260101T000000000Z'), `x${'y'.repeat(1024 * 1024 - 5)}${SECRET}z`);
  writeFileSync(join(data, 'journal.db.damaged-20260102T000000000Z'), 'nothing of it');
  expect(holding(SECRET).length).toBeGreaterThan(3);

  const token = readFileSync(join(data, 'control-token'), 'utf8').trim();
  const purged = await send('/api/v1/purge', { matching: SECRET }, { authorization: `Bearer ${token}` });
  expect(purged).toMatchObject({ events: 3, logs: 1, metrics: 1 });

  expect(holding(SECRET)).toEqual([]);
  expect(holding('nothing of it')).toHaveLength(1);
  expect((await service.send('GET', '/metrics')).text).not.toContain(SECRET);
  expect((await service.send('GET', '/api/v1/events')).text).not.toContain(SECRET);
});
