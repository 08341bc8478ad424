import { NO_SUCH_PATH } from '../answers/no-such-path.ts';
import { mostParts, placeBeyond } from '../answers/parts.ts';
import { readAnswer, tooMany } from '../answers/read-answer.ts';
import { kindOf, listAt, objectAt, OddAnswer, textsAt } from '../answers/shape.ts';
import { EngineError, type EngineNotice, type TimeRange } from '../types.ts';
import { type UpstreamRequest } from '../upstream/options.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { exemplarsIn, type PromExemplars } from './exemplars.ts';
import { firstSeries } from './first-series.ts';
import { type PromSeries, seriesIn } from './series.ts';

/** Names and values, for lookups and for finding a metric: kept this long. */
const LOOKUP_KEEP_MS = 30_000;
const TRAITS_KEEP_MS = 600_000;
/** Not as long: something before the server may have kept this back for a moment. */
const STORES_KEEP_MS = 60_000;
/** The answer to a graph is kept for its step, but never longer. */
const MOST_KEEP_MS = 15_000;

/** Series of an answer that are read; servers from 3.0 on give no more. */
const MOST_SERIES = 20_000;
/** Names and values of a look-up that are read. */
const MOST_NAMES = 100_000;
/** Warnings of one answer that are passed on. */
const MOST_TEXTS = 20;

export interface PromAnswer {
  series: PromSeries[];
  notices: EngineNotice[];
}

export interface PromMetadata {
  type: string;
  unit: string;
  help: string;
}

/** Prometheus' HTTP API, as far as it is needed (prometheus.io/docs/prometheus/latest/querying/api). */
export class PrometheusApi {
  readonly upstream: Upstream;
  readonly #signal: AbortSignal | undefined;

  constructor(upstream: Upstream, signal?: AbortSignal) {
    this.upstream = upstream;
    this.#signal = signal;
  }

  /** `at`: epoch ms. */
  async instant(query: string, at: number, keepMs: number): Promise<PromAnswer> {
    return this.#evaluate('/api/v1/query', { query, time: seconds(at) }, keepMs);
  }

  async range(query: string, first: number, last: number, stepMs: number): Promise<PromAnswer> {
    const form = { query, start: seconds(first), end: seconds(last), step: seconds(stepMs) };
    return this.#evaluate('/api/v1/query_range', form, Math.min(stepMs, MOST_KEEP_MS));
  }

