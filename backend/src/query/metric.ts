import { type Aggregation } from '#contract/queries.ts';
import { type Frame } from '#contract/frames.ts';
import { buildNumbers, buildSeries, type SeriesInput } from '#contract/series.ts';
import { roundStep } from '../telemetry/embedded/metrics/grid.ts';
import { type MetricAnswer } from '../telemetry/types.ts';
import { type QueryContext } from './context.ts';
import { QueryError } from './errors.ts';
import { type Handler, type QueryInput } from './handler.ts';
import { combineAnswers, uniqueNotices } from './telemetry/combine-series.ts';
import { exemplarFrame } from './telemetry/exemplars.ts';
import { type OriginPart, originParts } from './telemetry/origin-parts.ts';
import { grafanaUnit } from './telemetry/units.ts';
import { type WindowSearch, windowSearches, withinSight } from './telemetry/windows.ts';

const DEFAULT_LIMIT = 50;
/** Points a series has where neither interval nor number of points is asked for. */
const DEFAULT_POINTS = 300;
/** A range whose end is not older than this reaches the present. */
const PRESENT_MS = 60_000;
const LEAST_STEP_MS = 1000;
const MOST_POINTS = 11_000;

/** A structured metric query as one frame a series, or with `instant` one number a series. */
export const answerMetric: Handler<'metric'> = async (input, context) => {
  const { query, range } = input;
  const instant = query.instant === true;
  if (query.raw !== undefined && query.raw !== '') {
    refuseBeside(query);
    const lines = frames(await context.metrics.raw(query.raw, range, stepOf(input)), query.raw, instant, query.raw);
    if (query.exemplars !== true || instant) {
      return lines;
    }
    const found = await context.metrics.rawExemplars(query.raw, range);
    return [...lines, ...exemplarFrame(found.exemplars, undefined, uniqueNotices(found.notices))];
  }
  if (!query.metric) {
    throw new QueryError("Query field 'metric' of metric is missing: the name of a metric, or 'raw' with PromQL.");
  }
  const parts = originParts(context.db, query, range);
  const answer = await search(input, query.metric, parts, context);
  const lines = frames(answer, query.metric, instant, `${query.aggregation ?? 'last'}(${query.metric})`);
  return query.exemplars === true && !instant
    ? [...lines, ...(await exemplars({ ...query, metric: query.metric }, answer, parts, context))]
    : lines;
};

async function exemplars(
  query: QueryInput<'metric'>['query'] & { metric: string },
  { unit }: MetricAnswer,
  parts: OriginPart[],
  context: QueryContext
): Promise<Frame[]> {
  const answers = await Promise.all(
    parts.map((part) =>
      context.metrics.exemplars({ ...asked(query, query.metric, part), range: part.range, stepMs: 0, instant: false })
    )
  );
  const all = answers.flatMap((answer) => answer.exemplars).sort((a, b) => a.at - b.at);
  return exemplarFrame(all, grafanaUnit(unit), uniqueNotices(answers.flatMap(({ notices }) => notices)));
}

/** What is asked for of one part, but for its time. */
function asked(query: QueryInput<'metric'>['query'], metric: string, part: OriginPart) {
  return {
    metric,
    aggregation: query.aggregation ?? 'last',
    groupBy: query.groupBy ?? [],
    filters: [...(query.filters ?? []), ...part.filters],
    limit: query.limit ?? DEFAULT_LIMIT,
    ...(part.sessions ? { sessions: part.sessions } : {}),
    ...(part.about ? { about: part.about } : {}),
    ...(part.project ? { project: part.project } : {}),
    ...(part.taskId ? { taskId: part.taskId } : {}),
  };
}

async function search(
  input: QueryInput<'metric'>,
  metric: string,
  parts: OriginPart[],
  context: QueryContext
): Promise<MetricAnswer> {
  const { query, range } = input;
  const instant = query.instant === true;
  const aggregation = query.aggregation ?? 'last';
  const stepMs = roundStep(stepOf(input), range);
  const newest = aggregation !== 'rate' && range.to >= context.now() - PRESENT_MS; // a rate of what is not over would be too low
  const answers: MetricAnswer[] = [];
  for (const part of parts) {
    const searches: WindowSearch[] = instant
      ? [{ range: part.range }]
      : windowSearches({ asked: range, part: part.range, stepMs, newest });
    for (const one of searches) {
      const answer = await context.metrics.query({
        ...asked(query, metric, part),
        range: one.range,
        stepMs,
        instant: instant || one.at !== undefined,
      });
      answers.push(instant ? answer : placed(answer, one, { aggregation, stepMs }));
    }
  }
  const combined = combineAnswers(answers, aggregation);
  return instant
    ? combined
    : { ...combined, series: combined.series.map((series) => withinSight(series, range, stepMs)) };
}

/** An answer with the value of a window alone at its end; a rate of one that was cut counts as much as its length. */
function placed(
  answer: MetricAnswer,
  { range, at }: WindowSearch,
  { aggregation, stepMs }: { aggregation: Aggregation; stepMs: number }
): MetricAnswer {
  if (at === undefined) {
    return answer;
  }
  const share = aggregation === 'rate' ? (range.to - range.from) / stepMs : 1;
  const series = answer.series.map(({ labels, times, values }) => ({
    labels,
    times: times.map(() => at),
    values: values.map((value) => (value === null ? null : value * share)),
  }));
  return { ...answer, series };
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
