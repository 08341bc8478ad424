import {
  EngineError,
  type EngineNotice,
  type Exemplar,
  type MetricAnswer,
  type MetricEngine,
  type MetricInfo,
  type MetricQuery,
  type TimeRange,
} from '../../types.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../shared/days.ts';
import { lookback, quantileOf } from './aggregate.ts';
import { gather, TooManySamples } from './gather.ts';
import { gridOf, roundStep } from './grid.ts';
import { Groups } from './groups.ts';
import { mainKind, seriesMatcher } from './matching.ts';
import { type MetricCatalogue } from './catalogue.ts';
import { availability, daysOf, keptSince, type MetricReaderFiles } from './metric-files.ts';
import { type Available, longestFor, planSegments } from './plan.ts';
import { type StoredSeries } from './raw-tables.ts';

/** Samples a query may go through before roll-ups are taken instead: about 50 ms. */
const RAW_BUDGET = 500_000;

/** Answers metric queries from the embedded files. */
export class EmbeddedMetrics implements MetricEngine {
  private readonly files: MetricReaderFiles;
  private readonly catalogue: MetricCatalogue;

  constructor(files: MetricReaderFiles, catalogue: MetricCatalogue) {
    this.files = files;
    this.catalogue = catalogue;
  }

  async query(query: MetricQuery): Promise<MetricAnswer> {
    const { range } = query;
    if (!(range.to > range.from)) {
      throw new EngineError('The time range is empty: its end must be after its beginning.', 'downstream', 400);
    }
    const matches = await seriesMatcher(query);
    const notices: EngineNotice[] = [];
    const chosen = this.catalogue.series(query.metric, range).filter(matches);
    const kind = mainKind(chosen);
    if (kind === undefined) {
      return { series: [], notices };
    }
    const { unit } = this.catalogue.info(query.metric, range) ?? {};
    if (kind === 'gauge' && (query.aggregation === 'rate' || query.aggregation === 'increase')) {
      const text = `${query.metric} is a gauge: it has no ${query.aggregation}. Use avg, min, max or last.`;
      return { series: [], unit, kind, notices: [{ severity: 'warning', text }] };
    }
    const available = availability(this.files, { from: range.from - DAY_MS, to: range.to }, notices);
    const step = query.instant ? 0 : this.step(query, notices);
    const answer = this.answer(query, kind, matches, step, available, notices);
    return { series: answer, unit, kind, notices: unique(notices) };
  }

  /** Rejects: this engine has no query language of its own. */
  raw(): Promise<MetricAnswer> {
    return Promise.reject(
      new EngineError(
        'PromQL needs a Prometheus server; the embedded store answers structured queries.',
        'downstream',
        400
      )
    );
  }

  exemplars(): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }> {
    const text = 'Exemplars are kept by Prometheus only.';
    return Promise.resolve({ exemplars: [], notices: [{ severity: 'info', text }] });
  }

  rawExemplars(): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }> {
    return this.exemplars();
  }

  metrics(range: TimeRange, search?: string): Promise<MetricInfo[]> {
    return Promise.resolve(this.catalogue.metrics(range, search));
  }

  labels(range: TimeRange, metric?: string): Promise<string[]> {
    return Promise.resolve(this.catalogue.labels(range, metric));
  }

  labelValues(range: TimeRange, label: string, metric?: string): Promise<string[]> {
    return Promise.resolve(this.catalogue.labelValues(range, label, metric));
  }

  /** The step asked for, made longer where that needs fewer points or where only longer roll-ups are kept. */
  private step(query: MetricQuery, notices: EngineNotice[]): number {
    let step = roundStep(query.stepMs, query.range);
    const [first] = daysOf(query.range);
    const { raw, fine, coarse } = keptSince(this.files, notices);
    if (step < HOUR_MS && first < Math.min(raw, fine) && coarse < Math.min(raw, fine)) {
      step = HOUR_MS;
    } else if (step < 5 * MINUTE_MS && first < raw && fine < raw) {
      step = 5 * MINUTE_MS;
    }
    if (step > query.stepMs * 5) {
      notices.push({
        severity: 'info',
        text: `Points are ${describe(step)} apart: that far back only longer steps are kept.`,
      });
    }
    return step;
  }

  private answer(
    query: MetricQuery,
    kind: StoredSeries['identity']['kind'],
    matches: (series: StoredSeries) => boolean,
    step: number,
    available: Available,
    notices: EngineNotice[]
  ): MetricAnswer['series'] {
    const sampled = quantileOf(query.aggregation) !== undefined && kind !== 'histogram';
    const run = (stepMs: number, longest: number, budget: number) => {
      const grid = gridOf(query.range, stepMs, query.instant);
      const groups = new Groups(query, kind, grid);
      const from = grid.first - grid.step - lookback(query.aggregation, kind, grid);
      const to = grid.first + (grid.points - 1) * grid.step;
      const unit = Math.max(1, query.instant ? 1 : longest);
      const segments = planSegments(Math.floor(from / unit) * unit, to, longest, available);
      gather({ files: this.files, query, matches, groups, notices, budget }, segments);
      return groups.finish(notices);
    };
    const longest = query.instant ? DAY_MS : longestFor(step);
    try {
      return run(step, sampled ? 0 : longest, longest === 0 || sampled ? RAW_BUDGET : Infinity);
    } catch (error) {
      if (!(error instanceof TooManySamples)) {
        throw error;
      }
      if (sampled) {
        notices.push({
          severity: 'info',
          text: 'Percentiles are over the means of whole minutes: there are too many samples.',
        });
      } else {
        notices.push({
          severity: 'info',
          text: 'Points are 1 minute apart: there are too many samples for a shorter step.',
        });
      }
      const wider = query.instant ? step : Math.ceil(step / MINUTE_MS) * MINUTE_MS;
      return run(wider, MINUTE_MS, Infinity);
    }
  }
}

function describe(ms: number): string {
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS} h` : `${ms / MINUTE_MS} min`;
}

function unique(notices: EngineNotice[]): EngineNotice[] {
  const seen = new Set<string>();
  return notices.filter(({ text }) => !seen.has(text) && seen.add(text));
}
