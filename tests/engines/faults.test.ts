import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PrometheusApi } from '../../backend/src/telemetry/prometheus/api.ts';
import { PrometheusMetrics } from '../../backend/src/telemetry/prometheus/metric-engine.ts';
import { SeveralMetrics } from '../../backend/src/telemetry/several-metrics.ts';
import { EngineError, type MetricPoint, type MetricQuery } from '../../backend/src/telemetry/types.ts';
import { Upstream } from '../../backend/src/telemetry/upstream/upstream.ts';
import { type FaultProxy, faultProxy } from './support/fault-proxy.ts';
import { type PrometheusServer, startPrometheus } from './support/prometheus.ts';
import { freePort } from './support/server-process.ts';
import { SETTINGS } from './support/twins.ts';

const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const MINUTE = 60_000;

let server: PrometheusServer;
let proxy: FaultProxy;
let upstream: Upstream;
beforeAll(async () => {
  server = await startPrometheus();
  const points = Array.from({ length: 60 }, (_, i): MetricPoint => {
    return { name: 'load', kind: 'gauge', labels: { host: `h${i % 3}` }, at: START + i * MINUTE, value: i, origin: {} };
  });
  await server.write(points);
});
afterAll(() => server.stop());
beforeEach(async () => {
  proxy = await faultProxy(server.url);
  upstream = connect(proxy.url);
});
afterEach(async () => {
  await upstream.close();
  await proxy.stop();
});

function connect(url: string, more: Partial<Upstream['options']> = {}): Upstream {
  return new Upstream({
    product: 'Prometheus',
    url,
    headers: {},
    timeoutMs: 5000,
    concurrency: 4,
    maxBytes: 1_000_000,
    ...more,
  });
}

const raw = (from = upstream, signal?: AbortSignal, text = 'load') =>
  new PrometheusMetrics(new PrometheusApi(from, signal), SETTINGS).raw(
    text,
    { from: START, to: START + 60 * MINUTE },
    MINUTE
  );

async function failure(asked: Promise<unknown>): Promise<EngineError> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(EngineError);
  return error as EngineError;
}

describe('what passes is asked again', () => {
  it.each([
    ['502', { kind: 'status', status: 502 }],
    ['503', { kind: 'status', status: 503 }],
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
    ['a connection that is reset', { kind: 'reset' }],
    ['an answer that is cut', { kind: 'truncate' }],
  ] as const)('%s once', async (_name, fault) => {
    proxy.fail(fault, 1);
    expect((await raw()).series).toHaveLength(3);
    expect(proxy.seen).toHaveLength(2);
    expect(upstream.stats()).toMatchObject({ requests: 2, failures: 1, retries: 1, breaker: 0 });
  });

  it('three times at most', async () => {
    proxy.fail({ kind: 'status', status: 500, body: '{"status":"error","error":"the disk is on fire"}' });
    const { message, source, status } = await failure(raw());
    expect(message).toMatch(/^Prometheus at http:\/\/127.*answered with an error \(500\): the disk is on fire$/);
    expect({ source, status }).toEqual({ source: 'downstream', status: 502 });
    expect(proxy.seen).toHaveLength(3);
  });
});

describe('what does not pass is said at once', () => {
  it.each([
    ['401', { kind: 'status', status: 401 }, /credentials.*\(401\)/],
    ['403', { kind: 'status', status: 403 }, /credentials.*\(403\)/],
    ['a log-in page', { kind: 'status', status: 302, headers: { location: '/login' } }, /log-in page/],
    ['a page', { kind: 'body', body: '<html>Welcome</html>' }, /no JSON/],
    ['half JSON', { kind: 'body', body: '{"status":"success","data":{' }, /no JSON/],
    ['other JSON', { kind: 'body', body: '{"hello":1}' }, /does not answer as Prometheus does/],
    ['a pause beyond the deadline', { kind: 'status', status: 429, headers: { 'retry-after': '60' } }, /in 1m/],
  ] as const)('%s', async (_name, fault, sentence) => {
    proxy.fail(fault);
    expect((await failure(raw())).message).toMatch(sentence);
    expect(proxy.seen).toHaveLength(1);
  });

  it('a question that cannot be understood, which is nobody’s breakdown', async () => {
    for (let i = 0; i < 8; i++) {
      expect((await failure(raw(upstream, undefined, `sum(${i}`))).status).toBe(400);
    }
    expect(upstream.health().state).toBe('ok');
  });

  it('a port where nobody listens', async () => {
    const nobody = connect(`http://127.0.0.1:${await freePort()}`);
    expect((await failure(raw(nobody))).message).toMatch(/refuses connections/);
    await nobody.close();
  });
});

