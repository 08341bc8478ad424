import { expect, it } from 'vitest';
import { type UpstreamAnswer, type UpstreamRequest } from '../upstream/options.ts';
import { Upstream } from '../upstream/upstream.ts';
import { ElasticApi } from './api.ts';
import { ElasticLogs } from './log-engine.ts';

const MINUTE = 60_000;
const context = { captureContents: false, userId: 'off' as const, projectOf: () => undefined };

/** An Elasticsearch with as many lines as are asked for, that needs this long for each answer. */
class Slow extends Upstream {
  readonly #ms: number;
  pages = 0;

  constructor(ms: number, timeoutMs: number) {
    const bounds = { headers: {}, timeoutMs, concurrency: 1, maxBytes: 1e6 };
    super({ product: 'Elasticsearch', url: 'http://elastic', ...bounds });
    this.#ms = ms;
  }

  override async ask({ body }: UpstreamRequest): Promise<UpstreamAnswer> {
    const product = 'Elasticsearch';
    if (!body || !('json' in body)) {
      return { status: 200, product, text: '{"fields":{"message":{"text":{}}}}' };
    }
    this.pages++;
    await new Promise((resolve) => setTimeout(resolve, this.#ms));
    const { size, from } = JSON.parse(body.json) as { size: number; from: number };
    const hits = Array.from({ length: size }, (_, i) => ({
      _index: 'i',
      _id: `${from + i}`,
      _source: { '@timestamp': 1, message: 'm' },
    }));
    return { status: 200, product, text: JSON.stringify({ hits: { hits } }) };
  }
}

const search = {
  range: { from: 0, to: 60 * MINUTE },
  filters: [{ label: 'kind', op: '=~' as const, value: 'nothing' }], // looked for here, page by page
  order: 'desc' as const,
  limit: 10,
};

it('a search that looks through pages has one deadline for all of them', async () => {
  const slow = new Slow(60, 50);
  const { logs, notices } = await new ElasticLogs(new ElasticApi(slow, 'i'), context).search(search);
  expect({ logs, pages: slow.pages }).toEqual({ logs: [], pages: 1 });
  expect(notices.map(({ text }) => text)).toEqual([
    '2000 lines were looked through, then 0.05 s were over. Narrow the time range or add a word.',
  ]);
});

it('and ends where Elasticsearch pages no deeper', async () => {
  const quick = new Slow(0, 60_000);
  const { notices } = await new ElasticLogs(new ElasticApi(quick, 'i'), context).search(search);
  expect(quick.pages).toBe(5);
  expect(notices.map(({ text }) => text)).toEqual([
    '10000 lines were looked through, as many as Elasticsearch pages. Narrow the time range or add a word.',
  ]);
});

/** A server with these lines; which fields it was asked for, and by how long an address. */
class Holding extends Upstream {
  readonly #hits: unknown[];
  readonly fields: string[][] = [];
  longest = 0;

  constructor(hits: unknown[]) {
    const bounds = { headers: {}, timeoutMs: 1000, concurrency: 9, maxBytes: 1e8 };
    super({ product: 'Elasticsearch', url: 'http://elastic', ...bounds });
    this.#hits = hits;
  }

  override ask({ path, query, body }: UpstreamRequest): Promise<UpstreamAnswer> {
    if (!body) {
      this.fields.push((query?.get('fields') ?? '').split(','));
      this.longest = Math.max(this.longest, `GET ${path}?${query?.toString()} HTTP/1.1`.length);
    }
    const answer = body ? { hits: { hits: this.#hits } } : { fields: { 'body.text': { text: {} }, other: 5 } };
    return Promise.resolve({ status: 200, product: 'Elasticsearch', text: JSON.stringify(answer) });
  }
}

const line = (id: string, source: unknown, more = {}) => ({ _index: 'i', _id: id, _source: source, ...more });
const everything = { range: { from: 0, to: 60 * MINUTE }, filters: [], order: 'asc' as const, limit: 10 };

it('lines whose time cannot be read have that by which the server sorted them, or are left out', async () => {
  const hits = [
    line('a', { '@timestamp': 'first of January', body: { text: 'sorted' } }, { sort: [5000] }),
    line('n', { '@timestamp': '1970-01-01T00:00:06.000000123Z', body: { text: 'exact' } }, { sort: [6000] }),
    line('d', { '@timestamp': 8000, body: { text: 'nanos' } }, { sort: [1.8e18] }),
    line('b', { '@timestamp': {}, body: { text: 'lost' } }),
    line('c', { body: { text: 'lost' } }, { sort: ['x'] }),
    line('\ud800', { '@timestamp': 7000, body: { text: 'fine' } }),
  ];
  const { logs, notices } = await new ElasticLogs(new ElasticApi(new Holding(hits), 'i'), context).search(everything);
  expect(logs.map(({ at, body, key }) => [at, body, key])).toEqual([
    [5000, 'sorted', 'i/a'],
    [6000, 'exact', 'i/n'],
    [7000, 'fine', 'i/\ufffd'],
    [8000, 'nanos', 'i/d'],
  ]);
  expect(notices.map(({ text }) => text)).toEqual(['2 lines are left out: their @timestamp cannot be read.']);
});

it('a line with more fields than anyone reads is shown without most of them, and that is said', async () => {
  const wide = { ...Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}`, i])), '@timestamp': 1000 };
  const hits = [line('a', wide)];
  const { logs, notices } = await new ElasticLogs(new ElasticApi(new Holding(hits), 'i'), context).search(everything);
  expect(logs.map(({ at, attributes }) => [at, Object.keys(attributes).length])).toEqual([[1000, 1000]]);
  expect(notices.map(({ text }) => text)).toEqual(['Lines with more than 1,000 fields are shown without the others.']);
});

it('fields are asked for in addresses that servers take, however long their names are', async () => {
  const filters = Array.from({ length: 30 }, (_, i) => ({
    label: `(${i}é${'x'.repeat(250)}`,
    op: '=' as const,
    value: 'a',
  }));
  const server = new Holding([]);
  await new ElasticLogs(new ElasticApi(server, 'logs-*'), context).search({
    ...everything,
    filters: [...filters, { label: 'a,*', op: '=', value: 'a' }],
  });
  expect(server.longest).toBeLessThan(4096);
  expect(server.fields.flat()).toEqual(expect.arrayContaining(filters.map(({ label }) => `*${label}.keyword`)));
  expect(server.fields.flat()).not.toContain('*');
});
