import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JournalEvent, type NewEvent } from '#contract/events.ts';
import { openStore } from './store.ts';
import { type Store, type StoreOptions } from './types.ts';

const files = {
  writer: new URL('./testing/writer.ts', import.meta.url),
  reader: new URL('./testing/reader.ts', import.meta.url),
};
const day = 86_400_000;
let dataDir: string;
let open: Store[] = [];

const options = (more: Partial<StoreOptions> = {}): StoreOptions => ({
  dataDir,
  idleGapMs: 7_200_000,
  captureContents: false,
  retention: { metricsMs: day, metrics5mMs: day, metrics1hMs: day, tracesMs: day, logsMs: day, logErrorsMs: day },
  readers: 2,
  maxQueuedBytes: 1_000_000,
  ...more,
});
const start = async (more: Partial<StoreOptions> = {}): Promise<Store> => {
  const store = await openStore(options(more), files);
  open.push(store);
  return store;
};
const event = (id: string, type = 'custom.thing'): NewEvent => ({ id, type, at: 1000, project: 'p', source: 'api' });
const decode = (bytes: Uint8Array | null): unknown => bytes && JSON.parse(new TextDecoder().decode(bytes));

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'store-'));
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((store) => store.close()));
  rmSync(dataDir, { recursive: true, force: true });
});

describe('writing', () => {
  it('answers each request of a group, and tells of the events in order', async () => {
    const store = await start();
    const seen: JournalEvent[] = [];
    store.onEvents((events) => seen.push(...events));
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => store.append([event(`a${index}`), event(`b${index}`)]))
    );
    expect(results.every((result) => result.accepted === 2)).toBe(true);
    expect(seen.map((one) => one.id)).toEqual(
      Array.from({ length: 50 }, (_, index) => [`a${index}`, `b${index}`]).flat()
    );
    expect(seen.map((one) => one.seq)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(await store.eventsSince(98, 10)).toEqual(seen.slice(98));
  });

  it('acknowledges a known event and tells of it once', async () => {
    const store = await start();
    await store.append([event('x')]);
    const seen: JournalEvent[] = [];
    const stop = store.onEvents((events) => seen.push(...events));
    expect(await store.append([event('x')])).toMatchObject({ accepted: 0, duplicates: 1, seq: 1 });
    expect(seen).toEqual([]);
    stop();
    await store.append([event('y')]);
    expect(seen).toEqual([]);
  });

  it('decodes raw bodies, whatever buffer they come in', async () => {
    const store = await start();
    const small = Buffer.from(JSON.stringify([event('small')])); // a part of a buffer others use too
    const own = new TextEncoder().encode(JSON.stringify([event('own')]));
    const info = { contentType: 'application/json', receivedAt: 1 };
    expect(await store.ingest('events', small, info)).toMatchObject({ accepted: 1 });
    expect(await store.ingest('events', own, info)).toMatchObject({ accepted: 1 });
    expect(small.toString()).toContain('small');
  });

  it('lets one request fail without the others of its group', async () => {
    const store = await start();
    const results = await Promise.allSettled([
      store.append([event('busy', 'test.slow')]), // so that the next three come together
      store.append([event('good1')]),
      store.append([event('half'), event('bad', 'test.break')]),
      store.append([event('good2')]),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    const ids = (await store.eventsSince(0, 10)).map((one) => one.id);
    expect(ids).toEqual(['busy', 'good1', 'good2']);
  });

  it('refuses with a time to come back when too much is waiting, and takes more later', async () => {
    const store = await start({ maxQueuedBytes: 5000 });
    const first = store.append([event('slow', 'test.slow')]);
    const many = Array.from({ length: 20 }, (_, index) => store.append([event(`m${index}`)]));
    const results = await Promise.allSettled(many);
    const refused = results.filter((result) => result.status === 'rejected').map((result) => result.reason as Error);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ code: 'overloaded', retryAfterMs: expect.any(Number) });
    await first;
    expect(await store.append([event('later')])).toMatchObject({ accepted: 1 });
  });

  it('says so when the writer is gone: requests, health and all that follows', async () => {
    const store = await start();
    await expect(store.append([event('x', 'test.crash')])).rejects.toMatchObject({ code: 'internal' });
    await expect(store.append([event('y')])).rejects.toThrow(/started again/);
    expect((await store.health()).journal).toMatchObject({ state: 'down' });
  });

  it('finishes what was sent before closing, and is closed after', async () => {
    const store = await start();
    const sent = Array.from({ length: 20 }, (_, index) => store.append([event(`c${index}`)]));
    await store.close();
    expect((await Promise.all(sent)).length).toBe(20);
    await expect(store.append([event('after')])).rejects.toMatchObject({ code: 'closed' });
    await expect(store.query({})).rejects.toMatchObject({ code: 'closed' });
    const again = await start();
    expect((await again.eventsSince(0, 100)).length).toBe(20);
  });

  it('refuses a second instance on the folder, and takes over after it', async () => {
    const store = await start();
    await expect(openStore(options(), files)).rejects.toMatchObject({ code: 'locked' });
    await store.close();
    await expect(start()).resolves.toBeDefined();
  });

  it('purges while others read and write', async () => {
    const store = await start();
    await store.append([event('one'), { ...event('two'), data: { text: 'a-secret-token' } }]);
    const [result] = await Promise.all([
      store.purge({ matching: 'a-secret-token' }),
      store.append([event('three')]),
      store.query({}),
    ]);
    expect(result.events).toBe(1);
    expect((await store.eventsSince(0, 10)).map((one) => one.id)).toEqual(['one', 'three']);
    await store.maintain();
    expect((await store.health()).journal.state).toBe('ok');
  });
});

describe('reading', () => {
  it('starts readers only when needed and at most as many as allowed', async () => {
    const store = await start();
    const answers = await Promise.all(Array.from({ length: 6 }, () => store.query({ waitMs: 20 })));
    const threads = new Set(answers.map((bytes) => (decode(bytes) as { thread: number }).thread));
    expect(threads.size).toBe(2);
  });

  it('answers with an error what a reader was at when it stopped, and goes on with another', async () => {
    const store = await start({ readers: 1 });
    await expect(store.query({ crash: true })).rejects.toMatchObject({ code: 'internal' });
    expect(decode(await store.query({ a: 1 }))).toMatchObject({ request: { a: 1 } });
  });

  it('has null for nothing and JSON for something', async () => {
    const store = await start();
    expect(await store.read('nothing', {})).toBeNull();
    expect(decode(await store.read('count', {}))).toEqual({ events: 0 });
  });
});
