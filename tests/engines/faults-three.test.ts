import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAnswer } from '#contract/frames.ts';
import { type RunningService, startService } from '../../backend/src/server.ts';
import { send, testConfig } from '../../backend/src/testing/service.ts';
import { ElasticApi } from '../../backend/src/telemetry/elasticsearch/api.ts';
import { type ElasticWay } from '../../backend/src/telemetry/elasticsearch/way.ts';
import { ElasticLogs } from '../../backend/src/telemetry/elasticsearch/log-engine.ts';
import { JaegerApi } from '../../backend/src/telemetry/jaeger/api.ts';
import { JaegerTraces } from '../../backend/src/telemetry/jaeger/trace-engine.ts';
import { elasticProbe, jaegerProbe, prometheusProbe } from '../../backend/src/telemetry/probes.ts';
import { PrometheusApi } from '../../backend/src/telemetry/prometheus/api.ts';
import { PrometheusMetrics } from '../../backend/src/telemetry/prometheus/metric-engine.ts';
import { EngineError } from '../../backend/src/telemetry/types.ts';
import { type Probe } from '../../backend/src/telemetry/upstream/options.ts';
import { Upstream } from '../../backend/src/telemetry/upstream/upstream.ts';
import { startElasticsearchCore } from './support/elasticsearch-core.ts';
import { type Fault, type FaultProxy, faultProxy } from './support/fault-proxy.ts';
import { startJaeger } from './support/jaeger.ts';
import { context } from './support/log-twins.ts';
import { startPrometheus } from './support/prometheus.ts';
import { freePort } from './support/server-process.ts';
import { lacks } from './support/servers.ts';
import { SETTINGS } from './support/twins.ts';
import { until } from './support/until.ts';

/** What networks and overloaded servers do, done to each of the three servers by a proxy before it. */

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;
const range = { from: NOW - 30 * MINUTE, to: NOW };
const AT = NOW - 10 * MINUTE;

interface Product {
  title: 'Prometheus' | 'Jaeger' | 'Elasticsearch' | 'Elasticsearch, by plain HTTP';
  signal: string;
  /** The question of a panel. */
  panel: { queryType: string; query: Record<string, unknown> };
  /** How many answers a question finds; `about` makes it another question. */
  ask(upstream: Upstream, signal?: AbortSignal, about?: string): Promise<number>;
  probe: Probe;
}

const PRODUCTS: Product[] = [
  {
    title: 'Prometheus',
    signal: 'metrics',
    panel: { queryType: 'metric', query: { metric: 'load', aggregation: 'max' } },
    async ask(upstream, signal, about = 'load') {
      const engine = new PrometheusMetrics(new PrometheusApi(upstream, signal), SETTINGS);
      return (await engine.raw(about, range, MINUTE)).series.length;
    },
    probe: prometheusProbe,
  },
  {
    title: 'Jaeger',
    signal: 'traces',
    panel: { queryType: 'traces', query: { service: 'agent' } },
    async ask(upstream, signal, operation) {
      const engine = new JaegerTraces(new JaegerApi(upstream, {}, signal), context);
      return (await engine.search({ range, service: 'agent', operation, filters: [], limit: 10 })).traces.length;
    },
    probe: jaegerProbe,
  },
  {
    title: 'Elasticsearch',
    signal: 'logs',
    panel: { queryType: 'logs', query: {} },
    ask: (upstream, signal, about) => lines(upstream, 'client', signal, about),
    probe: elasticProbe('lines'),
  },
];

/** An Elasticsearch that does not say that it is one: the official client refuses it. */
const STRANGER: Product = {
  ...PRODUCTS[2]!,
  title: 'Elasticsearch, by plain HTTP',
  ask: (upstream, signal, about) => lines(upstream, 'plain', signal, about),
};

/** Lines that are found, asked for this way. */
async function lines(upstream: Upstream, way: ElasticWay, signal?: AbortSignal, about?: string): Promise<number> {
  const api = new ElasticApi(upstream, 'lines', signal);
  const search = { range, search: about, filters: [], order: 'desc' as const, limit: 10 };
  const { logs } = await new ElasticLogs(api, context).search(search);
  expect(api.way).toBe(way);
  return logs.length;
}

const nameOf = (title: string) => title.split(',')[0]!;

