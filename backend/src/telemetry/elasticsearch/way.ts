import { EngineError } from '../types.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { type OfficialClient } from './official-client.ts';
import { type ElasticQuestion, EVERY_QUESTION } from './question.ts';

/** How a server is asked: through Elastic's own client, or without it. */
export type ElasticWay = 'client' | 'plain';

/**
 * Asks a server through Elastic's client until that refuses it (it is OpenSearch, or older than what the client is made for), and
 * by plain HTTP from then on. What was learnt is forgotten when the server fails: it may come back as another.
 */
export class ElasticWays {
  /** The way that was taken last with success; undefined before. */
  way: ElasticWay | undefined;
  readonly #upstream: Upstream;
  #client: Promise<OfficialClient> | undefined;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  /** What `read` makes of the answer's text; rejects with an EngineError. */
  async ask<T>(question: ElasticQuestion, read: (text: string) => T, signal?: AbortSignal): Promise<T> {
    try {
      const byClient = this.way === 'plain' ? undefined : await (await this.#official()).ask(question, signal);
      const text = byClient?.text ?? (await this.#plainly(question, signal));
      this.way = byClient?.accepted ? 'client' : 'plain';
      return read(text);
    } catch (error) {
      if (error instanceof EngineError && error.status >= 500) {
        this.way = undefined;
      }
      throw error;
    }
  }

  /** Loaded with the first question: it is large. */
  #official(): Promise<OfficialClient> {
    this.#client ??= import('./official-client.ts').then(({ OfficialClient: Own }) => new Own(this.#upstream));
    return this.#client;
  }

  async #plainly({ what, index, query, body, keepMs }: ElasticQuestion, signal?: AbortSignal): Promise<string> {
    const names = index.split(',').map(encodeURIComponent).join(',');
    const { text } = await this.#upstream.ask(
      {
        method: body ? 'POST' : 'GET',
        path: `/${names}/${what}`,
        query: new URLSearchParams({ ...EVERY_QUESTION, ...query }),
        keepMs,
        ...(body ? { body: { json: JSON.stringify(body) } } : {}),
      },
      signal
    );
    return text;
  }
}

const ways = new WeakMap<Upstream, ElasticWays>();

/** The one way to a server for all who ask it. */
export function wayTo(upstream: Upstream): ElasticWays {
  const known = ways.get(upstream) ?? new ElasticWays(upstream);
  ways.set(upstream, known);
  return known;
}
