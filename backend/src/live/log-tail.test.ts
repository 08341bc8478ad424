import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOG_COLUMNS } from '#contract/columns.ts';
import { buildFrame } from '#contract/frames.ts';
import { type LinesMessage } from '#contract/live.ts';
import { type Store } from '../store/types.ts';
import { startTestService } from '../testing/service.ts';
import { LogTails } from './log-tails.ts';
import { type LiveSink } from './sink.ts';

const POLL = 2000;

interface Line {
  id: string;
  timestamp: number;
}

/** A store whose lines the test writes, and clients that keep what they are told. */
function world() {
  const lines: Line[] = [];
  const asked: Array<{ from: number; to: number; signal: AbortSignal | undefined }> = [];
  let failure: string | undefined;
  const store = {
    query: (request: unknown, signal?: AbortSignal) => {
      const [{ timeRange, query }] = (request as { queries: [Asked] }).queries;
      asked.push({ ...timeRange, signal });
      const found = lines
        .filter(({ timestamp }) => timestamp >= timeRange.from && timestamp < timeRange.to)
        .sort((a, b) => b.timestamp - a.timestamp)
        .slice(0, query.limit)
        .map(({ id, timestamp }) => ({ id, timestamp, body: id, severity: 'info', labels: {} }));
      const tail = failure
        ? { status: 502, error: failure, errorSource: 'downstream' }
        : { status: 200, frames: [buildFrame('logs', LOG_COLUMNS, found, {})] };
      return Promise.resolve(new TextEncoder().encode(JSON.stringify({ results: { tail } })));
    },
  } as unknown as Store;
  return { lines, asked, store, fail: (sentence?: string) => void (failure = sentence) };
}

interface Asked {
  timeRange: { from: number; to: number };
  query: { limit: number };
}

function client() {
  const told: Array<{ type: string; data?: unknown }> = [];
  const listeners: { drain?: () => void; close?: () => void } = {};
  let room = true;
  const sink: LiveSink = {
    transport: 'sse',
    send(_id, _type, json) {
      told.push(JSON.parse(json) as (typeof told)[number]);
      return room;
    },
    onDrain: (listener) => void (listeners.drain = listener),
    onClose: (listener) => void (listeners.close = listener),
    close: () => listeners.close?.(),
  };
  const ids = () =>
    told
      .filter((message): message is LinesMessage => message.type === 'lines')
      .flatMap(({ data }) => data.data.values[data.schema.fields.findIndex(({ name }) => name === 'id')]);
  const of = (type: string) => told.filter((message) => message.type === type).map(({ data }) => data);
  return { sink, ids, of, take: (more: boolean) => void (room = more), ...proxied(listeners) };
}

const proxied = (listeners: { drain?: () => void; close?: () => void }) => ({
  drain: () => listeners.drain?.(),
  leave: () => listeners.close?.(),
});

