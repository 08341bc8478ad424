import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SpanRecord, type TraceSearch } from '../../types.ts';
import { MINUTE_MS } from '../shared/days.ts';
import { type TestStore, testStore } from '../testing/folder.ts';

const MIDNIGHT = Date.UTC(2026, 10, 21);
let store: TestStore;
beforeEach(() => {
  store = testStore(MIDNIGHT + 12 * 60 * MINUTE_MS);
});
afterEach(() => store.remove());

const id = (n: number, length: number) => n.toString(16).padStart(length, '0');
const span = (trace: number, number: number, more: Partial<SpanRecord> = {}): SpanRecord => ({
  traceId: id(trace, 32),
  spanId: id(number, 16),
  name: 'op',
  kind: 'internal',
  startAt: MIDNIGHT + number * 1000.5,
  durationMs: 10.25,
  status: 'unset',
  attributes: { n: number },
  resource: { 'service.name': 'svc' },
  events: [],
  links: [],
  origin: { service: 'svc' },
  ...more,
});
const range = { from: MIDNIGHT - 60 * MINUTE_MS, to: MIDNIGHT + 60 * MINUTE_MS };
const find = (more: Partial<TraceSearch> = {}) =>
  store.reader.traces.search({ range, filters: [], limit: 100, ...more });

describe('spans', () => {
  test('come back as they were', async () => {
    const sent = span(1, 1, {
      parentSpanId: id(9, 16),
      kind: 'client',
      status: 'error',
      statusMessage: 'no',
      scope: 's',
      events: [{ at: MIDNIGHT + 1, name: 'e', attributes: { a: 1 } }],
      links: [{ traceId: id(2, 32), spanId: id(3, 16), attributes: {} }],
    });
    store.write({ spans: [sent] });
    expect((await store.reader.traces.trace(sent.traceId, 10)).spans).toEqual([sent]);
  });

  test('sent twice are kept once, the later one stands; the summary follows', async () => {
    store.write({ spans: [span(1, 1, { durationMs: 500, status: 'error' }), span(1, 2, { parentSpanId: id(1, 16) })] });
    store.maintain();
    store.restart();
    store.write({ spans: [span(1, 1, { durationMs: 900, attributes: { late: 'yes' } })] });
    const { spans } = await store.reader.traces.trace(id(1, 32), 10);
    expect(spans.map(({ spanId, durationMs }) => [spanId, durationMs])).toEqual([
      [id(1, 16), 900],
      [id(2, 16), 10.25],
    ]);
    const { traces } = await find({ filters: [{ label: 'late', op: '=', value: 'yes' }] });
    expect(traces).toMatchObject([{ spans: 2, errors: 0, durationMs: 1010.75 }]);
  });

  test('over midnight make one trace of two files', async () => {
    store.write({
      spans: [
        span(1, 1, { startAt: MIDNIGHT - 5000, durationMs: 1, name: 'root' }),
        span(1, 2, { startAt: MIDNIGHT + 5000, durationMs: 1000, parentSpanId: id(1, 16), status: 'error' }),
      ],
    });
    expect((await find()).traces).toMatchObject([
      { rootName: 'root', spans: 2, errors: 1, startAt: MIDNIGHT - 5000, durationMs: 11_000 },
    ]);
    expect((await store.reader.traces.trace(id(1, 32), 10)).spans).toHaveLength(2);
  });

  test('whose parent never came are a forest; the earliest stands for the root', async () => {
    store.write({
      spans: [span(1, 2, { parentSpanId: id(7, 16), name: 'later' }), span(1, 1, { parentSpanId: id(8, 16) })],
    });
    expect((await find()).traces).toMatchObject([{ rootName: 'op', spans: 2 }]);
  });

  test('beyond the limit are cut, and a notice says so', async () => {
    store.write({ spans: Array.from({ length: 20 }, (_, i) => span(1, i)) });
    const { spans, notices } = await store.reader.traces.trace(id(1, 32), 5);
    expect(spans.map(({ attributes }) => attributes['n'])).toEqual([0, 1, 2, 3, 4]);
    expect(notices[0]?.text).toContain('20 spans');
  });
});

const anySpan = fc
  .record({
    trace: fc.integer({ min: 1, max: 400 }),
    number: fc.integer({ min: 1, max: 1000 }),
    offset: fc.integer({ min: -30, max: 30 }).map((n) => n * MINUTE_MS),
    durationMs: fc.integer({ min: 0, max: 100_000 }),
    name: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom<Array<SpanRecord['status']>>('ok', 'error', 'unset'),
    service: fc.constantFrom('s1', 's2'),
    session: fc.constantFrom('x', 'y', undefined),
    tool: fc.constantFrom('Bash', 'Read'),
  })
  .map(({ trace, number, offset, service, session, tool, ...more }) =>
    span(trace, number, { ...more, startAt: MIDNIGHT + offset, attributes: { tool }, origin: { service, session } })
  );
const anySearch = fc
  .record({
    service: fc.constantFrom(undefined, 's1', 's3'),
    operation: fc.constantFrom(undefined, 'a', 'z'),
    minDurationMs: fc.constantFrom(undefined, 50_000),
    errorsOnly: fc.constantFrom(undefined, true),
    sessions: fc.constantFrom<Array<string[] | undefined>>(undefined, ['x'], ['x', 'y']),
    tool: fc.constantFrom(undefined, 'Bash'),
  })
  .map(({ tool, ...one }): TraceSearch => ({
    ...one,
    range,
    limit: 1000,
    filters: tool ? [{ label: 'tool', op: '=', value: tool }] : [],
  }));

test('a search finds what a filter over all spans finds, indexed or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySpan, { minLength: 1, maxLength: 300 }),
      fc.boolean(),
      fc.array(anySearch, { minLength: 1, maxLength: 4 }),
      async (spans, indexed, searches) => {
        const own = testStore(MIDNIGHT + 12 * 60 * MINUTE_MS);
        try {
          const half = Math.ceil(spans.length / 2);
          own.write({ spans: spans.slice(0, half) });
          if (indexed) {
            own.maintain();
          }
          own.write({ spans: spans.slice(half) });
          for (const one of searches) {
            const { traces } = await own.reader.traces.search(one);
            expect(traces.map(({ traceId }) => traceId).sort()).toEqual(naive(spans, one));
          }
        } finally {
          own.remove();
        }
      }
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 25) }
  );
}, 120_000);

/** Ids of the traces a search means. A span's day is part of its place: sent again on another day it is another span. */
function naive(spans: SpanRecord[], one: TraceSearch): string[] {
  const kept = new Map(spans.map((each) => [`${each.traceId} ${each.spanId} ${each.startAt < MIDNIGHT}`, each]));
  const byTrace = Map.groupBy(kept.values(), ({ traceId }) => traceId);
  return [...byTrace]
    .filter(([, own]) => {
      const start = Math.min(...own.map(({ startAt }) => startAt));
      const end = Math.max(...own.map(({ startAt, durationMs }) => startAt + durationMs));
      return (
        end - start >= (one.minDurationMs ?? 0) &&
        (!one.errorsOnly || own.some(({ status }) => status === 'error')) &&
        own.some(
          ({ origin, name, attributes }) =>
            (one.service ?? origin.service) === origin.service &&
            (one.operation ?? name) === name &&
            (!one.sessions || one.sessions.includes(origin.session ?? '?')) &&
            one.filters.every(({ label, value }) => attributes[label] === value)
        )
      );
    })
    .map(([traceId]) => traceId)
    .sort();
}