describe('more than can be read', () => {
  it('is cut while it comes: what was whole is shown with a notice, and the server is told to stop', async () => {
    proxy.fail({ kind: 'endless' });
    const { notices } = await raw();
    expect(notices).toMatchObject([{ severity: 'warning', text: expect.stringMatching(/only the first \d+/) }]);
    await expect.poll(() => proxy.left).toBe(1);
    expect(proxy.seen).toHaveLength(1);
  });
});

describe('long questions', () => {
  it('of 16 KB are asked', async () => {
    const text = `load{host=~"h0|h1|h2${'|x'.repeat(8179)}"}`.padEnd(16_384);
    expect(text).toHaveLength(16_384);
    expect((await raw(upstream, undefined, text)).series).toHaveLength(3);
  });
});

describe('time', () => {
  it('ends at the deadline, and the server is told', async () => {
    proxy.fail({ kind: 'silent' });
    const quick = connect(proxy.url, { timeoutMs: 200 });
    const { message, status } = await failure(raw(quick));
    expect({ message, status }).toMatchObject({
      message: expect.stringMatching(/did not answer in time/),
      status: 504,
    });
    await expect.poll(() => proxy.left).toBe(1);
    await quick.close();
  });

  it('ends when whoever asked has gone, but not for others who ask the same', async () => {
    proxy.fail({ kind: 'slow', ms: 300 });
    const [first, second] = [new AbortController(), new AbortController()];
    const one = failure(raw(upstream, first.signal));
    const other = raw(upstream, second.signal);
    first.abort();
    expect((await one).message).toMatch(/has gone/);
    expect((await other).series).toHaveLength(3);
    expect({ seen: proxy.seen.length, left: proxy.left }).toEqual({ seen: 1, left: 0 });

    proxy.fail({ kind: 'silent' });
    const alone = new AbortController();
    const last = failure(raw(upstream, alone.signal, 'load * 2'));
    await expect.poll(() => proxy.seen.length).toBe(2);
    alone.abort();
    await last;
    await expect.poll(() => proxy.left).toBe(1);
    expect(upstream.health().state).toBe('ok');
  });
});

describe('the breaker', () => {
  it('leaves a dead server alone, and comes back to it', async () => {
    proxy.fail({ kind: 'reset' });
    for (let i = 0; i < 3; i++) {
      await failure(raw());
    }
    const asked = proxy.seen.length;
    expect(upstream.health()).toMatchObject({ state: 'down', text: expect.stringContaining('left alone') });
    expect((await failure(raw())).message).toMatch(/several times in a row/);
    expect(proxy.seen).toHaveLength(asked);
    proxy.fail({ kind: 'none' });
    await expect
      .poll(
        () =>
          raw().then(
            ({ series }) => series.length,
            () => 0
          ),
        { timeout: 10_000, interval: 200 }
      )
      .toBe(3);
    expect(upstream.health().state).toBe('ok');
  });

  it('one of several servers that is dead costs a notice, no picture', async () => {
    const dead = connect(`http://127.0.0.1:${await freePort()}`);
    const part = (from: Upstream) => ({
      engine: new PrometheusMetrics(new PrometheusApi(from), SETTINGS),
      place: from.place,
    });
    const several = new SeveralMetrics([part(upstream), part(dead)]);
    const query: MetricQuery = {
      metric: 'load',
      aggregation: 'max',
      groupBy: ['host'],
      filters: [],
      range: { from: START, to: START + 60 * MINUTE },
      stepMs: MINUTE,
      instant: false,
      limit: 10,
    };
    const answer = await several.query(query);
    expect(answer.series).toHaveLength(3);
    expect(answer.notices).toEqual([
      { severity: 'error', text: expect.stringMatching(/^Incomplete: .*refuses connections/) },
    ]);
    await dead.close();
  });
});

describe('many who ask the same', () => {
  it('a dashboard of twenty panels, opened by fifty: one request for each', async () => {
    proxy.fail({ kind: 'slow', ms: 50 });
    const panels = Array.from({ length: 20 }, (_, i) => `load + ${i}`);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => panels.map((text) => raw(upstream, undefined, text))).flat()
    );
    expect(answers.every(({ series }) => series.length === 3)).toBe(true);
    expect(proxy.seen).toHaveLength(20);
    await Promise.all(panels.map((text) => raw(upstream, undefined, text)));
    expect(proxy.seen, 'a viewer within the step').toHaveLength(20);
    expect(upstream.stats().shared).toBe(50 * 20);
  });
});
