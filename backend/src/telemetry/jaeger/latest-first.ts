import { type TraceSearch, type TraceSummary } from '../types.ts';
import { type JaegerApi } from './api.ts';
import { type JaegerTrace } from './to-otlp.ts';

/** Traces asked for at once: whole traces come. */
const LEAST_ASKED = 20;
const MOST_ASKED = 1500;
/** Requests one search may cost. */
const MOST_REQUESTS = 60;

/**
 * Finds the latest traces that fit. Jaeger gives any of those in a range where there are more than asked for, so that
 * such a range is halved, and its later half looked through before the other.
 */
export class LatestFirst {
  readonly found = new Map<string, TraceSummary>();
  /** Whether traces may have been missed. */
  spent = false;
  readonly #api: JaegerApi;
  readonly #search: TraceSearch;
  readonly #fit: (trace: JaegerTrace) => TraceSummary | undefined;
  readonly #asked: number;
  #requests = 0;

  /** `fit`: the summary of a trace, undefined where it is not meant. */
  constructor(api: JaegerApi, search: TraceSearch, fit: (trace: JaegerTrace) => TraceSummary | undefined) {
    this.#api = api;
    this.#search = search;
    this.#fit = fit;
    this.#asked = Math.min(MOST_ASKED, Math.max(LEAST_ASKED, search.limit + 1));
  }

  async take(service: string, tags: Record<string, string>): Promise<void> {
    const { from, to } = this.#search.range;
    await this.#between(service, tags, from, to, 0);
  }

  /** How many that fit were found between two moments. */
  async #between(
    service: string,
    tags: Record<string, string>,
    from: number,
    to: number,
    known: number
  ): Promise<number> {
    if (this.#requests >= MOST_REQUESTS) {
      this.spent = true;
      return 0;
    }
    this.#requests++;
    const { operation, minDurationMs, limit } = this.#search;
    const traces = await this.#api.search({
      service,
      ...(operation === undefined ? {} : { operation }),
      ...(minDurationMs === undefined ? {} : { minDurationMs }),
      from,
      to,
      tags,
      limit: this.#asked,
    });
    if (traces.length < this.#asked || to - from < 2) {
      this.spent ||= traces.length >= this.#asked;
      return traces.filter((trace) => this.#keep(trace)).length;
    }
    const middle = Math.floor((from + to) / 2);
    const later = await this.#between(service, tags, middle, to, known);
    return known + later >= limit ? later : later + (await this.#between(service, tags, from, middle, known + later));
  }

  #keep(trace: JaegerTrace): boolean {
    const summary = this.#fit(trace);
    if (summary) {
      this.found.set(summary.traceId, summary);
    }
    return summary !== undefined;
  }
}
