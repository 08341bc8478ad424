import { readAnswer } from '../answers/read-answer.ts';
import { listAt, type JsonObject, objectAt, OddAnswer } from '../answers/shape.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { KnownFields } from './fields.ts';
import { type ElasticHit, hitsIn } from './hits.ts';
import { type ElasticQuestion } from './question.ts';
import { type ElasticWay, wayTo } from './way.ts';

const FIELDS_KEEP_MS = 30_000;
const SEARCH_KEEP_MS = 5000;
/** Names in one request: a request's first line may have 4,096 characters. */
const NAMES = 60;

export interface ElasticAnswer {
  hits: ElasticHit[];
  /** The buckets of each aggregation that has a list of them. */
  buckets: ReadonlyMap<string, readonly unknown[]>;
  /** Parts of the index did not answer, or not in time. */
  partial: boolean;
}

/** Elasticsearch's and OpenSearch's search. */
export class ElasticApi {
  readonly upstream: Upstream;
  readonly #index: string;
  readonly #signal: AbortSignal | undefined;

  constructor(upstream: Upstream, index: string, signal?: AbortSignal) {
    this.upstream = upstream;
    this.#index = index;
    this.#signal = signal;
  }

  /** How the server was asked last; undefined before it has answered. */
  get way(): ElasticWay | undefined {
    return wayTo(this.upstream).way;
  }

  /** Which of the fields there are, and of which types. */
  async fields(names: readonly string[]): Promise<KnownFields> {
    const parts = Array.from({ length: Math.ceil(names.length / NAMES) }, (_, i) =>
      names.slice(i * NAMES, (i + 1) * NAMES)
    );
    const answers = await Promise.all(
      parts.map((part) =>
        this.#ask({ what: '_field_caps', query: { fields: part.join(',') }, keepMs: FIELDS_KEEP_MS }, typesIn)
      )
    );
    return new KnownFields(new Map(answers.flat()));
  }

  async search(body: JsonObject): Promise<ElasticAnswer> {
    return this.read(body, (answer) => answer);
  }

  /** As `search`; what `read` makes of the answer stays, the rest is let go at once. */
  async read<T>(body: JsonObject, read: (answer: ElasticAnswer) => T): Promise<T> {
    const timeout = `${this.upstream.options.timeoutMs}ms`;
    return this.#ask({ what: '_search', body: { timeout, ...body }, keepMs: SEARCH_KEEP_MS }, (answer) =>
      read(answerIn(answer, Number(body['size'] ?? 10)))
    );
  }

  async #ask<T>(question: Omit<ElasticQuestion, 'index'>, read: (answer: unknown) => T): Promise<T> {
    const readText = (text: string) => readAnswer(this.upstream, text, read);
    return wayTo(this.upstream).ask({ index: this.#index, ...question }, readText, this.#signal);
  }
}

/** Names of fields with the types they have in one index or another. */
function typesIn(answer: unknown): Array<[string, Set<string>]> {
  const { fields } = objectAt(answer, 'the answer');
  return Object.entries(objectAt(fields, 'fields')).map(([name, types]) => [
    name,
    new Set(Object.keys(objectAt(types, 'a field'))),
  ]);
}

/** An answer to a search for `size` lines. */
function answerIn(answer: unknown, size: number): ElasticAnswer {
  const { hits, aggregations, timed_out: late, _shards: shards } = objectAt(answer, 'the answer');
  const { failed } = shards === undefined ? {} : objectAt(shards, '_shards');
  const found = hitsIn(objectAt(hits, 'hits')['hits']);
  if (found.length > size) {
    throw new OddAnswer(`${found.length} lines where ${size} were asked for`);
  }
  const buckets = new Map<string, readonly unknown[]>();
  for (const [name, one] of Object.entries(aggregations === undefined ? {} : objectAt(aggregations, 'aggregations'))) {
    buckets.set(name, listAt(objectAt(one, 'an aggregation')['buckets'], 'buckets'));
  }
  return { hits: found, buckets, partial: late === true || (typeof failed === 'number' && failed > 0) };
}
