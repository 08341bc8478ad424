import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { decodeLogsJson } from '../../../backend/src/ingest/otlp/logs-json.ts';
import { ElasticApi } from '../../../backend/src/telemetry/elasticsearch/api.ts';
import { ElasticLogs } from '../../../backend/src/telemetry/elasticsearch/log-engine.ts';
import { type ElasticWay } from '../../../backend/src/telemetry/elasticsearch/way.ts';
import { type TestStore, testStore } from '../../../backend/src/telemetry/embedded/testing/folder.ts';
import { type LogRecord, type LogSearch, type StoredLog } from '../../../backend/src/telemetry/types.ts';
import { type Upstream } from '../../../backend/src/telemetry/upstream/upstream.ts';
import { asEcsDocument, asOtelDocument, sampleLogs } from './sample-logs.ts';
import { type SearchServer } from './search-server.ts';
import { upstreamTo } from './twins.ts';

const MINUTE = 60_000;
export const START = Date.UTC(2026, 10, 20, 9, 0, 0);
export const COUNT = 600;
const END = START + COUNT * 7000;
const TEMPLATE = new URL('../../../deploy/elasticsearch/index-template.json', import.meta.url);
const NUMBERS = { trace: 1, debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };

/** Nothing is kept of what agents say, nobody is named. */
export const context = { captureContents: false, userId: 'off' as const, projectOf: () => undefined };

/** The index template that is given to operators, as far as JSON goes. */
export const template = () => JSON.parse(readFileSync(TEMPLATE, 'utf8')) as Record<string, unknown>;

/** The same without its analysis of texts, which the core of Elasticsearch 9 lacks. */
export function coreTemplate(): Record<string, unknown> {
  const whole = template() as { template: { settings: { analysis?: unknown }; mappings: object } };
  delete whole.template.settings.analysis;
  const mappings: unknown = JSON.parse(
    JSON.stringify(whole.template.mappings, (key, value: unknown) => (key === 'analyzer' ? undefined : value))
  );
  return { ...whole, template: { ...whole.template, mappings } };
}

/** The embedded store and a real server with the same lines in them, there in OpenTelemetry's and in ECS' mapping. */
export interface LogTwins {
  server: SearchServer;
  upstream: Upstream;
  store: TestStore;
  /** By time. */
  logs: LogRecord[];
  engine(index: string): ElasticLogs;
  /** How the server was asked last. */
  way(): ElasticWay | undefined;
  stop(): Promise<void>;
}

export async function logTwins(server: SearchServer, indexTemplate: unknown, count = COUNT): Promise<LogTwins> {
  const upstream = upstreamTo(server.url, 'Elasticsearch');
  const store = testStore(END);
  const logs = decodeLogsJson(sampleLogs(START, count), END, context)
    .logs.map(({ record }) => record)
    .sort((a, b) => a.at - b.at);
  store.write({ logs });
  await server.send('PUT', '/_index_template/taskmaster-logs', indexTemplate);
  await server.bulk(
    'taskmaster-logs-otel',
    logs.map((log) => asOtelDocument(log, NUMBERS[log.severity]))
  );
  await server.bulk('taskmaster-logs-ecs', logs.map(asEcsDocument));
  return {
    server,
    upstream,
    store,
    logs,
    engine: (index) => new ElasticLogs(new ElasticApi(upstream, index), context),
    way: () => new ElasticApi(upstream, '*').way,
    async stop() {
      await upstream.close();
      await server.stop();
      store.remove();
    },
  };
}

export const search = (more: Partial<LogSearch>): LogSearch => ({
  range: { from: START, to: END },
  filters: [],
  order: 'desc',
  limit: 5000,
  ...more,
});

/** A label that no line has: none is left out by it. */
const withoutLabel = (label: string) => ({ label, op: '!=' as const, value: 'x' });

export const SEARCHES: Array<[string, Partial<LogSearch>]> = [
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
  [
    'thirty labels with long names',
    { filters: Array.from({ length: 30 }, (_, i) => withoutLabel(`é${i}${'x'.repeat(240)}`)) },
  ],
  ['a number’s text', { filters: [{ label: 'attempt', op: '=', value: '3' }] }],
  ['yes or no', { filters: [{ label: 'success', op: '=', value: 'true' }] }],
  ['all at once', { severity: 'info', service: 'claude-code', sessions: ['s-1', 's-2'], search: 'comp', order: 'asc' }],
  ['nobody', { sessions: [] }],
];

const NOTHING = new Set(['no such word', 'nobody']);
const inOrder = (found: StoredLog[]) => found.map(({ at }) => at);

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

/** Asks both for the lines and demands the same ones. */
export async function agreeOnLines(
  { store, engine }: LogTwins,
  mapping: string,
  name: string,
  more: Partial<LogSearch>
): Promise<void> {
  const embedded = await store.reader.logs.search(search(more));
  const remote = await engine(`taskmaster-logs-${mapping}`).search(search(more));
  expect(remote.notices).toEqual(embedded.notices);
  expect(remote.logs.map(said).sort()).toEqual(embedded.logs.map(said).sort());
  expect(inOrder(remote.logs)).toEqual(inOrder(embedded.logs));
  expect(embedded.logs.length > 0, 'a comparison of nothing says nothing').toBe(!NOTHING.has(name));
  if (mapping === 'otel') {
    expect(remote.logs.map(whole).sort()).toEqual(embedded.logs.map(whole).sort());
  }
  expect(new Set(remote.logs.map(({ key }) => key)).size).toBe(remote.logs.length);
}

/** Asks both how many lines there are, at two distances of points. */
export async function agreeOnNumbers(
  { store, engine }: LogTwins,
  mapping: string,
  more: Partial<LogSearch>
): Promise<void> {
  for (const stepMs of [20_000, 5 * MINUTE]) {
    const embedded = await store.reader.logs.histogram(search(more), stepMs);
    expect(await engine(`taskmaster-logs-${mapping}`).histogram(search(more), stepMs)).toEqual(embedded);
  }
}

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
