import { type TraceSearch, type TraceSummary } from '../types.ts';
import { type JaegerApi } from './api.ts';
import { type JaegerTrace } from './trace.ts';

/** Traces asked for at once: whole traces come. */
const LEAST_ASKED = 20;
const MOST_ASKED = 1500;
/** What one search may cost: requests, and the largest answers that it may read. */
const MOST_REQUESTS = 60;
const MOST_ANSWERS = 2;

/**
 * Finds the latest traces that fit. Jaeger gives any of those in a range where there are more than asked for, so that
 * such a range is halved, and its later half looked through before the other. Of what was read nothing is kept but a line for
 * each trace that fits.
 */
export class LatestFirst {
  readonly found = new Map<string, TraceSummary>();
  /** Why traces may have been missed, for a notice; undefined: none were. */
  spent: string | undefined;
  readonly #api: JaegerApi;
  readonly #search: TraceSearch;
  readonly #fit: (trace: JaegerTrace) => TraceSummary | undefined;
  readonly #asked: number;
  readonly #mostBytes: number;
  readonly #timeoutMs: number;
  /** Ends what is asked after the first answer; each search's first request has this time for itself. */
  readonly #until: AbortSignal;
  #requests = 0;
  #bytes = 0;

  /** `fit`: the summary of a trace, undefined where it is not meant. */
  constructor(api: JaegerApi, search: TraceSearch, fit: (trace: JaegerTrace) => TraceSummary | undefined) {
    this.#api = api;
    this.#search = search;
    this.#fit = fit;
    this.#asked = Math.min(MOST_ASKED, Math.max(LEAST_ASKED, search.limit + 1));
    const { maxBytes, timeoutMs } = api.upstream.options;
    this.#mostBytes = maxBytes * MOST_ANSWERS;
    this.#timeoutMs = timeoutMs;
    this.#until = AbortSignal.timeout(timeoutMs);
  }

  async take(service: string, tags: Record<string, string>): Promise<void> {
    const { from, to } = this.#search.range;
    await this.#between({ service, tags, from, to }, 0);
  }

  /** How many that fit were found between two moments. `known`: how many later ones are known already. */
  async #between(part: Part, known: number, until?: AbortSignal): Promise<number> {
    const { from, to } = part;
    const over = this.#overspent();
    if (over !== undefined) {
      this.spent ??= over;
      return 0;
    }
    this.#requests++;
    const fit = await this.#ask(part, until);
    if (fit !== undefined) {
      return fit;
    }
    const middle = Math.floor((from + to) / 2);
    const later = await this.#between({ ...part, from: middle }, known, this.#until);
    return known + later >= this.#search.limit
      ? later
      : later + (await this.#between({ ...part, to: middle }, known + later, this.#until));
  }

  /** How many fit; undefined where there may be more than came. */
  async #ask(part: Part, until?: AbortSignal): Promise<number | undefined> {
    const { operation, minDurationMs } = this.#search;
    const search = {
      ...part,
      ...(operation === undefined ? {} : { operation }),
      ...(minDurationMs === undefined ? {} : { minDurationMs }),
      limit: this.#asked,
    };
    try {
      return await this.#api.search(
        search,
        (traces, size) => {
          this.#bytes += size;
          const full = traces.length >= this.#asked;
          if (full && part.to - part.from >= 2) {
            return undefined;
          }
          if (full) {
            this.spent ??= `more than ${this.#asked} of one moment`;
          }
          return traces.filter((trace) => this.#keep(trace)).length;
        },
        until
      );
    } catch (error) {
      if (until?.aborted) {
        this.spent ??= this.#overspent();
        return 0;
      }
      throw error;
    }
  }

  #overspent(): string | undefined {
    if (this.#requests >= MOST_REQUESTS) {
      return `it was asked ${MOST_REQUESTS} times`;
    }
    if (this.#bytes >= this.#mostBytes) {
      return `${Math.round(this.#bytes / 1024 / 1024)} MB were read`;
    }
    return this.#until.aborted ? `${this.#timeoutMs / 1000} s were over` : undefined;
  }

  #keep(trace: JaegerTrace): boolean {
    const summary = this.#fit(trace);
    if (summary) {
      this.found.set(summary.traceId, summary);
    }
    return summary !== undefined;
  }
}

/** What is asked of a search: of one service, with these tags, between two moments. */
interface Part {
  service: string;
  tags: Record<string, string>;
  from: number;
  to: number;
}
