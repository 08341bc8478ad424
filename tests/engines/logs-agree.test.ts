import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeLogsJson } from '../../backend/src/ingest/otlp/logs-json.ts';
import { ElasticApi } from '../../backend/src/telemetry/elasticsearch/api.ts';
import { ElasticLogs } from '../../backend/src/telemetry/elasticsearch/log-engine.ts';
import { type TestStore, testStore } from '../../backend/src/telemetry/embedded/testing/folder.ts';
import { type LogRecord, type LogSearch, type StoredLog } from '../../backend/src/telemetry/types.ts';
import { type Upstream } from '../../backend/src/telemetry/upstream/upstream.ts';
import { OPENSEARCH, type SearchServer, startOpenSearch } from './support/opensearch.ts';
import { asEcsDocument, asOtelDocument, sampleLogs } from './support/sample-logs.ts';
import { upstreamTo } from './support/twins.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 9, 0, 0);
const COUNT = 1500;
const END = START + COUNT * 7000;
const context = { captureContents: false, userId: 'off' as const, projectOf: () => undefined };
const TEMPLATE = new URL('../../deploy/elasticsearch/index-template.json', import.meta.url);
const NUMBERS = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };

let server: SearchServer;
let upstream: Upstream;
let store: TestStore;
let logs: LogRecord[];

beforeAll(async () => {
  server = await startOpenSearch(process.env.TASKMASTER_OPENSEARCH ?? OPENSEARCH);
  upstream = upstreamTo(server.url, 'Elasticsearch');
  store = testStore(END);
  logs = decodeLogsJson(sampleLogs(START, COUNT), END, context)
    .logs.map(({ record }) => record)
    .sort((a, b) => a.at - b.at);
  store.write({ logs });
  await server.send('PUT', '/_index_template/taskmaster-logs', JSON.parse(readFileSync(TEMPLATE, 'utf8')));
  await server.bulk(
    'taskmaster-logs-otel',
    logs.map((log) => asOtelDocument(log, NUMBERS[log.severity]))
  );
  await server.bulk('taskmaster-logs-ecs', logs.map(asEcsDocument));
}, 600_000);
afterAll(async () => {
  await upstream?.close();
  await server?.stop();
  store?.remove();
});

const search = (more: Partial<LogSearch>): LogSearch => ({
  range: { from: START, to: END },
  filters: [],
  order: 'desc',
  limit: 5000,
  ...more,
});

const SEARCHES: Array<[string, Partial<LogSearch>]> = [
  ['all', {}],
  ['a stretch of time, oldest first', { range: { from: START + 30_001, to: START + 20 * MINUTE }, order: 'asc' }],
  ['a word', { search: 'FAILED' }],
  ['the beginnings of two words', { search: 'comp succ' }],
  ['words within names and paths', { search: 'service log check' }],
  ['a part of an event’s name', { search: 'claude request' }],
  ['words with accents, without them', { search: 'große cafe' }],
  ['words with accents', { search: 'naïve' }],
  ['a number', { search: '1200ms' }],
  ['no such word', { search: 'nowhere' }],
  ['warnings and worse', { severity: 'warn' }],
  ['everything but traces', { severity: 'debug' }],
  ['fatal ones', { severity: 'fatal' }],
  ['a service', { service: 'builder' }],
  ['errors by category', { category: 'error' }],
  ['performance', { category: 'performance' }],
  ['an event', { eventName: 'tool_result' }],
  ['a trace', { traceId: (0xfeed0006).toString(16).padStart(32, '0') }],
  ['sessions', { sessions: ['s-0', 's-2', 'x'] }],
  ['lines that name no session', { filters: [{ label: 'session', op: '=', value: '' }] }],
  ['a project', { project: 'shop' }],
  ['a project and sessions, both', { project: 'shop', sessions: ['s-1'] }],
  ['a value that needs escapes', { filters: [{ label: 'model', op: '=', value: 'op"us\\' }] }],
  ['not a value', { filters: [{ label: 'model', op: '!=', value: 'sonnet' }] }],
  ['a pattern', { filters: [{ label: 'session.id', op: '=~', value: 's-[01]' }] }],
  ['a number’s text', { filters: [{ label: 'attempt', op: '=', value: '3' }] }],
  ['yes or no', { filters: [{ label: 'success', op: '=', value: 'true' }] }],
  ['all at once', { severity: 'info', service: 'claude-code', sessions: ['s-1', 's-2'], search: 'comp', order: 'asc' }],
  ['nobody', { sessions: [] }],
];

