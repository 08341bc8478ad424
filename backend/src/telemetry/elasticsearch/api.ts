import { type JsonObject } from '../../ingest/otlp/json.ts';
import { placeBeyond } from '../answers/parts.ts';
import { readAnswer } from '../answers/read-answer.ts';
import { listAt, objectAt, OddAnswer } from '../answers/shape.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { KnownFields } from './fields.ts';
import { type ElasticHit, hitsIn } from './hits.ts';
import { type ElasticQuestion } from './question.ts';
import { type ElasticWay, wayTo } from './way.ts';

const FIELDS_KEEP_MS = 30_000;
const SEARCH_KEEP_MS = 5000;
/** Characters of a request's first line: of 4,096 that servers take, some for what stands beside index and names. */
const LINE = 3800;
/** Values in what a server says of the few fields that it was asked for. */
const MOST_ABOUT_FIELDS = 500_000;

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

  /** Which of the wanted fields there are, and of which types; `asked` may be patterns that they fit. */
  async fields(asked: readonly string[], wanted = asked): Promise<KnownFields> {
    const room = Math.max(0, LINE - encodeURIComponent(this.#index).length);
    const answers = await Promise.all(
      parts(asked, room).map((part) =>
        this.#ask(
          { what: '_field_caps', query: { fields: part.join(COMMA) }, keepMs: FIELDS_KEEP_MS, most: MOST_ABOUT_FIELDS },
          (answer) => typesIn(answer, wanted)
        )
      )
    );
    return new KnownFields(new Map(answers.flat()));
  }

  async search(body: JsonObject): Promise<ElasticAnswer> {
    return this.read(body, (answer) => answer);
  }

  /** As `search`; what `read` makes of the answer stays, the rest is let go at once. */
  async read<T>(body: JsonObject, read: (answer: ElasticAnswer) => T): Promise<T> {
    // Less than ours, so that what was found until then is still heard.
    const timeout = `${Math.ceil(this.upstream.options.timeoutMs * 0.9)}ms`;
    return this.#ask({ what: '_search', body: { timeout, ...body }, keepMs: SEARCH_KEEP_MS }, (answer) =>
      read(answerIn(answer, Number(body['size'] ?? 10)))
    );
  }

  async #ask<T>(question: Question, read: (answer: unknown) => T): Promise<T> {
    const { most = Infinity, ...asked } = question;
    const readText = (text: string) => {
      if (placeBeyond(text, most) >= 0) {
        throw this.upstream.odd(`answered with more than ${most.toLocaleString('en')} values: is the url right?`);
      }
      return readAnswer(this.upstream, text, read);
    };
    return wayTo(this.upstream).ask({ index: this.#index, ...asked }, readText, this.#signal);
  }
}

/** `most`: values that an answer to it may have, where that is less than any answer may. */
type Question = Omit<ElasticQuestion, 'index'> & { most?: number };

/** Names in parts that fit in so many characters of an address. What is no name of a field is left out: such there is none. */
function parts(names: readonly string[], room: number): string[][] {
  const all: string[][] = [];
  let left = 0;
  for (const name of names.filter((one) => !one.includes(COMMA))) {
    const length = new URLSearchParams([[COMMA, name]]).toString().length;
    if (all.length === 0 || length > left) {
      all.push([]);
      left = room;
    }
    all.at(-1)!.push(name);
    left -= length;
  }
  return all;
}

const COMMA = ',';

/** Those of the names that there are, with the types they have in one index or another. */
function typesIn(answer: unknown, names: readonly string[]): Array<[string, Set<string>]> {
  const fields = objectAt(objectAt(answer, 'the answer')['fields'], 'fields');
  return names
    .filter((name) => Object.hasOwn(fields, name))
    .map((name) => [name, new Set(Object.keys(objectAt(fields[name], 'a field')))]);
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
