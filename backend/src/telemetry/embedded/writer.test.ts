import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LogRecord, type MetricPoint, type SpanRecord } from '../types.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './shared/days.ts';
import { type TestStore, testStore } from './testing/folder.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
let store: TestStore;
beforeEach(() => {
  store = testStore(NOW);
});
afterEach(() => store.remove());

const origin = { project: 'p1', run: 'r1', session: 's1', service: 'svc' };
const point = (at: number, value: number, more: Partial<MetricPoint> = {}): MetricPoint => ({
  name: 'm',
  kind: 'counter',
  temporality: 'delta',
  labels: {},
  at,
  value,
  origin,
  ...more,
});
const log = (at: number, more: Partial<LogRecord> = {}): LogRecord => ({
  at,
  observedAt: at,
  severity: 'info',
  category: 'other',
  body: 'line',
  attributes: {},
  resource: {},
  origin,
  ...more,
});
const span = (at: number, more: Partial<SpanRecord> = {}): SpanRecord => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'op',
  kind: 'internal',
  startAt: at,
  durationMs: 1,
  status: 'ok',
  attributes: {},
  resource: {},
  events: [],
  links: [],
  origin,
  ...more,
});
const folder = (...parts: string[]) => join(store.dataDir, 'telemetry', ...parts);
const files = (name: string) => readdirSync(folder(name)).filter((one) => one.endsWith('.db'));
const lines = async (from: number, to: number) =>
  (await store.reader.logs.search({ range: { from, to }, filters: [], order: 'asc', limit: 1000 })).logs;
const increase = async (from: number, to: number) =>
  (
    await store.reader.metrics.query({
      metric: 'm',
      aggregation: 'increase',
      groupBy: [],
      filters: [],
      range: { from, to },
      stepMs: 1000,
      instant: true,
      limit: 10,
    })
  ).series[0]?.values[0];

describe('files', () => {
  test('hold one UTC day each; a sample at midnight ends the day before', async () => {
    const midnight = Date.UTC(2026, 10, 21);
    store.write({
      metrics: [point(midnight, 1), point(midnight + 1, 2)],
      logs: [log(midnight - 1), log(midnight)],
      spans: [span(midnight - 1), span(midnight, { spanId: 'c'.repeat(16) })],
    });
    for (const name of ['metrics', 'logs', 'traces']) {
      expect(files(name)).toEqual(['2026-11-20.db', '2026-11-21.db']);
    }
    expect(await increase(midnight - HOUR_MS, midnight)).toBe(1);
    expect(await increase(midnight, midnight + HOUR_MS)).toBe(2);
    expect(await lines(midnight, midnight + 1)).toHaveLength(1);
  });

  test('are deleted when all of it is past retention; what was folded stays', async () => {
    const old = NOW - 8 * DAY_MS;
    store.write({
      metrics: [point(old, 5), point(NOW - HOUR_MS, 1)],
      logs: [log(old), log(old, { severity: 'error' })],
      spans: [span(old)],
    });
    expect(await lines(old - 1, old + 1)).toHaveLength(2);
    store.maintain();
    expect(files('metrics')).toEqual(['2026-11-21.db']);
    expect(files('traces')).toEqual([]);
    expect(existsSync(folder('traces', '2026-11-13.db-wal'))).toBe(false);
    expect((await lines(old - 1, old + 1)).map(({ severity }) => severity)).toEqual(['error']);
    expect(
      (await store.reader.traces.search({ range: { from: old - 1, to: NOW }, filters: [], limit: 5 })).traces
    ).toEqual([]);
    expect(await increase(old - HOUR_MS * 24, NOW)).toBe(6);
    store.clock.now = NOW + 40 * DAY_MS;
    store.maintain();
    expect(files('metrics')).toEqual([]);
    expect(files('logs')).toEqual([]);
    expect(readdirSync(folder('metrics', '5m'))).toEqual([]);
    expect(await increase(old - 24 * HOUR_MS, NOW)).toBe(6);
    store.clock.now = NOW + 400 * DAY_MS;
    store.maintain();
    expect(readdirSync(folder('metrics', '1h'))).toEqual([]);
  });

  test('late points go into their own day and its roll-ups are made again', async () => {
    const early = NOW - 30 * HOUR_MS;
    store.write({ metrics: [point(early, 1), point(NOW - 2 * HOUR_MS, 2)] });
    store.maintain();
    store.write({ metrics: [point(early + 1, 10)] });
    store.clock.now += 5 * MINUTE_MS;
    store.maintain();
    expect(await increase(NOW - 48 * HOUR_MS, NOW)).toBe(13);
    expect(files('metrics')).toHaveLength(2);
  });
});

