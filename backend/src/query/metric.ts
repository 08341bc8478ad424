import { type Aggregation } from '#contract/queries.ts';
import { buildNumbers, buildSeries, type SeriesInput } from '#contract/series.ts';
import { roundStep } from '../telemetry/embedded/metrics/grid.ts';
import { type MetricAnswer, type TimeRange } from '../telemetry/types.ts';
import { type QueryContext } from './context.ts';
import { QueryError } from './errors.ts';
import { type Handler, type QueryInput } from './handler.ts';
import { combineAnswers } from './telemetry/combine-series.ts';
import { originParts } from './telemetry/origin-parts.ts';
import { grafanaUnit } from './telemetry/units.ts';
import { shownAt, type WindowSearch, windowSearches } from './telemetry/windows.ts';

const DEFAULT_LIMIT = 50;
/** Points a series has where neither interval nor number of points is asked for. */
const DEFAULT_POINTS = 300;
const LEAST_STEP_MS = 1000;
const MOST_POINTS = 11_000;

/** A structured metric query as one frame a series, or with `instant` one number a series. */
export const answerMetric: Handler<'metric'> = async (input, context) => {
  const { query, range } = input;
  const instant = query.instant === true;
  if (query.raw !== undefined && query.raw !== '') {
    refuseBeside(query);
    return frames(await context.metrics.raw(query.raw, range, stepOf(input)), query.raw, instant, query.raw);
  }
  if (!query.metric) {
    throw new QueryError("Query field 'metric' of metric is missing: the name of a metric, or 'raw' with PromQL.");
  }
  const answer = await search(input, query.metric, context);
  return frames(answer, query.metric, instant, `${query.aggregation ?? 'last'}(${query.metric})`);
};

async function search(input: QueryInput<'metric'>, metric: string, context: QueryContext): Promise<MetricAnswer> {
  const { query, range } = input;
  const instant = query.instant === true;
  const aggregation = query.aggregation ?? 'last';
  const stepMs = roundStep(stepOf(input), range);
  const answers: MetricAnswer[] = [];
  for (const part of originParts(context.db, query, range)) {
    const searches: WindowSearch[] = instant
      ? [{ range: part.range }]
      : windowSearches({ asked: range, part: part.range, stepMs, now: context.now() });
    for (const one of searches) {
      const answer = await context.metrics.query({
        metric,
        aggregation,
        groupBy: query.groupBy ?? [],
        filters: [...(query.filters ?? []), ...part.filters],
        range: one.range,
        stepMs,
        instant: instant || one.at !== undefined,
        limit: query.limit ?? DEFAULT_LIMIT,
        ...(part.sessions ? { sessions: part.sessions } : {}),
        ...(part.project ? { project: part.project } : {}),
        ...(part.taskId ? { taskId: part.taskId } : {}),
      });
      answers.push(instant ? answer : placed(answer, one, { aggregation, stepMs, range }));
    }
  }
  return combineAnswers(answers, aggregation);
}

/** An answer with its points where they are drawn; a rate of a window that was cut counts as much as its length. */
function placed(
  answer: MetricAnswer,
  { range: window, at }: WindowSearch,
  { aggregation, stepMs, range }: { aggregation: Aggregation; stepMs: number; range: TimeRange }
): MetricAnswer {
  const share = at !== undefined && aggregation === 'rate' ? (window.to - window.from) / stepMs : 1;
  return {
    ...answer,
    series: answer.series.map(({ labels, times, values }) => ({
      labels,
      times: times.map((time) => shownAt(at ?? time, range)),
      values: share === 1 ? values : values.map((value) => (value === null ? null : value * share)),
    })),
  };
}

function refuseBeside(query: QueryInput<'metric'>['query']): void {
  for (const field of ['metric', 'aggregation', 'groupBy', 'filters', 'project', 'run', 'taskId'] as const) {
    const value = query[field];
    if (value !== undefined && value.length > 0) {
      throw new QueryError(
        `Query field '${field}' of metric cannot stand beside 'raw': the text says everything itself.`
      );
    }
  }
}

/** Distance of points, ms: what is asked for, but never more points than a panel or Prometheus takes. */
export function stepOf(input: Pick<QueryInput<'metric'>, 'range' | 'intervalMs' | 'maxDataPoints'>): number {
  const length = Math.max(1, input.range.to - input.range.from);
  const wanted = input.intervalMs ?? length / (input.maxDataPoints ?? DEFAULT_POINTS);
  const points = Math.min(input.maxDataPoints ?? MOST_POINTS, MOST_POINTS);
  return Math.ceil(Math.max(wanted, length / points, LEAST_STEP_MS));
}

function frames(answer: MetricAnswer, name: string, instant: boolean, executed: string) {
  const unit = grafanaUnit(answer.unit);
  const input: SeriesInput = { name, unit, series: answer.series, notices: answer.notices, executed };
  return instant ? buildNumbers(input) : buildSeries(input);
}
