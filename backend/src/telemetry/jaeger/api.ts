import { NO_SUCH_PATH } from '../answers/no-such-path.ts';
import { readAnswer, tooMany } from '../answers/read-answer.ts';
import { listAt, objectAt, objectsAt, OddAnswer, textsAt } from '../answers/shape.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { type JaegerTrace, traceOf } from './trace.ts';
import { wholeSpans } from './whole-spans.ts';

const LOOKUP_KEEP_MS = 30_000;
const SEARCH_KEEP_MS = 5000;
/** Names of services or operations that are read. */
const MOST_NAMES = 100_000;

/** What was learnt about a server; shared by all requests to it. */
export interface JaegerTraits {
  /** Whether traces can be had in OTLP (v3); undefined: not tried yet. */
  otlp?: boolean;
}

export interface JaegerSearch {
  service: string;
  operation?: string;
  /** Epoch ms. */
  from: number;
  to: number;
  minDurationMs?: number;
  tags?: Record<string, string>;
  limit: number;
}

/**
 * Jaeger's query API: v1 as its own user interface asks it, v3 for whole traces in OTLP. Whoever asks for traces says what is to
 * be made of them, for they are let go at once.
 */
export class JaegerApi {
  readonly upstream: Upstream;
  readonly traits: JaegerTraits;
  readonly #signal: AbortSignal | undefined;

  constructor(upstream: Upstream, traits: JaegerTraits, signal?: AbortSignal) {
    this.upstream = upstream;
    this.traits = traits;
    this.#signal = signal;
  }

  async services(): Promise<string[]> {
    return this.#names('/api/services');
  }

  async operations(service: string): Promise<string[]> {
    return this.#names(`/api/services/${encodeURIComponent(service)}/operations`);
  }

  /** `read` gets the traces and how many characters the answer had; `until` gives the request up. */
  async search<T>(
    search: JaegerSearch,
    read: (traces: JaegerTrace[], size: number) => T,
    until?: AbortSignal
  ): Promise<T> {
    const query = new URLSearchParams({
      service: search.service,
      start: micros(search.from),
      end: micros(search.to),
      limit: String(search.limit),
    });
    if (search.operation !== undefined) {
      query.set('operation', search.operation);
    }
    if (search.minDurationMs !== undefined) {
      query.set('minDuration', `${Math.round(search.minDurationMs * 1000)}us`);
    }
    if (search.tags && Object.keys(search.tags).length > 0) {
      query.set('tags', JSON.stringify(search.tags));
    }
    const signals = [this.#signal, until].filter((signal) => signal !== undefined);
    const request = { method: 'GET', path: '/api/traces', query, keepMs: SEARCH_KEEP_MS } as const;
    const { text } = await this.upstream.ask(request, AbortSignal.any(signals));
    return readAnswer(this.upstream, text, (json) => {
      const traces = listAt(dataOf(json), 'data');
      if (traces.length > search.limit) {
        const what = `${traces.length} traces where ${search.limit} were asked for`;
        throw this.upstream.odd(`answered with ${what}: is the url right?`);
      }
      return read(traces.map(traceOf), text.length);
    });
  }

  /**
   * `read` gets an ExportTraceServiceRequest, and whether it is only the beginning of one that is too large; undefined where
   * this server has no v3, or no such trace.
   */
  async traceOtlp<T>(traceId: string, read: (otlp: unknown, cut: boolean) => T): Promise<T | undefined> {
    // Where v3 is known to be, only 404 says that there is no such trace.
    const accept = this.traits.otlp === true ? [404] : NO_SUCH_PATH;
    const { status, text, cut } = await this.upstream.ask(
      { method: 'GET', path: `/api/v3/traces/${traceId}`, accept, keepMs: SEARCH_KEEP_MS, partial: true },
      this.#signal
    );
    if (status >= 300 || !/^\s*\{\s*"result"/.test(text)) {
      return undefined; // no such trace, or some other page under that address
    }
    // The gateway streams: one object or several, each a part of the trace.
    const began = `[${text.trim().replaceAll(/\n(?=\{"result")/g, ',')}`;
    const list = cut ? wholeSpans(began) : `${began}]`;
    if (list === undefined) {
      throw tooMany(this.upstream, 'a span larger than an answer may be');
    }
    return readAnswer(this.upstream, list, (json) => {
      const parts = objectsAt(json, 'the answer').map(({ result }) => objectAt(result, 'result'));
      const resourceSpans = parts.flatMap((part) => objectsAt(part['resourceSpans'], 'resourceSpans'));
      return read({ resourceSpans }, cut === true);
    });
  }

  /** `read` gets the trace; undefined where there is none. */
  async trace<T>(traceId: string, read: (trace: JaegerTrace) => T): Promise<T | undefined> {
    const { text } = await this.upstream.ask(
      { method: 'GET', path: `/api/traces/${traceId}`, accept: [404], keepMs: SEARCH_KEEP_MS },
      this.#signal
    );
    return readAnswer(this.upstream, text, (json) => {
      const first = listAt(dataOf(json), 'data')[0];
      return first === undefined ? undefined : read(traceOf(first));
    });
  }

  async #names(path: string): Promise<string[]> {
    const { text } = await this.upstream.ask({ method: 'GET', path, keepMs: LOOKUP_KEEP_MS }, this.#signal);
    return readAnswer(this.upstream, text, (json) => textsAt(dataOf(json), 'data', MOST_NAMES));
  }
}

function dataOf(answer: unknown): unknown {
  const { data } = objectAt(answer, 'the answer');
  if (data === undefined) {
    throw new OddAnswer('data is missing');
  }
  return data;
}

const micros = (ms: number) => String(Math.round(ms * 1000));