  /** Exemplars of the series that the selectors in an expression name; none where this server keeps none. */
  async exemplars(query: string, first: number, last: number): Promise<PromExemplars[]> {
    const form = new URLSearchParams({ query, start: seconds(first), end: seconds(last) });
    const path = '/api/v1/query_exemplars';
    try {
      return await this.#read(
        { method: 'POST', path, body: { form }, keepMs: MOST_KEEP_MS, optional: true },
        exemplarsIn
      );
    } catch (error) {
      if (error instanceof EngineError && error.status === 400) {
        return []; // not every server that speaks PromQL has them
      }
      throw error;
    }
  }

  /** Values of a label, `__name__` among them. */
  async labelValues(label: string, range: TimeRange, match?: string): Promise<string[]> {
    return this.#names(`/api/v1/label/${encodeURIComponent(label)}/values`, range, match);
  }

  async labelNames(range: TimeRange, match?: string): Promise<string[]> {
    return this.#names('/api/v1/labels', range, match);
  }

  /** What targets say of their metrics, the first of them; empty where this server does not know. */
  async metadata(metric?: string): Promise<ReadonlyMap<string, PromMetadata>> {
    const query = new URLSearchParams(metric === undefined ? { limit: '5000' } : { metric });
    try {
      const path = '/api/v1/metadata';
      const request = { method: 'GET', path, query, keepMs: LOOKUP_KEEP_MS, optional: true } as const;
      return await this.#read(request, metadataIn);
    } catch (error) {
      if (error instanceof EngineError && error.status === 400) {
        return new Map(); // not every server that speaks PromQL has it
      }
      throw error;
    }
  }

  /**
   * Whether `x[1m]` leaves a sample out that is exactly a minute old: so from Prometheus 3 on. Asked of the server itself
   * with a subquery that has a point at either edge: three points where both count, two where the older does not.
   */
  async leavesOutOldest(): Promise<boolean> {
    try {
      const { series } = await this.instant('count_over_time(vector(1)[1m:30s])', 60_000, TRAITS_KEEP_MS);
      return series[0]?.values[0] !== 3;
    } catch (error) {
      if (error instanceof EngineError && error.status === 400) {
        return true;
      }
      throw error;
    }
  }

  /**
   * Whether `resets` is always nought here, as Thanos has it: it takes resets out of what it reads
   * (github.com/thanos-io/thanos/issues/3644). Told by an address that only Thanos has.
   */
  async hidesResets(): Promise<boolean> {
    const { status, text } = await this.upstream.ask(
      { method: 'GET', path: '/api/v1/stores', accept: NO_SUCH_PATH, keepMs: STORES_KEEP_MS },
      this.#signal
    );
    return status === 200 && /^\s*\{\s*"status":\s*"success"/.test(text);
  }

  async #names(path: string, range: TimeRange, match: string | undefined): Promise<string[]> {
    const minute = 60_000;
    const query = new URLSearchParams({
      start: seconds(Math.floor(range.from / minute) * minute),
      end: seconds(Math.ceil(range.to / minute) * minute),
    });
    if (match !== undefined) {
      query.set('match[]', match);
    }
    const request = { method: 'GET', path, query, keepMs: LOOKUP_KEEP_MS } as const;
    return this.#read(request, (data) => textsAt(data, 'data', MOST_NAMES));
  }

  async #evaluate(path: string, fields: Record<string, string>, keepMs: number): Promise<PromAnswer> {
    const form = new URLSearchParams({ ...fields, limit: String(MOST_SERIES) });
    const { text, cut } = await this.upstream.ask(
      { method: 'POST', path, body: { form }, timeoutField: 'timeout', keepMs, partial: true },
      this.#signal
    );
    // What is left out here costs no more than being looked at.
    const end = placeBeyond(text, mostParts(this.upstream.options.maxBytes));
    const some = firstSeries(end < 0 ? text : text.slice(0, end), MOST_SERIES, cut === true || end >= 0);
    if (cut && !some) {
      throw tooMany(this.upstream, `more than ${Math.round(this.upstream.options.maxBytes / 1024 / 1024)} MB`);
    }
    return readAnswer(this.upstream, some?.text ?? text, (json) => {
      const { data, warnings, infos } = success(json);
      const notices = [
        ...(some ? [onlyFirst(some.series)] : []),
        ...texts(warnings).map((text): EngineNotice => ({ severity: 'warning', text: this.upstream.words(text) })),
        ...texts(infos).map((text): EngineNotice => ({ severity: 'info', text: this.upstream.words(text) })),
      ];
      return { series: seriesIn(data), notices };
    });
  }

  async #read<T>(request: UpstreamRequest, read: (data: unknown) => T): Promise<T> {
    const { text } = await this.upstream.ask(request, this.#signal);
    return readAnswer(this.upstream, text, (json) => read(success(json).data));
  }
}

function success(answer: unknown): { data: unknown; warnings?: unknown; infos?: unknown } {
  const { status, data, warnings, infos } = objectAt(answer, 'the answer');
  if (status !== 'success' || data === undefined) {
    throw new OddAnswer(status === 'success' ? 'data is missing' : `status is ${statusText(status)}`);
  }
  return { data, warnings, infos };
}

const statusText = (status: unknown) => (typeof status === 'string' ? `“${status}”` : kindOf(status));

function metadataIn(data: unknown): Map<string, PromMetadata> {
  const known = new Map<string, PromMetadata>();
  for (const [name, list] of Object.entries(data === null ? {} : objectAt(data, 'data'))) {
    const first = listAt(list, `data.${name}`)[0];
    if (first !== undefined) {
      const { type, unit, help } = objectAt(first, `data.${name}[0]`);
      known.set(name, { type: textOf(type), unit: textOf(unit), help: textOf(help) });
    }
  }
  return known;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

const onlyFirst = (series: number): EngineNotice => ({
  severity: 'warning',
  text: `Far more series match than can be shown: only the first ${series} of the answer were read. Add a filter or group by fewer labels.`,
});

const texts = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === 'string').slice(0, MOST_TEXTS) : [];

/** Milliseconds as the seconds of Prometheus' API, exact. */
function seconds(ms: number): string {
  return String(Math.round(ms) / 1000);
}
