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
      _source: { message: 'm' },
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
