import { combineAnswers } from '../query/telemetry/combine-series.ts';
import {
  EngineError,
  type EngineNotice,
  type Exemplar,
  type MetricAnswer,
  type MetricEngine,
  type MetricInfo,
  type MetricQuery,
  type TimeRange,
} from './types.ts';

/** One of several servers with metrics. */
export interface MetricPart {
  engine: MetricEngine;
  /** Names it in sentences. */
  place: string;
  projects?: readonly string[];
}

/**
 * Several servers as one: a question about a project goes to those that hold it, any other to all. Where one of several
 * does not answer, the others' answer is shown with a notice that says so.
 */
export class SeveralMetrics implements MetricEngine {
  readonly rawLanguage = 'promql';
  readonly #parts: readonly MetricPart[];

  constructor(parts: readonly MetricPart[]) {
    this.#parts = parts;
  }

  async query(query: MetricQuery): Promise<MetricAnswer> {
    const { values, notices } = await this.#all(this.#asked(query), (engine) => engine.query(query));
    const answer = combineAnswers(values, query.aggregation);
    return { ...answer, notices: [...answer.notices, ...notices] };
  }

  async exemplars(query: MetricQuery): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }> {
    return this.#exemplars(this.#asked(query), (engine) => engine.exemplars(query));
  }

  async rawExemplars(text: string, range: TimeRange): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }> {
    return this.#exemplars(this.#parts, (engine) => engine.rawExemplars(text, range));
  }

  async #exemplars(
    parts: readonly MetricPart[],
    ask: (engine: MetricEngine) => ReturnType<MetricEngine['rawExemplars']>
  ): Promise<{ exemplars: Exemplar[]; notices: EngineNotice[] }> {
    const { values, notices } = await this.#all(parts, ask);
    const exemplars = values.flatMap((one) => one.exemplars).sort((a, b) => a.at - b.at);
    return { exemplars, notices: [...values.flatMap((one) => one.notices), ...notices] };
  }

  async raw(text: string, range: TimeRange, stepMs: number): Promise<MetricAnswer> {
    const { values, notices } = await this.#all(this.#parts, (engine) => engine.raw(text, range, stepMs));
    return {
      series: values.flatMap(({ series }) => series),
      notices: [...values.flatMap((one) => one.notices), ...notices],
    };
  }

  async metrics(range: TimeRange, search?: string): Promise<MetricInfo[]> {
    const { values } = await this.#all(this.#parts, (engine) => engine.metrics(range, search));
    const found = new Map(values.flat().map((info) => [info.name, info]));
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async labels(range: TimeRange, metric?: string): Promise<string[]> {
    return merged((await this.#all(this.#parts, (engine) => engine.labels(range, metric))).values);
  }

  async labelValues(range: TimeRange, label: string, metric?: string): Promise<string[]> {
    return merged((await this.#all(this.#parts, (engine) => engine.labelValues(range, label, metric))).values);
  }

  /** The servers that may know something of it. */
  #asked({ about, project = about }: MetricQuery): readonly MetricPart[] {
    const named = project === undefined ? [] : this.#parts.filter(({ projects }) => projects?.includes(project));
    return named.length > 0 ? named : this.#parts.filter(({ projects }) => project === undefined || !projects);
  }

  /** Rejects only where nobody answers. */
  async #all<T>(
    parts: readonly MetricPart[],
    ask: (engine: MetricEngine) => Promise<T>
  ): Promise<{ values: T[]; notices: EngineNotice[] }> {
    const settled = await Promise.allSettled(parts.map(({ engine }) => ask(engine)));
    const failed = settled.filter((one) => one.status === 'rejected');
    const values = settled.filter((one) => one.status === 'fulfilled').map(({ value }) => value);
    const first = failed[0];
    if (first && (values.length === 0 || asksWrongly(first.reason))) {
      throw first.reason;
    }
    return {
      values,
      notices: failed.map(({ reason }) => ({ severity: 'error', text: `Incomplete: ${sentence(reason)}` })),
    };
  }
}

const asksWrongly = (reason: unknown) => reason instanceof EngineError && reason.status === 400;
const sentence = (reason: unknown) => (reason instanceof Error ? reason.message : String(reason));
const merged = (lists: string[][]) => [...new Set(lists.flat())].sort();
