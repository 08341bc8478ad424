import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type QueryAnswer } from '#contract/frames.ts';
import { type RunningService, startService } from '../../backend/src/server.ts';
import { send, testConfig } from '../../backend/src/testing/service.ts';
import { type FaultProxy, faultProxy } from './support/fault-proxy.ts';
import { SETTINGS } from './support/twins.ts';

/**
 * Answers that are small to send and huge to read: millions of things that are nothing. What is asserted is a bound on the memory
 * of the whole service (and of the proxy, which is in this process), never a time.
 */
const MB = 1024 * 1024;
const NOW = Math.floor(Date.now() / 60_000) * 60_000;
const MILLION = 1_000_000;
const AT_ONCE = 8;

let proxy: FaultProxy;
let service: RunningService;
beforeEach(async () => {
  proxy = await faultProxy('http://127.0.0.1:9');
  const upstream = (product: string) => {
    const bounds = { headers: {}, timeoutMs: 60_000, concurrency: 16, maxBytes: 64 * MB };
    return { product, url: proxy.url, ...bounds };
  };
  const engines = {
    metrics: [{ upstream: upstream('Prometheus'), settings: SETTINGS }],
    traces: upstream('Jaeger'),
    logs: { upstream: upstream('Elasticsearch'), index: 'logs' },
  };
  service = await startService(
    { ...testConfig(), engines },
    { log: pino({ level: 'silent' }), pages: { webRoot: '/none', bundleRoot: '/none' } }
  );
});
afterEach(async () => {
  await service.close();
  await proxy.stop();
});

/** The sentence of each of several questions at once, none of them the same. */
async function sentences(queryType: string, query: (n: number) => Record<string, unknown>): Promise<string[]> {
  const timeRange = { from: NOW - 3_600_000, to: NOW };
  const queries = Array.from({ length: AT_ONCE }, (_, n) => {
    return { refId: `q${n}`, queryType, timeRange, intervalMs: 60_000, query: query(n) };
  });
  const headers = { 'content-type': 'application/json' };
  const { status, text } = await send(service.url, 'POST', '/api/v1/query', headers, JSON.stringify({ queries }));
  expect(status).toBe(200);
  return Object.values((JSON.parse(text) as QueryAnswer).results).map(({ error = '' }) => error);
}

/** Most memory beyond what there was, MB. */
async function grown(work: Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  await work.finally(() => clearInterval(watch));
  return Math.round((Math.max(most, process.memoryUsage.rss()) - before) / MB);
}

const nothing = () => '{}';
const KINDS: Array<[string, { count: number; head: string; tail: string }, (n: number) => Record<string, unknown>]> = [
  ['traces', { count: 12 * MILLION, head: '{"data":[', tail: ']}' }, (n) => ({ service: `s${n}` })],
  [
    'metric',
    { count: 6 * MILLION, head: '{"status":"success","data":{"resultType":"matrix","result":[', tail: ']}}' },
    (n) => ({ raw: `up + ${n}` }),
  ],
  [
    'logs',
    { count: 6 * MILLION, head: '{"fields":{"message":{"text":{}}},"hits":{"hits":[', tail: ']}}' },
    (n) => ({ filters: [{ label: `l${n}`, op: '=', value: 'x' }] }), // other fields are asked for
  ],
];

describe('millions of things that are nothing', () => {
  it.each(KINDS)('%s: each is a sentence, the service stays small and goes on', async (queryType, ends, query) => {
    proxy.fail({ kind: 'many', piece: nothing, ...ends });
    const asked = sentences(queryType, query);
    const more = await grown(asked);
    expect(more).toBeLessThan(1000);
    for (const one of await asked) {
      expect(one).toMatch(/answered with more than [\d,]+ values|at once: more than 256 MB together/);
    }
    proxy.fail({ kind: 'body', body: ends.head + ends.tail });
    expect((await send(service.url, 'GET', '/health/ready')).status).toBe(200);
    expect((await sentences(queryType, (n) => query(n + 100))).join('')).toBe('');
  });
});
