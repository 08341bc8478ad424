import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { says, smallServer, type SmallServer } from '../upstream/testing/small-server.ts';
import { Upstream } from '../upstream/upstream.ts';
import { PrometheusApi } from './api.ts';

const PASSWORD = 'a password of more than twenty characters';

let server: SmallServer;
let upstream: Upstream;
beforeEach(async () => {
  server = await smallServer(says(200, '{}'));
  const authorization = `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`;
  const bounds = { timeoutMs: 5000, concurrency: 1, maxBytes: 1_000_000 };
  upstream = new Upstream({ product: 'Prometheus', url: server.url, headers: { authorization }, ...bounds });
});
afterEach(async () => {
  await upstream.close();
  await server.stop();
});

const answer = (json: unknown) => server.answer(says(200, JSON.stringify(json)));

describe('what an answer of Prometheus says', () => {
  it.each([
    ['its status', { status: PASSWORD }],
    ['a name in it', { status: 'success', data: { [`${PASSWORD}${'x'.repeat(500_000)}`]: 5 } }],
  ])('is shown in part and without a password: %s', async (_name, json) => {
    answer(json);
    const { message } = await new PrometheusApi(upstream).metadata().then(
      () => expect.fail('it was answered'),
      (error: unknown) => error as Error
    );
    expect(message).toContain('***');
    expect(message).not.toContain(PASSWORD.slice(0, 10));
    expect(message.length).toBeLessThan(500);
    expect(message).toMatch(/is the url right\?$/);
  });

  it('is shown in part and without a password: warnings', async () => {
    const data = { resultType: 'vector', result: [] };
    answer({ status: 'success', data, warnings: [`${'x'.repeat(490)}${PASSWORD}`], infos: ['y'.repeat(500_000)] });
    const { notices } = await new PrometheusApi(upstream).instant('up', 0, 0);
    expect(notices.map(({ text }) => text)).toEqual([`${'x'.repeat(490)}***`, `${'y'.repeat(500)}…`]);
  });
});
