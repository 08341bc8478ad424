import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ElasticApi } from '../../backend/src/telemetry/elasticsearch/api.ts';
import { ElasticLogs } from '../../backend/src/telemetry/elasticsearch/log-engine.ts';
import { JaegerApi } from '../../backend/src/telemetry/jaeger/api.ts';
import { JaegerTraces } from '../../backend/src/telemetry/jaeger/trace-engine.ts';
import { PrometheusApi } from '../../backend/src/telemetry/prometheus/api.ts';
import { PrometheusMetrics } from '../../backend/src/telemetry/prometheus/metric-engine.ts';
import { Upstream } from '../../backend/src/telemetry/upstream/upstream.ts';
import { type FaultProxy, faultProxy } from './support/fault-proxy.ts';
import { context } from './support/log-twins.ts';
import { SETTINGS } from './support/twins.ts';

/** Answers too large to be held: what is asserted is a bound on memory, never a time. */

const MB = 1024 * 1024;
const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const MINUTE = 60_000;
const range = { from: START, to: START + 60 * MINUTE };

let proxy: FaultProxy;
let upstream: Upstream;
beforeEach(async () => {
  proxy = await faultProxy('http://127.0.0.1:9');
});
afterEach(async () => {
  await upstream.close();
  await proxy.stop();
});

/** With the bounds of the defaults: 64 MB. */
function connect(product: string): Upstream {
  const bounds = { timeoutMs: 120_000, concurrency: 16, maxBytes: 64 * MB };
  upstream = new Upstream({ product, url: proxy.url, headers: {}, ...bounds });
  return upstream;
}

/** Most memory that this process (the proxy is in it, too) took beyond what it had, MB. */
async function grown(work: Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  try {
    await work;
  } finally {
    clearInterval(watch);
  }
  return Math.round((Math.max(most, process.memoryUsage.rss()) - before) / MB);
}

const HEAD = '{"status":"success","data":{"resultType":"matrix","result":[';
const series = (i: number) => `{"metric":{"id":"${i}"},"values":[[${START / 1000},"${i}"]]}`;

describe('Prometheus', () => {
  const raw = (text = 'load') => new PrometheusMetrics(new PrometheusApi(upstream), SETTINGS).raw(text, range, MINUTE);

  it('a million series: the first of them with a notice', async () => {
    connect('Prometheus');
    proxy.fail({ kind: 'many', head: HEAD, piece: series, count: 1_000_000, tail: ']}}' });
    const asked = raw();
    expect(await grown(asked)).toBeLessThan(500);
    const { series: found, notices } = await asked;
    expect(found).toHaveLength(1000);
    expect(notices[0]?.text).toMatch(/only the first 20000 of the answer were read/);
  });

  it('100 MB: what came until it was too much, and the rest is not waited for', async () => {
    connect('Prometheus');
    const values = `[1,"1"],`.repeat(1000);
    const piece = (i: number) => `{"metric":{"id":"${i}"},"values":[${values}[${START / 1000},"${i}"]]}`;
    proxy.fail({ kind: 'many', head: HEAD, piece, count: Math.ceil((100 * MB) / piece(0).length), tail: ']}}' });
    const asked = raw();
    expect(await grown(asked)).toBeLessThan(1500); // 8 million values
    const { series: found, notices } = await asked;
    expect(found).toHaveLength(1000);
    expect(notices[0]?.text).toMatch(/only the first \d+ of the answer were read/);
    await expect.poll(() => proxy.left).toBe(1);
  });

  it('many such at once: no more is read than has room, the others are told so', async () => {
    connect('Prometheus');
    proxy.fail({ kind: 'many', head: HEAD, piece: series, count: 1_000_000, tail: ']}}' });
    const asked = Promise.allSettled(Array.from({ length: 12 }, (_, i) => raw(`load + ${i}`)));
    expect(await grown(asked)).toBeLessThan(1500);
    const settled = await asked;
    for (const one of settled) {
      if (one.status === 'rejected') {
        expect((one.reason as Error).message).toMatch(/^Prometheus at .* too much at once: more than 256 MB together/);
      } else {
        expect(one.value.notices[0]?.text).toMatch(/only the first/);
      }
    }
    expect(settled.some(({ status }) => status === 'fulfilled')).toBe(true);
  });
});

it('Jaeger: of a trace of 100 MB the spans that came, with a notice', async () => {
  const engine = new JaegerTraces(new JaegerApi(connect('Jaeger'), {}), context);
  const id = (i: number) => i.toString(16).padStart(16, '0');
  const time = (i: number) => `"startTimeUnixNano":"${START + i}000000","endTimeUnixNano":"${START + i + 1}000000"`;
  const span = (i: number) =>
    `{"traceId":"${'a'.repeat(32)}","spanId":"${id(i + 1)}","name":"${'x'.repeat(200)}",${time(i)}}`;
  const head = '{"result":{"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{},"spans":[';
  proxy.fail({ kind: 'many', head, piece: span, count: Math.ceil((100 * MB) / span(0).length), tail: ']}]}]}}' });
  const asked = engine.trace('a'.repeat(32), 1000);
  expect(await grown(asked)).toBeLessThan(1500);
  const { spans, notices } = await asked;
  expect(spans.map(({ spanId }) => spanId)).toEqual(Array.from({ length: 1000 }, (_, i) => id(i + 1)));
  expect(notices[0]?.text).toMatch(
    /larger than an answer may be .*: of the \d{6} spans that came first 1000 are shown/
  );
  await expect.poll(() => proxy.left).toBe(1);
});

it('Elasticsearch: lines of 100 MB are said to be too many', async () => {
  const engine = new ElasticLogs(new ElasticApi(connect('Elasticsearch'), 'logs'), context);
  const hit = (i: number) =>
    `{"_index":"l","_id":"${i}","_source":{"@timestamp":${START},"message":"${'x'.repeat(200)}"}}`;
  proxy.fail({ kind: 'body', body: '{"fields":{"message":{"text":{}}}}' }, 1);
  const search = { range, filters: [], order: 'desc' as const, limit: 1000 };
  const fields = await new ElasticApi(upstream, 'logs').fields(['message']);
  expect(fields.fullText(['message'])).toEqual(['message']);
  proxy.fail({ kind: 'many', head: '{"hits":{"hits":[', piece: hit, count: 500_000, tail: ']}}' });
  const asked = engine.search(search).catch((error: unknown) => error);
  expect(await grown(asked)).toBeLessThan(400);
  expect(String(await asked)).toMatch(/Elasticsearch at .* answered with more than 64 MB/);
});