const NOTHING = new Set(['no such word', 'nobody']);
const inOrder = (found: StoredLog[]) => found.map(({ at }) => at);

describe.each(['otel', 'ecs'])('lines as %s writes them', (mapping) => {
  const engine = () => new ElasticLogs(new ElasticApi(upstream, `taskmaster-logs-${mapping}`), context);
  /** What both must say; ECS keeps texts where OpenTelemetry keeps kinds, so that its lines are compared by what they mean. */
  const said = ({ at, severity, body, eventName, category, traceId, origin }: StoredLog) =>
    JSON.stringify({
      at,
      severity,
      body,
      eventName,
      category,
      traceId,
      session: origin.session,
      service: origin.service,
    });
  const whole = ({ key: _key, observedAt: _observed, ...rest }: StoredLog) => JSON.stringify(sorted(rest));

  it.each(SEARCHES)('%s', async (name, more) => {
    const embedded = await store.reader.logs.search(search(more));
    const remote = await engine().search(search(more));
    expect(remote.notices).toEqual(embedded.notices);
    expect(remote.logs.map(said).sort()).toEqual(embedded.logs.map(said).sort());
    expect(inOrder(remote.logs)).toEqual(inOrder(embedded.logs));
    expect(embedded.logs.length > 0, 'a comparison of nothing says nothing').toBe(!NOTHING.has(name));
    if (mapping === 'otel') {
      expect(remote.logs.map(whole).sort()).toEqual(embedded.logs.map(whole).sort());
    }
    expect(new Set(remote.logs.map(({ key }) => key)).size).toBe(remote.logs.length);
  });

  it.each(SEARCHES)('counted: %s', async (_name, more) => {
    for (const stepMs of [20_000, 5 * MINUTE]) {
      const embedded = await store.reader.logs.histogram(search(more), stepMs);
      expect(await engine().histogram(search(more), stepMs)).toEqual(embedded);
    }
  });
});

describe('where they differ', () => {
  it('an index that folds letters beyond their accents (ß to ss) counts such lines; shown they are not', async () => {
    const engine = new ElasticLogs(new ElasticApi(upstream, 'taskmaster-logs-otel'), context);
    const asked = search({ search: 'grosse' });
    expect((await engine.search(asked)).logs).toEqual((await store.reader.logs.search(asked)).logs);
    const total = (series: Array<{ values: Array<number | null> }>) =>
      series.flatMap(({ values }) => values).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    expect(total((await engine.histogram(asked, MINUTE)).series)).toBe(COUNT / 5);
    expect(total((await store.reader.logs.histogram(asked, MINUTE)).series)).toBe(0);
  });
});

describe('bounds', () => {
  const engine = () => new ElasticLogs(new ElasticApi(upstream, 'taskmaster-logs-*'), context);

  it('the latest where there are more than wanted', async () => {
    const { logs: found } = await engine().search(search({ limit: 10 }));
    expect(found).toHaveLength(10);
    expect(found[0]?.at).toBe(logs.at(-1)?.at);
  });

  it('an index that is not there has no lines', async () => {
    const nowhere = new ElasticLogs(new ElasticApi(upstream, 'nowhere-*'), context);
    expect(await nowhere.search(search({}))).toEqual({ logs: [], notices: [] });
    expect(await nowhere.histogram(search({}), MINUTE)).toEqual({ series: [], notices: [] });
  });

  it('deeper than the server pages: a notice', async () => {
    await server.bulk(
      'taskmaster-logs-deep',
      Array.from({ length: 10_050 }, (_, i) => ({
        '@timestamp': START + i,
        message: `line ${i}`,
        kind: i % 2 ? 'a' : 'b',
      }))
    );
    const deep = new ElasticLogs(new ElasticApi(upstream, 'taskmaster-logs-deep'), context);
    const { logs: found, notices } = await deep.search(
      search({ filters: [{ label: 'kind', op: '=~', value: 'c.*' }] })
    );
    expect(found).toEqual([]);
    expect(notices[0]?.text).toMatch(/10000 lines were looked through/);
    const counted = await deep.histogram(search({}), 3_600_000);
    expect(counted.series[0]?.values[0]).toBe(10_050);
  });
});

function sorted(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, one]) => one !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, sorted(one)])
      )
    : value;
}