describe('lines as they come', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());
  const look = () => vi.advanceTimersByTimeAsync(POLL);

  it('are handed on once each, late ones too, the oldest first', async () => {
    const { lines, store } = world();
    const tails = new LogTails(store);
    const one = client();
    lines.push({ id: 'before', timestamp: 1_000_000 - 40_000 }, { id: 'recent', timestamp: 1_000_000 - 5000 });
    tails.connect(one.sink, {});
    await vi.advanceTimersByTimeAsync(0);
    expect(one.ids()).toEqual(['recent']);
    lines.push({ id: 'b', timestamp: 1_000_900 }, { id: 'a', timestamp: 1_000_500 });
    await look();
    lines.push({ id: 'late', timestamp: 1_000_000 - 15_000 });
    await look();
    await look();
    expect(one.ids()).toEqual(['recent', 'a', 'b', 'late']);
    tails.close();
  });

  it('are looked for once for all who want the same; who comes later gets the latest', async () => {
    const { lines, asked, store } = world();
    const tails = new LogTails(store);
    const [one, two, other] = [client(), client(), client()];
    tails.connect(one.sink, { severity: 'warn', service: 'x' });
    lines.push({ id: 'a', timestamp: 1_000_100 });
    await look();
    tails.connect(two.sink, { service: 'x', severity: 'warn' });
    expect(two.ids()).toEqual(['a']);
    await look();
    expect(asked).toHaveLength(3);
    tails.connect(other.sink, {});
    await look();
    expect(asked).toHaveLength(6); // the search of the third looks at once, too
    expect(tails.size).toBe(3);
    tails.close();
  });

  it('are not looked for when nobody listens any more, and what is under way is given up', async () => {
    const { asked, store } = world();
    const tails = new LogTails(store);
    const [one, two] = [client(), client()];
    tails.connect(one.sink, {});
    tails.connect(two.sink, {});
    await look();
    one.leave();
    await look();
    const before = asked.length;
    two.leave();
    expect(asked.at(-1)?.signal?.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(before);
    expect(tails.size).toBe(0);
  });

  it('of a flood are the newest, and memory has a bound', async () => {
    const { lines, store } = world();
    const tails = new LogTails(store);
    const one = client();
    tails.connect(one.sink, {});
    await look();
    lines.push(...Array.from({ length: 5000 }, (_, i) => ({ id: `l${i}`, timestamp: 1_001_000 + i / 10 })));
    await look();
    expect(one.ids()).toHaveLength(500);
    expect(one.ids().at(-1)).toBe('l4999');
    tails.close();
  });

  it('that cannot be read are a sentence, once; the server is asked less often until it is back', async () => {
    const { lines, asked, store, fail } = world();
    const tails = new LogTails(store);
    const one = client();
    fail('Elasticsearch at x refuses connections');
    tails.connect(one.sink, {});
    await vi.advanceTimersByTimeAsync(120_000);
    expect(one.of('problem')).toEqual([{ reason: 'Elasticsearch at x refuses connections' }]);
    expect(asked.length).toBeLessThan(10);
    fail();
    lines.push({ id: 'a', timestamp: 1_060_000 });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(one.ids()).toEqual(['a']);
    tails.close();
  });

  it('are left out for a client that does not take them, which it is told', async () => {
    const { lines, store } = world();
    const tails = new LogTails(store);
    const slow = client();
    slow.take(false);
    tails.connect(slow.sink, {});
    lines.push({ id: 'a', timestamp: 1_000_100 });
    await look();
    lines.push({ id: 'b', timestamp: 1_002_100 });
    await look();
    expect(slow.ids()).toEqual([]);
    slow.take(true);
    slow.drain();
    expect(slow.of('reset')).toHaveLength(1);
    lines.push({ id: 'c', timestamp: 1_004_100 });
    await look();
    expect(slow.ids()).toEqual(['c']);
    tails.close();
  });
});

describe('the route', () => {
  it('tells of lines that are sent to the service, and refuses what it does not know', async () => {
    const service = await startTestService();
    const abort = new AbortController();
    try {
      expect((await service.send('GET', '/api/v1/live/logs?nothing=1')).status).toBe(400);
      const answer = await fetch(`${service.url}/api/v1/live/logs?search=hello`, { signal: abort.signal });
      expect(answer.headers.get('content-type')).toContain('text/event-stream');
      const record = (text: string) => ({
        timeUnixNano: `${Date.now()}000000`,
        severityNumber: 9,
        body: { stringValue: text },
      });
      const body = JSON.stringify({
        resourceLogs: [{ scopeLogs: [{ logRecords: [record('hello there'), record('farewell')] }] }],
      });
      const sent = await service.send('POST', '/v1/logs', { 'content-type': 'application/json' }, body);
      expect(sent.status).toBe(200);
      let text = '';
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk).toString();
        if (text.includes('"lines"')) {
          break;
        }
      }
      expect(text).toContain('hello there');
      expect(text).not.toContain('farewell');
    } finally {
      abort.abort();
      await service.close();
    }
  });
});
