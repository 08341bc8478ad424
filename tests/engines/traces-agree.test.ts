import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSpansJson } from '../../backend/src/ingest/otlp/spans-json.ts';
import { type TestStore, testStore } from '../../backend/src/telemetry/embedded/testing/folder.ts';
import { JaegerApi, type JaegerTraits } from '../../backend/src/telemetry/jaeger/api.ts';
import { JaegerTraces } from '../../backend/src/telemetry/jaeger/trace-engine.ts';
import { type TraceSearch } from '../../backend/src/telemetry/types.ts';
import { Upstream } from '../../backend/src/telemetry/upstream/upstream.ts';
import { faultProxy } from './support/fault-proxy.ts';
import { type JaegerServer, startJaeger } from './support/jaeger.ts';
import { lacks } from './support/servers.ts';
import { until } from './support/until.ts';
import { sampleTraces, traceIdOf } from './support/sample-traces.ts';
import { upstreamTo } from './support/twins.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const COUNT = 120;
const END = START + COUNT * MINUTE;
const context = { captureContents: false, userId: 'off' as const, projectOf: () => undefined };

describe.skipIf(lacks('jaeger'))('traces', () => {
  let server: JaegerServer;
  let upstream: Upstream;
  let store: TestStore;
  let engine: JaegerTraces;
  const traits: JaegerTraits = {};

  beforeAll(async () => {
    server = await startJaeger();
    store = testStore(END);
    upstream = upstreamTo(server.url, 'Jaeger');
    engine = new JaegerTraces(new JaegerApi(upstream, traits), context);
    const request = sampleTraces(START, COUNT);
    store.write({ spans: decodeSpansJson(request, END, context).spans.map(({ record }) => record) });
    await server.write(request);
    await until(async () => (await engine.trace(traceIdOf(COUNT - 1), 100)).spans.length > 0);
  }, 1_800_000);
  afterAll(async () => {
    await upstream?.close();
    await server?.stop();
    store?.remove();
  });

  const search = (more: Partial<TraceSearch>): TraceSearch => ({
    range: { from: START, to: END },
    filters: [],
    limit: 1000,
    ...more,
  });

  it.each<[string, Partial<TraceSearch>, number]>([
    ['all', {}, 120],
    ['a stretch of time', { range: { from: START + 10 * MINUTE, to: START + 20 * MINUTE } }, 10],
    ['a service', { service: 'builder' }, 30],
    ['an operation', { service: 'claude-code', operation: 'tool 1' }, 54],
    ['errors', { errorsOnly: true }, 28],
    ['errors of a session', { errorsOnly: true, sessions: ['s-2'] }, 16],
    ['sessions', { sessions: ['s-0', 's-2'] }, 64],
    ['very many sessions', { sessions: ['s-0', ...Array.from({ length: 500 }, (_, i) => `x-${i}`)] }, 32],
    ['no session', { filters: [{ label: 'session', op: '=', value: '' }] }, 24],
    ['a project', { project: 'shop' }, 40],
    ['a project and sessions, both', { project: 'shop', sessions: ['s-0', 's-1'] }, 32],
    ['a task', { taskId: '1.0' }, 32],
    ['long ones', { minDurationMs: 3000 }, 48],
    ['short ones', { maxDurationMs: 600 }, 24],
    ['a value', { filters: [{ label: 'tool', op: '=', value: 'Bash' }] }, 72],
    ['a number', { filters: [{ label: 'attempt', op: '=', value: '3' }] }, 30],
    ['a value that needs escapes', { filters: [{ label: 'model', op: '=', value: 'm"1\\' }] }, 60],
    ['a pattern', { filters: [{ label: 'tool', op: '=~', value: 'Ba.*' }] }, 72],
    ['not a value', { filters: [{ label: 'tool', op: '!=', value: 'Bash' }] }, 120],
    [
      'two of one span',
      {
        filters: [
          { label: 'tool', op: '=', value: 'Bash' },
          { label: 'session', op: '=', value: 's-1' },
        ],
      },
      16,
    ],
    ['nobody', { sessions: ['none'] }, 0],
    ['no sessions at all', { sessions: [] }, 0],
    ['another year', { range: { from: 1000, to: 2000 } }, 0],
  ])('%s', async (_name, more, count) => {
    const embedded = await store.reader.traces.search(search(more));
    const remote = await engine.search(search(more));
    expect(remote.traces).toEqual(embedded.traces);
    expect(remote.notices).toEqual([]);
    expect(embedded.traces).toHaveLength(count);
  });

  it('the latest where there are more than wanted', async () => {
    const { traces } = await engine.search(search({ limit: 7 }));
    expect(traces.map(({ traceId }) => traceId)).toEqual(Array.from({ length: 7 }, (_, i) => traceIdOf(COUNT - 1 - i)));
  });

  it('every trace, span for span: attributes, events, links with their attributes', async () => {
    for (let n = 0; n < COUNT; n += 7) {
      const embedded = await store.reader.traces.trace(traceIdOf(n), 1000);
      const remote = await engine.trace(traceIdOf(n), 1000);
      const byId = (a: { spanId: string }, b: { spanId: string }) => (a.spanId < b.spanId ? -1 : 1);
      expect(remote.spans.toSorted(byId)).toEqual(embedded.spans.toSorted(byId));
      expect(remote.spans.map(({ startAt }) => startAt)).toEqual(embedded.spans.map(({ startAt }) => startAt));
    }
    expect(traits.otlp).toBe(true);
    expect(await engine.trace('0'.repeat(31) + '1', 10)).toEqual({ spans: [], notices: [] });
  });

  it('a long trace is cut, with the same notice', async () => {
    const embedded = await store.reader.traces.trace(traceIdOf(4), 2);
    expect(embedded.spans).toHaveLength(2);
    expect(await engine.trace(traceIdOf(4), 2)).toEqual(embedded);
  });

  it('of a trace larger than an answer may be its first whole spans, with a notice', async () => {
    const id = 'f'.repeat(32);
    const spans = Array.from({ length: 5000 }, (_, i) => ({
      traceId: id,
      spanId: (i + 1).toString(16).padStart(16, '0'),
      name: `step {"${i}`,
      startTimeUnixNano: `${END + i}000000`,
      endTimeUnixNano: `${END + i + 5}000000`,
      attributes: [{ key: 'spans', value: { stringValue: '"spans":[{' } }],
    }));
    await server.write({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    await until(async () => (await engine.trace(id, 10_000)).spans.length === 5000);
    const narrow = new Upstream({ ...upstream.options, maxBytes: 500_000 });
    const cut = await new JaegerTraces(new JaegerApi(narrow, {}), context).trace(id, 10_000);
    await narrow.close();
    expect(cut.spans.length).toBeGreaterThan(500);
    expect(cut.spans.length).toBeLessThan(4000);
    const whole = new Map((await engine.trace(id, 10_000)).spans.map((span) => [span.spanId, span]));
    expect(cut.spans.every((span) => whole.get(span.spanId)?.name === span.name)).toBe(true);
    expect(cut.notices[0]?.text).toBe(
      `The trace is larger than an answer may be (maxAnswerMb): of the ${cut.spans.length} spans that came first ${cut.spans.length} are shown.`
    );
  });

  it('services and operations', async () => {
    const range = { from: START, to: END };
    expect(await engine.services(range)).toEqual(await store.reader.traces.services(range));
    expect(await engine.operations(range, 'builder')).toEqual(await store.reader.traces.operations(range, 'builder'));
    expect(await engine.operations(range)).toEqual(await store.reader.traces.operations(range));
  });

  it.each([404, 403, 302])('a Jaeger without v3 (%i): the same, but links have no attributes there', async (status) => {
    const proxy = await faultProxy(server.url);
    proxy.fail({ kind: 'status', status, body: '404 page not found' }, 1);
    const older = upstreamTo(proxy.url, 'Jaeger');
    const own: JaegerTraits = {};
    const by = new JaegerTraces(new JaegerApi(older, own), context);
    const embedded = await store.reader.traces.trace(traceIdOf(4), 100);
    const { spans } = await by.trace(traceIdOf(4), 100);
    const bare = embedded.spans.map((span) => ({
      ...span,
      links: span.links.map((link) => ({ ...link, attributes: {} })),
    }));
    expect(spans).toEqual(bare);
    expect(own.otlp).toBe(false);
    await by.trace(traceIdOf(5), 100);
    expect(proxy.seen.map((path) => path.split('/').slice(0, 3).join('/'))).toEqual([
      '/api/v3',
      '/api/traces',
      '/api/traces',
    ]);
    await older.close();
    await proxy.stop();
  });

  it('what is no Jaeger is said to be none', async () => {
    const proxy = await faultProxy(server.url);
    proxy.fail({ kind: 'body', body: '{"status":"success"}' });
    const other = upstreamTo(proxy.url, 'Jaeger');
    const by = new JaegerTraces(new JaegerApi(other, {}), context);
    await expect(by.services({ from: 0, to: 1 })).rejects.toThrow(/Jaeger at .* does not answer as Jaeger does/);
    await other.close();
    await proxy.stop();
  });
});
