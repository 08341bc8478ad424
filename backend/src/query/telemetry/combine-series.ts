import { type Aggregation } from '#contract/queries.ts';
import { type EngineNotice, type MetricAnswer, type Series } from '../../telemetry/types.ts';

type Cell = number | null;

const add = (a: number, b: number) => a + b;

/** How values of disjoint parts of a group make the value of the whole; the others cannot be put together again. */
const COMBINERS: Partial<Record<Aggregation, (a: number, b: number) => number>> = {
  rate: add,
  increase: add,
  sum: add,
  count: add,
  min: Math.min,
  max: Math.max,
};

/** Answers of several searches as one. Of averages and quantiles the fullest answer is kept, with a notice. */
export function combineAnswers(answers: MetricAnswer[], aggregation: Aggregation): MetricAnswer {
  const full = answers.filter(({ series }) => series.length > 0);
  const notices = uniqueNotices(answers.flatMap((answer) => answer.notices));
  const first = full[0] ?? answers[0];
  if (full.length < 2) {
    return { ...(first ?? {}), series: first?.series ?? [], notices };
  }
  const combine = COMBINERS[aggregation];
  if (!combine) {
    const fullest = full.toSorted((a, b) => points(b) - points(a))[0]!;
    const text = `'${aggregation}' cannot be put together from parts: only the part with the most points is shown. Use sum, min or max for all.`;
    return { ...fullest, notices: [...notices, { severity: 'warning', text }] };
  }
  const groups = new Map<string, Series[]>();
  for (const one of full.flatMap(({ series }) => series)) {
    const key = JSON.stringify(Object.entries(one.labels).sort());
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return { ...full[0]!, series: [...groups.values()].map((group) => mergeGroup(group, combine)), notices };
}

const points = ({ series }: MetricAnswer) => series.reduce((sum, { times }) => sum + times.length, 0);

function mergeGroup(group: Series[], combine: (a: number, b: number) => number): Series {
  if (group.length === 1) {
    return group[0]!;
  }
  const cells = new Map<number, Cell>();
  for (const { times, values } of group) {
    times.forEach((time, index) => {
      const known = cells.get(time);
      const value = values[index] ?? null;
      cells.set(time, known === undefined || known === null ? value : value === null ? known : combine(known, value));
    });
  }
  const times = [...cells.keys()].sort((a, b) => a - b);
  return { labels: group[0]!.labels, times, values: times.map((time) => cells.get(time) ?? null) };
}

export function uniqueNotices(notices: readonly EngineNotice[]): EngineNotice[] {
  return [...new Map(notices.map((notice) => [notice.text, notice])).values()];
}