const WHAT_PASSES: Array<[string, Fault]> = [
  ['500', { kind: 'status', status: 500 }],
  ['503', { kind: 'status', status: 503 }],
  ['429', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
  ['a connection that is reset', { kind: 'reset' }],
  ['an answer that is cut', { kind: 'truncate' }],
];

const WHAT_STAYS: Array<[string, Fault, RegExp]> = [
  ['401', { kind: 'status', status: 401 }, /credentials.*\(401\)/],
  ['403', { kind: 'status', status: 403 }, /credentials.*\(403\)/],
  ['429 for longer than we wait', { kind: 'status', status: 429, headers: { 'retry-after': '60' } }, /in 1m/],
  ['a page', { kind: 'body', body: '<html>Welcome</html>' }, /no JSON/],
  ['half JSON', { kind: 'body', body: '{"data":[{"a"' }, /no JSON/],
  ['a list', { kind: 'body', body: '[]' }, /does not answer as \w+ does/],
];

describe.skipIf(lacks('prometheus', 'jaeger', 'elasticsearch9'))('three servers', () => {
  const servers: Array<{ url: string; stop(): Promise<void> }> = [];
  const proxies = new Map<string, FaultProxy>();
  const open: Upstream[] = [];

  beforeAll(async () => {
    const [prometheus, jaeger, elasticsearch] = await Promise.all([
      startPrometheus(),
      startJaeger(),
      startElasticsearchCore(),
    ]);
    servers.push(prometheus, jaeger, elasticsearch);
    for (const [i, { title }] of PRODUCTS.entries()) {
      proxies.set(title, await faultProxy(servers[i]!.url));
    }
    proxies.set(STRANGER.title, await faultProxy(elasticsearch.url, { stranger: true }));
    await prometheus.write([{ name: 'load', kind: 'gauge', labels: {}, at: AT, value: 1, origin: {} }]);
    const span = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), name: 'work' };
    const times = { startTimeUnixNano: `${AT}000000`, endTimeUnixNano: `${AT + 5}000000` };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'agent' } }] };
    await jaeger.write({ resourceSpans: [{ resource, scopeSpans: [{ spans: [{ ...span, ...times }] }] }] });
    await elasticsearch.bulk('lines', [{ '@timestamp': new Date(AT).toISOString(), message: 'a line' }]);
    const direct = connect('Jaeger', { url: jaeger.url });
    await until(async () => (await PRODUCTS[1]!.ask(direct, undefined, 'work')) === 1);
  }, 600_000);
  afterEach(async () => {
    for (const proxy of proxies.values()) {
      proxy.fail({ kind: 'none' });
    }
    await Promise.all(open.splice(0).map((one) => one.close()));
  });
  afterAll(async () => {
    await Promise.all([...proxies.values(), ...servers].map((one) => one.stop()));
  });

  function connect(title: string, more: Partial<Upstream['options']> = {}, probe?: Probe): Upstream {
    const bounds = { timeoutMs: 5000, concurrency: 4, maxBytes: 1_000_000 };
    const url = proxies.get(title)?.url ?? '';
    const upstream = new Upstream({ product: nameOf(title), url, headers: {}, ...bounds, ...more }, probe, 100);
    open.push(upstream);
    return upstream;
  }

  const failure = async (asked: Promise<unknown>): Promise<EngineError> => {
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason
    );
    expect(error).toBeInstanceOf(EngineError);
    return error as EngineError;
  };

  describe.each([...PRODUCTS, STRANGER])('$title', ({ title, ask, probe }) => {
    const proxy = () => proxies.get(title)!;

    it.each(WHAT_PASSES)('%s once: asked again', async (_name, fault) => {
      const upstream = connect(title);
      proxy().fail(fault, 1);
      expect(await ask(upstream)).toBe(1);
      expect(upstream.stats()).toMatchObject({ failures: 1, retries: 1, breaker: 0 });
    });

    it.each(WHAT_STAYS)('%s: said at once', async (_name, fault, sentence) => {
      const upstream = connect(title);
      proxy().fail(fault);
      const before = proxy().seen.length;
      const { message, source } = await failure(ask(upstream));
      expect(message.startsWith(`${nameOf(title)} at ${proxy().url}`), message).toBe(true);
      expect(message).toMatch(sentence);
      expect(source).toBe('downstream');
      expect(proxy().seen.length - before).toBe(1);
    });

    it('nobody listens', async () => {
      const upstream = connect(title, { url: `http://127.0.0.1:${await freePort()}` });
      expect((await failure(ask(upstream))).message).toMatch(/refuses connections/);
      expect(upstream.stats().retries).toBe(2);
    });

    it('too slow: the deadline ends it, and the server is told', async () => {
      const upstream = connect(title, { timeoutMs: 300 });
      proxy().fail({ kind: 'silent' });
      const before = proxy().left;
      expect(await failure(ask(upstream))).toMatchObject({ status: 504 });
      await expect.poll(() => proxy().left).toBe(before + 1);
    });

    it('whoever asked has gone: the server is told', async () => {
      const upstream = connect(title);
      proxy().fail({ kind: 'silent' });
      const [left, seen] = [proxy().left, proxy().seen.length];
      const gone = new AbortController();
      const asked = failure(ask(upstream, gone.signal, 'gone'));
      await expect.poll(() => proxy().seen.length).toBe(seen + 1);
      gone.abort();
      expect((await asked).message).toMatch(/has gone/);
      await expect.poll(() => proxy().left).toBe(left + 1);
      expect(upstream.health().state).toBe('ok');
    });

    it('back again: health knows, though nobody asks', async () => {
      const upstream = connect(title, {}, probe);
      const faults: Fault[] = [
        { kind: 'status', status: 404, body: '404 page not found' },
        { kind: 'body', body: '{"hello":"world"}' },
        { kind: 'status', status: 401 },
      ];
      for (const [i, fault] of faults.entries()) {
        proxy().fail(fault);
        await failure(ask(upstream, undefined, `again${i}`));
        expect(upstream.health()).toMatchObject({ state: 'degraded', text: expect.stringMatching(/url|credentials/) });
        const before = proxy().seen.length;
        await expect.poll(() => proxy().seen.length).toBeGreaterThan(before);
        expect(upstream.health().state).toBe('degraded');
        proxy().fail({ kind: 'none' });
        await expect.poll(() => upstream.health().state).toBe('ok');
      }
    });

    it('dead: left alone after five failures, then asked again', async () => {
      const upstream = connect(title);
      proxy().fail({ kind: 'reset' });
      for (const about of ['a', 'b', 'c']) {
        await failure(ask(upstream, undefined, about));
      }
      const asked = proxy().seen.length;
      expect((await failure(ask(upstream))).message).toMatch(/several times in a row/);
      expect(proxy().seen).toHaveLength(asked);
      expect(upstream.health()).toMatchObject({ state: 'down', text: expect.stringContaining('left alone') });
      expect(upstream.stats().breaker).toBe(1);
      proxy().fail({ kind: 'none' });
      await expect.poll(() => ask(upstream).catch(() => 0), { timeout: 15_000, interval: 250 }).toBe(1);
      expect(upstream.stats().breaker).toBe(0);
    });
  });

  describe('the service', () => {
    let service: RunningService;
    const lines: Array<{ level: number; msg: string }> = [];
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[0]) });
    beforeAll(async () => {
      const bounds = { headers: {}, timeoutMs: 5000, concurrency: 8, maxBytes: 1_000_000 };
      const to = (title: string) => ({ product: title, url: proxies.get(title)!.url, ...bounds });
      const engines = {
        metrics: [{ upstream: to('Prometheus'), settings: SETTINGS }],
        traces: to('Jaeger'),
        logs: { upstream: to('Elasticsearch'), index: 'lines' },
      };
      service = await startService(
        { ...testConfig(), engines },
        { log, pages: { webRoot: '/none', bundleRoot: '/none' } }
      );
    });
    afterAll(() => service?.close());

    let asked = 0;
    /** All three, of a range that nobody asked for yet. */
    const panels = async () => {
      const timeRange = { from: range.from - ++asked * 1001, to: range.to };
      const queries = PRODUCTS.map(({ title, panel }) => ({ refId: title, timeRange, intervalMs: MINUTE, ...panel }));
      const headers = { 'content-type': 'application/json' };
      const { text } = await send(service.url, 'POST', '/api/v1/query', headers, JSON.stringify({ queries }));
      return (JSON.parse(text) as QueryAnswer).results;
    };

    it.each(PRODUCTS)(
      'goes on without $title, says so, and has it again when it is back',
      async ({ title, signal }) => {
        const proxy = proxies.get(title)!;
        proxy.fail({ kind: 'reset' });
        for (let i = 0; i < 3; i++) {
          const results = await panels();
          for (const { title: one } of PRODUCTS) {
            expect([one, results[one]?.status]).toEqual([one, one === title ? expect.any(Number) : 200]);
          }
          expect(results[title]).toMatchObject({
            errorSource: 'downstream',
            error: expect.stringContaining(proxy.url),
          });
        }
        const breaker = async (of: string) => {
          const { text } = await send(service.url, 'GET', '/metrics');
          const line = text
            .split('\n')
            .find((one) => one.startsWith(`taskmaster_upstream_breaker{`) && one.includes(of));
          return Number(line?.split(' ').at(-1));
        };
        expect(await breaker(`"${signal}"`)).toBe(1);
        const ready = await send(service.url, 'GET', '/health/ready');
        expect(ready.status).toBe(200);
        expect(ready.text).toContain(`${title} at ${proxy.url}`);
        expect(ready.text).toContain('left alone');
        proxy.fail({ kind: 'none' });
        await expect.poll(async () => (await panels())[title]?.status, { timeout: 15_000, interval: 300 }).toBe(200);
        expect(await breaker(`"${signal}"`)).toBe(0);
        const told = lines.filter(({ msg }) => msg.startsWith(`${title} at ${proxy.url} `));
        expect(told).toMatchObject([
          { level: 40, signal, msg: expect.stringContaining('broke off') },
          { level: 30, signal, msg: expect.stringMatching(/ answers again, after \d/) },
        ]);
      }
    );
  });
});
