import {
  EngineError,
  type EngineNotice,
  type Exemplar,
  type MetricAnswer,
  type MetricEngine,
  type MetricInfo,
  type MetricQuery,
  type TimeRange,
} from '../types.ts';
import { gridOf, roundStep } from '../embedded/metrics/grid.ts';
import { checkReach } from '../answers/range.ts';
import { seriesOf } from './answer.ts';
import { type PrometheusApi } from './api.ts';
import { listMetrics } from './catalogue.ts';
import { fewExemplars } from './exemplars.ts';
import { expressionOf, resetsOf, type Shape, STALE_MS } from './expression.ts';
import { LabelNames, labelText, matchersOf, quoted } from './labels.ts';
import { type PrometheusSettings, type ResolvedMetric, resolveMetric } from './resolve.ts';

/** How long the answer to an instant question serves others who ask the same, ms. */
const INSTANT_MS = 5000;
/** Series a raw query is answered with at most. */
const RAW_SERIES = 1000;

/** Answers metric queries by asking a server that speaks PromQL. */
export class PrometheusMetrics implements MetricEngine {
  readonly rawLanguage = 'promql';
  readonly #api: PrometheusApi;
  readonly #settings: PrometheusSettings;

  constructor(api: PrometheusApi, settings: PrometheusSettings) {
    this.#api = api;
    this.#settings = settings;
  }

  async query(query: MetricQuery): Promise<MetricAnswer> {
    checkRange(query.range);
    const { range } = query;
    const step = query.instant ? range.to - range.from : roundStep(query.stepMs, range);
    // The first point's window begins before the range.
    const reach = { from: range.from - (query.instant ? 0 : Math.max(step, STALE_MS)), to: range.to };
    const metric = await resolveMetric(this.#api, this.#settings, query.metric, reach);
    if (!metric) {
      return { series: [], notices: [] };
    }
    const { kind, unit } = metric;
    const grid = gridOf(range, step, query.instant);
    const last = grid.first + Math.max(0, grid.points - 1) * grid.step;
    const shape = await this.#shape(query, metric, step);
    const restarts = resetsOf(query.aggregation, shape, last - grid.first + step);
    if (restarts !== undefined) {
      shape.resets =
        (await this.#api.hidesResets()) ||
        (await this.#api.instant(restarts, last, Math.min(step, INSTANT_MS))).series.length > 0;
    }
    const built = expressionOf(query.aggregation, shape);
    if ('none' in built) {
      return { series: [], unit, kind, notices: [{ severity: 'warning', text: built.none }] };
    }
    if (grid.points === 0) {
      return { series: [], unit, kind, notices: [] };
    }
    const answer = query.instant
      ? await this.#api.instant(built.promql, range.to, INSTANT_MS)
      : await this.#api.range(built.promql, grid.first, last, grid.step);
    const names = query.groupBy.map((label): [string, string] => [metric.labels.of(label), label]);
    const rename = (labels: Record<string, string>) =>
      Object.fromEntries(
        names.flatMap(([from, to]) => (Object.hasOwn(labels, from) && labels[from] ? [[to, labels[from]]] : []))
      );
    const notices: EngineNotice[] = [...answer.notices];
    return { series: seriesOf(answer.series, grid, rename, query.limit, notices), unit, kind, notices };
  }

  async raw(text: string, range: TimeRange, stepMs: number): Promise<MetricAnswer> {
    checkRange(range);
    const grid = gridOf(range, roundStep(stepMs, range), false);
    if (grid.points === 0) {
      return { series: [], notices: [] };
    }
    const answer = await this.#api.range(text, grid.first, grid.first + (grid.points - 1) * grid.step, grid.step);
    const notices = [...answer.notices];
    return { series: seriesOf(answer.series, grid, (labels) => labels, RAW_SERIES, notices), notices };
  }

  async exemplars(query: MetricQuery): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }> {
    const { range } = query;
    checkRange(range);
    const metric = await resolveMetric(this.#api, this.#settings, query.metric, range);
    if (!metric) {
      return { exemplars: [], notices: [] };
    }
    // Histograms have them at their buckets.
    const name = metric.form === 'buckets' ? `${metric.name}_bucket` : metric.name;
    const selector = `{${[`__name__=${quoted(name)}`, ...matchersOf(query, metric.labels)].join(',')}}`;
    return this.rawExemplars(selector, range);
  }

  async rawExemplars(text: string, range: TimeRange): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }> {
    checkRange(range);
    return fewExemplars(await this.#api.exemplars(text, range.from, range.to), range);
  }

  async metrics(range: TimeRange, search?: string): Promise<MetricInfo[]> {
    checkReach(range);
    return listMetrics(this.#api, range, search);
  }

  async labels(range: TimeRange, metric?: string): Promise<string[]> {
    const match = await this.#match(range, metric);
    const names = await this.#api.labelNames(range, match);
    return names.filter((name) => name !== '__name__' && name !== 'le').sort();
  }

  async labelValues(range: TimeRange, label: string, metric?: string): Promise<string[]> {
    const match = await this.#match(range, metric);
    const names = new LabelNames(await this.#api.labelNames(range, match), this.#settings.labels);
    return (await this.#api.labelValues(names.of(label), range, match)).sort();
  }

  async #match(range: TimeRange, metric: string | undefined): Promise<string | undefined> {
    checkReach(range);
    if (metric === undefined) {
      return undefined;
    }
    const found = await resolveMetric(this.#api, this.#settings, metric, range);
    const counted = found?.form === 'buckets' || found?.form === 'summary' ? '_count' : '';
    return `{__name__=${quoted((found?.name ?? metric) + counted)}}`;
  }

  async #shape(query: MetricQuery, { name, form, additions, labels }: ResolvedMetric, stepMs: number): Promise<Shape> {
    return {
      name,
      form,
      additions,
      matchers: matchersOf(query, labels),
      ...(labels.has('session') ? { session: labelText(labels.of('session')) } : {}),
      by: query.groupBy.map((label) => labelText(labels.of(label))),
      stepMs,
      leavesOutOldest: await this.#api.leavesOutOldest(),
      increase: this.#settings.increase,
      resets: false,
      sampleMs: this.#settings.sampleMs,
    };
  }
}

function checkRange(range: TimeRange): void {
  checkReach(range);
  if (!(range.to > range.from)) {
    throw new EngineError('The time range is empty: its end must be after its beginning.', 'downstream', 400);
  }
}