describe('a damaged file', () => {
  const damage = (file: string, offset: number) => {
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(4096, 0x5a), 0, 4096, offset);
    closeSync(handle);
  };

  test('is moved aside when it cannot be opened, reported, and the other days go on', async () => {
    store.write({ logs: [log(NOW - 2 * DAY_MS), log(NOW)] });
    store.writer.close();
    damage(folder('logs', '2026-11-19.db'), 0);
    store.restart();
    store.write({ logs: [log(NOW - 2 * DAY_MS + 1), log(NOW + 1)] });
    expect(store.writer.health().logs).toMatchObject({
      state: 'degraded',
      text: expect.stringContaining('2026-11-19.db.corrupt-'),
    });
    expect(store.writer.health().metrics.state).toBe('ok');
    expect((await lines(NOW - 3 * DAY_MS, NOW + 10)).map(({ at }) => at)).toEqual([NOW - 2 * DAY_MS + 1, NOW, NOW + 1]);
  });

  test('that only a reader meets is left out of the answer, said so, and moved aside by the next maintenance', async () => {
    store.write({ logs: Array.from({ length: 2000 }, (_, i) => log(NOW - 2 * DAY_MS + i, { body: 'x'.repeat(200) })) });
    store.write({ logs: [log(NOW)] });
    store.writer.close();
    store.reader.close();
    const file = folder('logs', '2026-11-19.db');
    for (let offset = 8192; offset < statSync(file).size; offset += 8192) {
      damage(file, offset);
    }
    store.restart();
    const { logs, notices } = await store.reader.logs.search({
      range: { from: NOW - 3 * DAY_MS, to: NOW + 1 },
      filters: [],
      order: 'desc',
      limit: 5000,
    });
    expect(logs.at(0)?.at).toBe(NOW);
    expect(notices[0]?.text).toContain('2026-11-19.db');
    store.maintain();
    expect(store.writer.health().logs.state).toBe('degraded');
    const again = await store.reader.logs.search({
      range: { from: NOW - 3 * DAY_MS, to: NOW + 1 },
      filters: [],
      order: 'desc',
      limit: 5000,
    });
    expect(again.logs.map(({ at }) => at)).toEqual([NOW]);
    expect(again.notices).toEqual([]);
  });
});

describe('a full disk', () => {
  test('refuses the batch with a sentence, keeps what was there, and goes on when there is room', async () => {
    store.remove();
    store = testStore(NOW, { maxPages: 60 });
    store.write({ logs: [log(NOW - 1)] });
    const large = Array.from({ length: 1000 }, (_, i) => log(NOW + i, { body: 'y'.repeat(1000) }));
    expect(() => store.write({ logs: large })).toThrow(
      expect.objectContaining({ code: 'full', message: expect.stringContaining('disk is full') })
    );
    expect(store.writer.health().logs.state).toBe('down');
    expect(await lines(NOW - 10, NOW + 1000)).toHaveLength(1);
    store.write({ logs: [log(NOW)] });
    expect(await lines(NOW - 10, NOW + 1000)).toHaveLength(2);
    expect(store.writer.health().logs.state).toBe('ok');
  });
});

describe('purge', () => {
  const everything = (): string =>
    ['metrics', 'metrics/5m', 'metrics/1h', 'traces', 'logs']
      .flatMap((name) => readdirSync(folder(name)).map((one) => folder(name, one)))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path, 'latin1'))
      .join();

  test('by text leaves no byte of it in any file', async () => {
    const secret = 'sk-hunter2-0123456789';
    const keep = { ...origin, project: 'p2' };
    store.write({
      metrics: [
        point(NOW - 2 * HOUR_MS, 1, { labels: { key: secret } }),
        point(NOW - 2 * HOUR_MS, 2, { origin: keep }),
      ],
      logs: [log(NOW, { body: `token ${secret}` }), log(NOW, { attributes: { secret } }), log(NOW, { origin: keep })],
      spans: [
        span(NOW, { attributes: { secret } }),
        span(NOW, { spanId: 'c'.repeat(16), parentSpanId: 'b'.repeat(16), origin: keep }),
      ],
    });
    store.maintain();
    expect(everything()).toContain(secret);
    expect(store.writer.purge({ matching: secret })).toEqual({ metrics: 1, spans: 1, logs: 2 });
    expect(everything()).not.toContain(secret);
    expect(everything().toLowerCase()).not.toContain('hunter2');
    store.maintain();
    expect(await increase(NOW - DAY_MS, NOW)).toBe(2);
    expect(await lines(NOW - 1, NOW + 1)).toHaveLength(1);
    expect((await store.reader.traces.trace('a'.repeat(32), 10)).spans).toHaveLength(1);
  });

  test('by project and by run takes what is theirs, and nothing where nothing is named', async () => {
    const other = { ...origin, run: 'r2' };
    store.write({
      metrics: [point(NOW - HOUR_MS, 1), point(NOW - HOUR_MS, 1, { origin: other })],
      logs: [log(NOW), log(NOW, { origin: other })],
      spans: [span(NOW), span(NOW, { traceId: 'e'.repeat(32), origin: other })],
    });
    expect(store.writer.purge({})).toEqual({ metrics: 0, spans: 0, logs: 0 });
    expect(store.writer.purge({ run: 'r1' })).toEqual({ metrics: 1, spans: 1, logs: 1 });
    expect(store.writer.purge({ project: 'p1', run: 'r1' })).toEqual({ metrics: 0, spans: 0, logs: 0 });
    expect(store.writer.purge({ project: 'p1' })).toEqual({ metrics: 1, spans: 1, logs: 1 });
    expect(await lines(NOW - 1, NOW + 1)).toEqual([]);
  });
});

test('a reader sees what is committed and only that', async () => {
  store.writer.begin();
  store.writer.write({ metrics: [point(NOW - 1, 3)], spans: [], logs: [log(NOW)] });
  expect(await lines(NOW - 1, NOW + 1)).toEqual([]);
  store.writer.commit();
  expect(await lines(NOW - 1, NOW + 1)).toHaveLength(1);
  expect(await increase(NOW - HOUR_MS, NOW)).toBe(3);
});
