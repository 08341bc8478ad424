import { EngineError } from '../types.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { KnownFields } from './fields.ts';

const FIELDS_KEEP_MS = 30_000;
const SEARCH_KEEP_MS = 5000;
/** Names in one request: a request's first line may have 4,096 characters. */
const NAMES = 60;

export interface ElasticHit {
  _index: string;
  _id: string;
  _source?: Record<string, unknown>;
}

export interface ElasticAnswer {
  hits: ElasticHit[];
  aggregations?: Record<string, { buckets?: Array<Record<string, unknown>> }>;
  /** Parts of the index did not answer, or not in time. */
  partial: boolean;
}

/** Elasticsearch's and OpenSearch's search, by plain HTTP: the official client refuses OpenSearch. */
export class ElasticApi {
  readonly upstream: Upstream;
  readonly #index: string;
  readonly #signal: AbortSignal | undefined;

  constructor(upstream: Upstream, index: string, signal?: AbortSignal) {
    this.upstream = upstream;
    this.#index = index;
    this.#signal = signal;
  }

  /** Which of the fields there are, and of which types. */
  async fields(names: readonly string[]): Promise<KnownFields> {
    const parts = Array.from({ length: Math.ceil(names.length / NAMES) }, (_, i) =>
      names.slice(i * NAMES, (i + 1) * NAMES)
    );
    const answers = await Promise.all(
      parts.map((part) => {
        const query = new URLSearchParams({
          fields: part.join(','),
          ignore_unavailable: 'true',
          allow_no_indices: 'true',
        });
        return this.#ask('GET', '_field_caps', query, undefined, FIELDS_KEEP_MS);
      })
    );
    const types = new Map<string, Set<string>>();
    for (const { fields = {} } of answers) {
      for (const [name, own] of Object.entries(fields as Record<string, Record<string, unknown>>)) {
        types.set(name, new Set(Object.keys(own)));
      }
    }
    return new KnownFields(types);
  }

  async search(body: Record<string, unknown>): Promise<ElasticAnswer> {
    const query = new URLSearchParams({ ignore_unavailable: 'true', allow_no_indices: 'true' });
    const timeout = `${this.upstream.options.timeoutMs}ms`;
    const answer = await this.#ask('POST', '_search', query, { timeout, ...body }, SEARCH_KEEP_MS);
    const {
      hits,
      aggregations,
      timed_out: late,
      _shards: shards,
    } = answer as {
      hits?: { hits?: ElasticHit[] };
      aggregations?: ElasticAnswer['aggregations'];
      timed_out?: boolean;
      _shards?: { failed?: number };
    };
    if (!hits) {
      throw this.#stranger();
    }
    return { hits: hits.hits ?? [], aggregations, partial: late === true || (shards?.failed ?? 0) > 0 };
  }

  async #ask(
    method: 'GET' | 'POST',
    what: string,
    query: URLSearchParams,
    body: Record<string, unknown> | undefined,
    keepMs: number
  ): Promise<Record<string, unknown>> {
    const index = this.#index.split(',').map(encodeURIComponent).join(',');
    const answer = await this.upstream.json(
      {
        method,
        path: `/${index}/${what}`,
        query,
        keepMs,
        ...(body ? { body: { json: JSON.stringify(body) } } : {}),
      },
      this.#signal
    );
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
      throw this.#stranger();
    }
    return answer as Record<string, unknown>;
  }

  #stranger(): EngineError {
    return new EngineError(`${this.upstream.place} does not answer as Elasticsearch does: is the url right?`);
  }
}
