import { describe, expect, it } from 'vitest';
import { EngineError } from '../types.ts';
import { type UpstreamAnswer, type UpstreamRequest } from '../upstream/options.ts';
import { Upstream } from '../upstream/upstream.ts';
import { ElasticApi } from './api.ts';

type Answer = UpstreamAnswer | Error;

const HITS = '{"hits":{"hits":[]}}';
const elasticsearch: Answer = { status: 200, text: HITS, product: 'Elasticsearch' };
const openSearch: Answer = { status: 200, text: HITS };
const down = new EngineError('Elasticsearch at http://elastic refuses connections');

/** A server that answers as it is told; what it was asked. */
class Answering extends Upstream {
  readonly asked: UpstreamRequest[] = [];
  answer: (request: UpstreamRequest) => Answer;

  constructor(answer: (request: UpstreamRequest) => Answer) {
    super({
      product: 'Elasticsearch',
      url: 'http://elastic',
      headers: {},
      timeoutMs: 1000,
      concurrency: 1,
      maxBytes: 1e6,
    });
    this.answer = answer;
  }

  override ask(request: UpstreamRequest, signal?: AbortSignal): Promise<UpstreamAnswer> {
    this.asked.push(request);
    const answer = signal?.aborted ? new EngineError('gone', 'downstream', 499) : this.answer(request);
    if (answer instanceof Error) {
      return Promise.reject(answer);
    }
    const fine = answer.status < 300 || request.accept?.includes(answer.status);
    return fine ? Promise.resolve(answer) : Promise.reject(new EngineError('refused', 'downstream', answer.status));
  }
}

const byClient = ({ headers }: UpstreamRequest) => headers?.['accept']?.includes('compatible-with') === true;

describe('Elasticsearch', () => {
  it('is asked through its own client, with the media type of version 8, and by nothing else', async () => {
    const server = new Answering(() => elasticsearch);
    const api = new ElasticApi(server, 'a,b-*');
    expect((await api.search({ size: 1, query: { match_all: {} } })).hits).toEqual([]);
    expect(api.way).toBe('client');
    const { method, path, query, headers, body, keepMs } = server.asked[0]!;
    expect({ method, path, query: query?.toString(), keepMs }).toEqual({
      method: 'POST',
      path: '/a%2Cb-*/_search',
      query: 'ignore_unavailable=true&allow_no_indices=true',
      keepMs: 5000,
    });
    const type = 'application/vnd.elasticsearch+json; compatible-with=8';
    expect(headers).toEqual({ accept: type, 'content-type': type });
    expect(body).toEqual({ json: '{"timeout":"900ms","size":1,"query":{"match_all":{}}}' });
    expect(server.asked).toHaveLength(1);
  });

  it('a question that it refuses is refused in the words of plain HTTP, and changes no way', async () => {
    const server = new Answering(() => elasticsearch);
    const api = new ElasticApi(server, 'a');
    await api.search({ size: 1 });
    server.answer = () => ({ status: 400, text: '{}', product: 'Elasticsearch' });
    await expect(api.search({ size: 2 })).rejects.toThrow('refused');
    expect(api.way).toBe('client');
    expect(server.asked.map(byClient)).toEqual([true, true, false]);
  });

  it('whoever has gone before the question is asked is told so by the upstream', async () => {
    const server = new Answering(() => elasticsearch);
    await expect(new ElasticApi(server, 'a', AbortSignal.abort()).search({ size: 1 })).rejects.toThrow('gone');
  });
});

describe('what the client refuses', () => {
  it('a server that answers without saying that it is Elasticsearch is not asked twice, and by plain HTTP from then on', async () => {
    const server = new Answering(() => openSearch);
    const api = new ElasticApi(server, 'a');
    expect((await api.search({ size: 1 })).hits).toEqual([]);
    expect((await api.search({ size: 2 })).hits).toEqual([]);
    expect(api.way).toBe('plain');
    expect(server.asked.map(byClient)).toEqual([true, false]);
  });

  it.each<[string, (request: UpstreamRequest) => Answer]>([
    ['does not know the media type', (one) => (byClient(one) ? { status: 406, text: '{}' } : openSearch)],
    ['does not know the version', (one) => (byClient(one) ? { status: 400, text: '{}' } : openSearch)],
  ])('a server that %s: by plain HTTP, from then on at once', async (_what, answer) => {
    const server = new Answering(answer);
    const api = new ElasticApi(server, 'a');
    expect((await api.search({ size: 1 })).hits).toEqual([]);
    expect((await api.search({ size: 2 })).hits).toEqual([]);
    expect((await new ElasticApi(server, 'b').search({ size: 3 })).hits).toEqual([]);
    expect(api.way).toBe('plain');
    expect(server.asked.map(byClient)).toEqual([true, false, false, false]);
  });

  it('is tried again after a failure: it may have become Elasticsearch', async () => {
    const server = new Answering(() => openSearch);
    const api = new ElasticApi(server, 'a');
    await api.search({ size: 1 });
    server.answer = () => down;
    await expect(api.search({ size: 2 })).rejects.toThrow('refuses connections');
    server.answer = () => elasticsearch;
    await api.search({ size: 3 });
    expect(api.way).toBe('client');
    server.answer = () => ({ status: 200, text: '[]' });
    await expect(api.search({ size: 4 })).rejects.toThrow('does not answer as Elasticsearch does');
    expect(api.way).toBeUndefined();
  });
});
