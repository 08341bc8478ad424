import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LogRecord, type LogSearch } from '../../types.ts';
import { DAY_MS, MINUTE_MS } from '../shared/days.ts';
import { testStore } from '../testing/folder.ts';
import { CATEGORIES, SEVERITIES } from './schema.ts';

const MIDNIGHT = Date.UTC(2026, 10, 21);
const WORDS = ['error', 'errors', 'Erreur', 'Größe', 'naïve', 'build', 'BUILD-7', 'x_y', 'テスト', '42', 'a'];

const log = fc
  .record({
    offset: fc.oneof(
      fc.integer({ min: -3 * 60, max: 3 * 60 }).map((n) => n * 60_000),
      fc.integer({ min: -5000, max: 5000 })
    ),
    severity: fc.constantFrom(...SEVERITIES),
    category: fc.constantFrom(...CATEGORIES),
    words: fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }),
    eventName: fc.constantFrom('tool_result', 'api_request', undefined),
    traceId: fc.constantFrom('a'.repeat(32), undefined),
    tool: fc.constantFrom('Bash', 'Read', 7, 123_456, true, undefined),
    session: fc.constantFrom('s1', 's2', undefined),
    project: fc.constantFrom('p1', 'p2'),
    host: fc.constantFrom('h1', 'h2'),
  })
  .map(({ offset, words, tool, session, project, host, ...one }): LogRecord => ({
    ...one,
    at: MIDNIGHT + offset,
    observedAt: MIDNIGHT + offset + 3,
    body: words.join(' '),
    attributes: tool === undefined ? {} : { tool },
    resource: { host },
    origin: { session, project, service: 'svc' },
  }));

const search = fc
  .record({
    from: fc.integer({ min: -4 * 60, max: 3 * 60 }).map((n) => MIDNIGHT + n * MINUTE_MS),
    length: fc.integer({ min: 1, max: 7 * 60 }),
    search: fc.constantFrom(
      undefined,
      'error',
      'err',
      'gross',
      'große',
      'naive',
      'build 7',
      'テス',
      '4',
      'nothing',
      'x'
    ),
    severity: fc.constantFrom(undefined, ...SEVERITIES),
    category: fc.constantFrom(undefined, ...CATEGORIES),
    eventName: fc.constantFrom(undefined, 'tool_result', 'other'),
    traceId: fc.constantFrom(undefined, undefined, 'a'.repeat(32)),
    sessions: fc.constantFrom<Array<string[] | undefined>>(undefined, ['s1'], ['s1', 's2'], []),
    project: fc.constantFrom(undefined, 'p1', 'p3'),
    filter: fc.constantFrom(
      undefined,
      { label: 'tool', op: '=' as const, value: 'Bash' },
      { label: 'tool', op: '=' as const, value: '123456' },
      { label: 'tool', op: '!=' as const, value: '7' },
      { label: 'tool', op: '=' as const, value: '' },
      { label: 'host', op: '=' as const, value: 'h1' },
      { label: 'tool', op: '=~' as const, value: 'B.*|7' },
      { label: 'session', op: '!~' as const, value: 's1' }
    ),
    order: fc.constantFrom<Array<LogSearch['order']>>('asc', 'desc'),
    limit: fc.constantFrom(3, 1000),
  })
  .map(({ from, length, filter, ...one }): LogSearch => ({
    ...one,
    range: { from, to: from + length * MINUTE_MS },
    filters: filter ? [filter] : [],
  }));

/** The search's meaning, as plainly as possible. */
function naive(all: LogRecord[], one: LogSearch): LogRecord[] {
  const split = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
  const wanted = split(one.search ?? '');
  return all.filter((line) => {
    const words = split(line.body);
    return (
      line.at >= one.range.from &&
      line.at < one.range.to &&
      SEVERITIES.indexOf(line.severity) >= SEVERITIES.indexOf(one.severity ?? 'trace') &&
      (one.category ?? line.category) === line.category &&
      (one.eventName ?? line.eventName) === line.eventName &&
      (one.traceId ?? line.traceId) === line.traceId &&
      (one.project ?? line.origin.project) === line.origin.project &&
      (!one.sessions || one.sessions.includes(line.origin.session ?? '?')) &&
      wanted.every((want) => words.some((word) => word.startsWith(want))) &&
      one.filters.every(({ label, op, value }) => {
        const found = { tool: line.attributes['tool'], host: line.resource['host'], session: line.origin.session }[
          label
        ];
        const text = found === undefined || found === null ? '' : String(found);
        const like = new RegExp(`^(?:${value})$`).test(text);
        return op === '=' ? text === value : op === '!=' ? text !== value : op === '=~' ? like : !like;
      })
    );
  });
}

test('a search finds what a filter over all lines finds, indexed or not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(log, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      fc.array(search, { minLength: 1, maxLength: 8 }),
      async (all, parts, indexed, searches) => {
        const store = testStore(MIDNIGHT + DAY_MS / 2);
        try {
          const size = Math.ceil(all.length / parts);
          for (let i = 0; i < all.length; i += size) {
            store.write({ logs: all.slice(i, i + size) });
            if (indexed && i + size < all.length) {
              store.maintain();
            }
          }
          // Enough lines of no interest that the first look does not settle everything.
          store.write({ logs: filler(indexed ? 600 : 0) });
          if (indexed) {
            store.maintain();
          }
          for (const one of searches) {
            const expected = naive([...all, ...filler(indexed ? 600 : 0)], one);
            const sign = one.order === 'asc' ? 1 : -1;
            const times = expected.map(({ at }) => at).sort((a, b) => (a - b) * sign);
            const { logs } = await store.reader.logs.search(one);
            expect(logs.map(({ at }) => at)).toEqual(times.slice(0, one.limit));
            if (expected.length <= one.limit) {
              expect(logs.map(content).sort()).toEqual(expected.map(content).sort());
            }
            const { series } = await store.reader.logs.histogram(one, 10 * MINUTE_MS);
            const counted = series.flatMap(({ labels, values }) =>
              values.map((n) => [labels['severity'], n ?? 0] as const)
            );
            for (const severity of SEVERITIES) {
              const total = counted.reduce((sum, [name, n]) => sum + (name === severity ? n : 0), 0);
              expect(total).toBe(expected.filter((line) => line.severity === severity).length);
            }
          }
        } finally {
          store.remove();
        }
      }
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 30) }
  );
}, 120_000);

function filler(count: number): LogRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    at: MIDNIGHT + 4 * 3_600_000 + i,
    observedAt: MIDNIGHT,
    severity: 'info',
    category: 'other',
    body: 'filler',
    attributes: {},
    resource: {},
    origin: {},
  }));
}

function content({
  at,
  observedAt,
  severity,
  category,
  body,
  eventName,
  traceId,
  attributes,
  resource,
  origin,
}: LogRecord): string {
  const { project, session, service } = origin;
  return JSON.stringify([
    at,
    observedAt,
    severity,
    category,
    body,
    eventName,
    traceId,
    attributes,
    resource,
    project,
    session,
    service,
  ]);
}
