import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LogRecord } from '../../types.ts';
import { type TestStore, testStore } from '../testing/folder.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
let store: TestStore;
beforeEach(() => {
  store = testStore(NOW);
});
afterEach(() => store.remove());

const line = (more: Partial<LogRecord> = {}): LogRecord => ({
  at: NOW - 1000,
  observedAt: NOW,
  severity: 'info',
  category: 'other',
  body: 'a line',
  attributes: { n: 1, nested: { deep: [1, 'two'] } },
  resource: { 'service.name': 'svc' },
  origin: { service: 'svc' },
  ...more,
});
const all = () =>
  store.reader.logs.search({ range: { from: NOW - 3_600_000, to: NOW + 1 }, filters: [], order: 'asc', limit: 10_000 });

describe('log lines', () => {
  test('come back as they were, microseconds and ids included', async () => {
    const sent = line({ at: NOW - 999.75, id: 'r1', traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), eventName: 'e' });
    store.write({ logs: [sent] });
    const { logs } = await all();
    expect(logs).toHaveLength(1);
    const { key, ...kept } = logs[0]!;
    expect(key).toMatch(/^2026-11-21-/);
    expect({ ...kept, observedAt: Math.round(kept.observedAt) }).toEqual(sent);
  });

  test('with a known record id are kept once, also after a restart', async () => {
    store.write({ logs: [line({ id: 'a' }), line({ id: 'a' })] });
    store.restart();
    store.write({ logs: [line({ id: 'a' }), line({ id: 'b' })] });
    expect((await all()).logs.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('of one and the same instant all have a place, also after a restart', async () => {
    store.write({ logs: Array.from({ length: 500 }, () => line()) });
    store.restart();
    store.write({ logs: Array.from({ length: 500 }, () => line()) });
    const { logs } = await all();
    expect(logs).toHaveLength(1000);
    expect(new Set(logs.map(({ key }) => key)).size).toBe(1000);
  });

  test('that are rolled back leave nothing, not even in the counts', async () => {
    store.writer.begin();
    store.writer.write({ metrics: [], spans: [], logs: [line({ id: 'a' })] });
    store.writer.rollback();
    store.write({ logs: [line({ id: 'a', severity: 'warn' })] });
    const { series } = await store.reader.logs.histogram(
      { range: { from: NOW - 3_600_000, to: NOW }, filters: [], order: 'asc', limit: 1 },
      3_600_000
    );
    expect(series.map(({ labels, values }) => [labels['severity'], values])).toEqual([['warn', [1]]]);
  });

  test('without a usable time are counted as not kept', () => {
    store.write({ logs: [line({ at: NaN }), line()] });
    expect(store.writer.health().logs.text).toContain('1 records had no usable time');
  });
});
