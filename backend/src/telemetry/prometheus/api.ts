import { EngineError, type EngineNotice, type TimeRange } from '../types.ts';
import { type Upstream } from '../upstream/upstream.ts';
import { firstSeries } from './first-series.ts';

/** Names and values, for lookups and for finding a metric: kept this long. */
const LOOKUP_KEEP_MS = 30_000;
const TRAITS_KEEP_MS = 600_000;
/** The answer to a graph is kept for its step, but never longer. */
const MOST_KEEP_MS = 15_000;

/** Series of an answer that are read; servers from 3.0 on give no more. */
const MOST_SERIES = 20_000;

/** One series of an answer as Prometheus gives it; values are [seconds, text]. */
export interface PromSeries {
  metric: Record<string, string>;
  values: Array<[number, string]>;
}

export interface PromAnswer {
  series: PromSeries[];
  notices: EngineNotice[];
}

/** Exemplars of one series; times are seconds, values text. */
export interface PromExemplars {
  seriesLabels?: Record<string, string>;
  exemplars?: Array<{ labels?: Record<string, string>; value?: string; timestamp?: number }>;
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
      const data = await this.#data({ method: 'POST', path, body: { form }, keepMs: MOST_KEEP_MS });
      return Array.isArray(data) ? (data as PromExemplars[]) : [];
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

  /** What targets say of their metrics; empty where this server does not know. */
  async metadata(metric?: string): Promise<Record<string, PromMetadata[]>> {
    const query = new URLSearchParams(metric === undefined ? { limit: '5000' } : { metric });
    try {
      const data = await this.#data({ method: 'GET', path: '/api/v1/metadata', query, keepMs: LOOKUP_KEEP_MS });
      return isRecord(data) ? (data as Record<string, PromMetadata[]>) : {};
    } catch (error) {
      if (error instanceof EngineError && error.status === 400) {
        return {}; // not every server that speaks PromQL has it
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
      return series[0]?.values[0]?.[1] !== '3';
    } catch (error) {
      if (error instanceof EngineError && error.status === 400) {
        return true;
      }
      throw error;
    }
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
    const data = await this.#data({ method: 'GET', path, query, keepMs: LOOKUP_KEEP_MS });
    return Array.isArray(data) ? data.filter((name): name is string => typeof name === 'string') : [];
  }

  async #evaluate(path: string, fields: Record<string, string>, keepMs: number): Promise<PromAnswer> {
    const timeout = `${Math.ceil(this.upstream.options.timeoutMs / 1000)}s`;
    const form = new URLSearchParams({ ...fields, timeout, limit: String(MOST_SERIES) });
    const { text, cut } = await this.upstream.ask(
      { method: 'POST', path, body: { form }, keepMs, partial: true },
      this.#signal
    );
    const some = firstSeries(text, MOST_SERIES, cut === true);
    if (cut && !some) {
      const limit = `${Math.round(this.upstream.options.maxBytes / 1024 / 1024)} MB`;
      throw new EngineError(
        `${this.upstream.place} answered with more than ${limit}: ask for less, or raise maxAnswerMb.`
      );
    }
    const { data, warnings, infos } = this.#success(this.upstream.parse(some?.text ?? text));
    const notices = [
      ...(some ? [tooMany(some.series)] : []),
      ...texts(warnings).map((text): EngineNotice => ({ severity: 'warning', text })),
      ...texts(infos).map((text): EngineNotice => ({ severity: 'info', text })),
    ];
    return { series: seriesIn(data), notices };
  }

  async #data(request: Parameters<Upstream['json']>[0]): Promise<unknown> {
    return (await this.#ask(request)).data;
  }

  async #ask(
    request: Parameters<Upstream['json']>[0]
  ): Promise<{ data: unknown; warnings?: unknown; infos?: unknown }> {
    return this.#success(await this.upstream.json(request, this.#signal));
  }

  #success(answer: unknown): { data: unknown; warnings?: unknown; infos?: unknown } {
    if (!isRecord(answer) || answer['status'] !== 'success' || answer['data'] === undefined) {
      throw new EngineError(`${this.upstream.place} does not answer as Prometheus does: is the url right?`);
    }
    return { data: answer['data'], warnings: answer['warnings'], infos: answer['infos'] };
  }
}

function seriesIn(data: unknown): PromSeries[] {
  const { resultType, result } = isRecord(data) ? data : {};
  if (resultType === 'scalar' && Array.isArray(result)) {
    return [{ metric: {}, values: [result as [number, string]] }];
  }
  if (!Array.isArray(result)) {
    return [];
  }
  return (result as Array<{ metric?: Record<string, string>; value?: [number, string]; values?: PromSeries['values'] }>)
    .map(({ metric = {}, value, values = value ? [value] : [] }) => ({ metric, values }))
    .filter(({ values }) => values.length > 0);
}

const tooMany = (series: number): EngineNotice => ({
  severity: 'warning',
  text: `Far more series match than can be shown: only the first ${series} of the answer were read. Add a filter or group by fewer labels.`,
});

const texts = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Milliseconds as the seconds of Prometheus' API, exact. */
function seconds(ms: number): string {
  return String(Math.round(ms) / 1000);
}
