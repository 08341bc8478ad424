import { describe, expect, it, vi } from 'vitest';
import { type JournalEvent } from '#contract/events.ts';
import { type Store } from '../store/types.ts';
import { type Outcome } from './delivery.ts';
import { JournalFeed } from './journal-feed.ts';
import { LineFeed } from './line-feed.ts';
import { LogLines, logOfLine } from './log-lines.ts';
import { Pauses } from './pauses.ts';

const pauses = () => new Pauses(1, 2);
const LATER: Outcome = { kind: 'later', problem: 'does not answer' };

/** A journal in memory, as far as a feed asks it. */
function journal(count: number) {
  const events = Array.from({ length: count }, (_, i) => ({ seq: i + 1, id: `${i + 1}` }) as JournalEvent);
  const store = {
    append: async () => ({ seq: events.length, accepted: 0, duplicates: 0, rejected: [] }),
    eventsSince: async (seq: number, limit: number) => events.slice(seq, seq + limit),
    onEvents: () => () => undefined,
  };
  return store as unknown as Store;
}

function feed(options: {
  count: number;
  send: (items: readonly number[]) => Outcome;
  mostWaiting?: number;
  from?: number;
}) {
  const saved: number[] = [];
  const { count, send, from = 0, ...rest } = options;
  const one = new JournalFeed<number, null>({
    store: journal(count),
    make: async (events) => events.map(({ seq }) => seq),
    send: async (items) => send(items),
    remembered: () => null,
    save: async (seq) => void saved.push(seq),
    from,
    pauses: pauses(),
    ...rest,
  });
  return { one, saved };
}

describe('the feed of the journal', () => {
  it('sends everything once, in order, however often a page has to be tried', async () => {
    const got: number[] = [];
    let tries = 0;
    const { one, saved } = feed({
      count: 1234,
      send(items) {
        tries += 1;
        if (tries % 3 !== 0) {
          return LATER;
        }
        got.push(...items);
        return { kind: 'sent' };
      },
    });
    await vi.waitFor(() => expect(one.stats().sent).toBe(1234));
    await one.close();
    expect(got).toEqual(Array.from({ length: 1234 }, (_, i) => i + 1));
    expect(saved.at(-1)).toBe(1234);
  });

  it('does not go past what was not taken', async () => {
    const { one, saved } = feed({ count: 10, send: () => LATER });
    await vi.waitFor(() => expect(one.stats()).toMatchObject({ waiting: 10, problem: 'does not answer' }));
    await one.close(10);
    expect(saved).toEqual([]);
  });

  it('gives up the oldest where too much waits', async () => {
    const { one } = feed({ count: 1500, mostWaiting: 1000, send: () => LATER });
    await vi.waitFor(() => expect(one.stats()).toMatchObject({ dropped: 500, waiting: 1000 }));
    await one.close(10);
  });
});

describe('the feed of lines', () => {
  it('keeps the newest, and counts what it gave up', async () => {
    let outcome: Outcome = LATER;
    const got: number[] = [];
    const lines = new LineFeed<number>(
      async (items) => {
        if (outcome.kind === 'sent') {
          got.push(...items);
        }
        return outcome;
      },
      { most: 100, pauses: pauses() }
    );
    for (let i = 0; i < 150; i++) {
      lines.add(i);
    }
    expect(lines.stats()).toMatchObject({ waiting: 100, dropped: 50 });
    await vi.waitFor(() => expect(lines.stats().problem).toBeDefined(), { timeout: 5000 });
    outcome = { kind: 'sent' };
    await vi.waitFor(() => expect(got).toEqual(Array.from({ length: 100 }, (_, i) => i + 50)), { timeout: 5000 });
    await lines.close();
    expect(lines.stats()).toMatchObject({ sent: 100, waiting: 0 });
  });
});

describe('log lines of the service', () => {
  it('are records with their fields', () => {
    const line =
      '{"level":50,"time":1700000000000,"project":"shop","err":{"type":"Error","message":"no","stack":"at"},"msg":"It failed"}';
    expect(logOfLine(line)).toEqual({
      at: 1_700_000_000_000,
      seenAt: 1_700_000_000_000,
      severity: 'error',
      body: 'It failed',
      attributes: {
        'event.name': 'service_log',
        project: 'shop',
        'exception.type': 'Error',
        'exception.message': 'no',
        'exception.stacktrace': 'at',
      },
    });
    expect(logOfLine('no JSON')).toBeUndefined();
  });

  it('from before somebody listens are not lost', () => {
    const lines = new LogLines();
    lines.write('a');
    const heard: string[] = [];
    lines.listen((line) => heard.push(line));
    lines.write('b');
    lines.listen(undefined);
    lines.write('c');
    expect(heard).toEqual(['a', 'b']);
  });
});
