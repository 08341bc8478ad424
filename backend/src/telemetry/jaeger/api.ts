import { EngineError } from '../types.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { type JaegerTrace } from './to-otlp.ts';

const LOOKUP_KEEP_MS = 30_000;
const SEARCH_KEEP_MS = 5000;

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

/** Jaeger's query API: v1 as its own user interface asks it, v3 for whole traces in OTLP. */
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
    return this.#names('/api/services', new URLSearchParams());
  }

  async operations(service: string): Promise<string[]> {
    return this.#names(`/api/services/${encodeURIComponent(service)}/operations`, new URLSearchParams());
  }

  async search(search: JaegerSearch): Promise<JaegerTrace[]> {
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
    const data = await this.#data('/api/traces', query, SEARCH_KEEP_MS);
    return Array.isArray(data) ? (data as JaegerTrace[]) : [];
  }

  /** In OTLP: an ExportTraceServiceRequest; undefined where this server has no v3, or no such trace. */
  async traceOtlp(traceId: string): Promise<unknown> {
    const { status, text } = await this.upstream.ask(
      { method: 'GET', path: `/api/v3/traces/${traceId}`, accept: [404], keepMs: SEARCH_KEEP_MS },
      this.#signal
    );
    if (status === 404) {
      return undefined;
    }
    // The gateway streams: one object or several, each a part of the trace.
    const parts = text.trim().split(/\n(?=\{"result")/);
    const spans: unknown[] = [];
    for (const part of parts) {
      const parsed = parse(part) as { result?: { resourceSpans?: unknown[] } } | undefined;
      if (!parsed?.result) {
        return undefined; // some other page under that address
      }
      spans.push(...(parsed.result.resourceSpans ?? []));
    }
    return { resourceSpans: spans };
  }

  async trace(traceId: string): Promise<JaegerTrace | undefined> {
    const data = await this.#data(`/api/traces/${traceId}`, new URLSearchParams(), SEARCH_KEEP_MS, [404]);
    return Array.isArray(data) ? (data[0] as JaegerTrace | undefined) : undefined;
  }

  async #names(path: string, query: URLSearchParams): Promise<string[]> {
    const data = await this.#data(path, query, LOOKUP_KEEP_MS);
    return Array.isArray(data) ? data.filter((name): name is string => typeof name === 'string') : [];
  }

  async #data(path: string, query: URLSearchParams, keepMs: number, accept: number[] = []): Promise<unknown> {
    const answer = await this.upstream.json({ method: 'GET', path, query, keepMs, accept }, this.#signal);
    if (typeof answer !== 'object' || answer === null || !('data' in answer)) {
      throw new EngineError(`${this.upstream.place} does not answer as Jaeger does: is the url right?`);
    }
    return answer.data;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const micros = (ms: number) => String(Math.round(ms * 1000));
