import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type QueryAnswer } from '#contract/frames.ts';
import { openStore } from '../../backend/src/store/store.ts';
import { type Store } from '../../backend/src/store/types.ts';
import { checkEngines } from '../../backend/src/telemetry/check-engines.ts';
import { RETENTION } from '../../backend/src/telemetry/embedded/testing/folder.ts';
import { type EnginesConfig } from '../../backend/src/telemetry/engines-config.ts';
import { type MetricPoint } from '../../backend/src/telemetry/types.ts';
import { type FaultProxy, faultProxy } from './support/fault-proxy.ts';
import { type PrometheusServer, startPrometheus } from './support/prometheus.ts';
import { writeSeries } from './support/remote-write.ts';
import { freePort } from './support/server-process.ts';
import { SETTINGS } from './support/twins.ts';

/** The store with its threads, as the service runs it: metrics from a Prometheus, traces from a dead Jaeger, logs of its own. */

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;

let server: PrometheusServer;
let proxy: FaultProxy;
let store: Store;
let engines: EnginesConfig;
const dataDir = mkdtempSync(join(tmpdir(), 'engines-store-'));

beforeAll(async () => {
  server = await startPrometheus();
  proxy = await faultProxy(server.url);
  const upstream = (product: string, url: string) => {
    return { product, url, headers: {}, timeoutMs: 5000, concurrency: 8, maxBytes: 1_000_000 };
  };
  engines = {
    metrics: [{ upstream: upstream('Prometheus', proxy.url), settings: SETTINGS }],
    traces: upstream('Jaeger', `http://127.0.0.1:${await freePort()}`),
    logs: 'embedded',
  };
  await server.write(
    Array.from({ length: 30 }, (_, i): MetricPoint => {
      return {
        name: 'claude_code.token.usage',
        unit: 'tokens',
        kind: 'counter',
        temporality: 'cumulative',
        labels: { type: 'input' },
        at: NOW - (30 - i) * MINUTE,
        value: 100 * (i + 1),
        origin: { session: 's-1' },
      };
    })
  );
  await writeSeries(server.url, [
    {
      labels: { __name__: 'tool_seconds_bucket', le: '+Inf', tool: 'Bash' },
      samples: [{ value: 1, timestamp: NOW - MINUTE }],
      exemplars: [{ labels: [{ name: 'trace_id', value: 'ab' }], value: 0.7, timestamp: NOW - MINUTE }],
    },
    { labels: { __name__: 'tool_seconds_count', tool: 'Bash' }, samples: [{ value: 1, timestamp: NOW - MINUTE }] },
    { labels: { __name__: 'tool_seconds_sum', tool: 'Bash' }, samples: [{ value: 0.7, timestamp: NOW - MINUTE }] },
  ]);
  store = await openStore({
    dataDir,
    idleGapMs: 3_600_000,
    captureContents: false,
    retention: RETENTION,
    readers: 1,
    maxQueuedBytes: 1_000_000,
    engines,
  });
});
afterAll(async () => {
  await store.close();
  await proxy.stop();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const timeRange = { from: NOW - 30 * MINUTE, to: NOW };
const METRIC = {
  refId: 'metric',
  queryType: 'metric',
  timeRange,
  intervalMs: MINUTE,
  query: { metric: 'claude_code.token.usage', aggregation: 'increase', groupBy: ['session'] },
};
const parsed = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as QueryAnswer;

describe('a request that asks several', () => {
  it('has what the living say, and of the dead who they are', async () => {
    const queries = [
      METRIC,
      { refId: 'traces', queryType: 'traces', timeRange, query: {} },
      { refId: 'logs', queryType: 'logs', timeRange, query: {} },
      { refId: 'tasks', queryType: 'tasks', timeRange, query: {} },
    ];
    const { results } = parsed(await store.query({ queries }));
    const values = results['metric']?.frames?.[0]?.data.values[1] as number[];
    expect(values.reduce((sum, value) => sum + (value ?? 0), 0)).toBe(3000);
    expect(results['metric']?.frames?.[0]?.schema.fields[1]?.labels).toEqual({ session: 's-1' });
    expect(results['traces']).toMatchObject({
      status: 502,
      errorSource: 'downstream',
      error: expect.stringMatching(/^Jaeger at http:\/\/127.* refuses connections/),
    });
    expect([results['logs']?.status, results['tasks']?.status]).toEqual([200, 200]);
  });

  it('is told of in health and metrics', async () => {
    const [metrics, traces] = await store.engines();
    expect(metrics).toMatchObject({ signal: 'metrics', health: { state: 'ok' }, failures: 0 });
    expect(traces?.signal).toBe('traces');
    expect(traces?.health.state).not.toBe('ok');
    expect(traces?.failures).toBeGreaterThan(0);
  });

  it('is asked once for all viewers of a dashboard', async () => {
    const panels = Array.from({ length: 20 }, (_, i) => {
      return { ...METRIC, refId: `P${i}`, query: { raw: `claude_code_token_usage_tokens_total + ${i}` } };
    });
    const before = proxy.seen.length;
    await Promise.all(Array.from({ length: 30 }, () => store.query({ queries: panels })));
    expect(proxy.seen.length - before).toBe(20);
  });

  it('is given up when the asker goes; the thread lives on', async () => {
    proxy.fail({ kind: 'silent' }, 1);
    const before = proxy.left;
    const gone = new AbortController();
    const asked = store.query({ queries: [{ ...METRIC, query: { raw: 'vector(42)' } }] }, gone.signal);
    await expect.poll(() => proxy.seen.at(-1)).toBe('/api/v1/query_range');
    setTimeout(() => gone.abort(), 100);
    expect(parsed(await asked).results['metric']?.error).toMatch(/has gone/);
    await expect.poll(() => proxy.left).toBe(before + 1);
    expect(parsed(await store.query({ queries: [METRIC] })).results['metric']?.status).toBe(200);
  });

  it('exemplars are points for a panel, in a frame of their own', async () => {
    const query = { metric: 'tool', aggregation: 'p95', exemplars: true };
    const { results } = parsed(await store.query({ queries: [{ ...METRIC, query }] }));
    const { schema, data } = results['metric']!.frames!.at(-1)!;
    expect({ name: schema.name, topic: schema.meta?.dataTopic }).toEqual({ name: 'exemplar', topic: 'annotations' });
    expect(schema.fields.map(({ name }) => name)).toEqual(['Time', 'Value', 'trace_id', 'tool']);
    expect(data.values).toEqual([[NOW - MINUTE], [0.7], ['ab'], ['Bash']]);
    const beside = { raw: 'rate(tool_seconds_bucket[5m])', exemplars: true };
    const raw = parsed(await store.query({ queries: [{ ...METRIC, query: beside }] })).results['metric']!.frames!.at(
      -1
    )!;
    expect(raw.schema.name).toBe('exemplar');
    expect(raw.data.values.slice(0, 3)).toEqual([[NOW - MINUTE], [0.7], ['ab']]);
  });

  it('names are looked up there, too', async () => {
    const choices = parsedChoices(await store.read('lookup/metrics', { from: timeRange.from, to: timeRange.to }));
    expect(choices).toContain('claude_code_token_usage_tokens_total');
    expect(parsedChoices(await store.read('lookup/capabilities', {}))).toEqual(['promql']);
  });
});

const parsedChoices = (bytes: Uint8Array | null) =>
  (JSON.parse(new TextDecoder().decode(bytes ?? undefined)) as Array<{ value: string }>).map(({ value }) => value);

describe('check-config', () => {
  it('says of each what is right and what is not', async () => {
    const findings = await checkEngines(engines);
    expect(findings.map(({ signal, state }) => [signal, state])).toEqual([
      ['metrics', 'ok'],
      ['traces', 'down'],
      ['logs', 'ok'],
    ]);
    expect(findings[0]?.text).toMatch(
      /answers \(PromQL as of version \d\).*claude_code.token.usage is there as claude_code_token_usage_tokens_total; sessions are told by session_id/
    );
    expect(findings[1]?.text).toMatch(/refuses connections/);
  });

  it('of a server that is another one', async () => {
    proxy.fail({ kind: 'body', body: '<html></html>' }, 1);
    expect((await checkEngines({ ...engines, traces: 'embedded' }))[0]).toMatchObject({
      state: 'down',
      text: expect.stringMatching(/no JSON/),
    });
  });
});
