import { type LabelFilter } from '#contract/queries.ts';
import { type Condition, type Duration, type Term } from './types.ts';

/** Conditions that several rules share, each as Grafana math and as PromQL. */

export const PROJECT_RUN = ['project', 'run'] as const;
export const PROJECT_RUN_TASK = ['project', 'run', 'task'] as const;

export const is = (label: string, value: string): LabelFilter => ({ label, op: '=', value });
export const oneOf = (label: string, values: readonly string[]): LabelFilter => ({
  label,
  op: '=~',
  value: values.join('|'),
});

const outcomeFilter = (wanted: readonly string[]): LabelFilter[] =>
  wanted.length === 0 ? [] : [wanted.length === 1 ? is('outcome', wanted[0]!) : oneOf('outcome', wanted)];

/** Gauges are written every 15 s: a minute holds a few, and nothing that has ended stays longer. */
export const gauge = (metric: string, by: readonly string[], filters: LabelFilter[] = []): Term => ({
  metric,
  aggregation: 'max',
  by,
  filters,
  window: '1m',
});

/** Outcomes of one kind of work, counted over a window. */
export const outcomes = (kind: string, window: Duration, wanted: readonly string[] = [], ago?: Duration): Term => ({
  metric: 'taskmaster_run_outcomes_total',
  aggregation: 'increase',
  by: PROJECT_RUN,
  filters: [is('kind', kind), ...outcomeFilter(wanted)],
  window,
  ...(ago ? { ago } : {}),
});

export const above = (term: Term, threshold: number): Condition => ({
  terms: { A: term },
  promql: '$A',
  compare: 'gt',
  threshold,
});

export const below = (term: Term, threshold: number): Condition => ({ ...above(term, threshold), compare: 'lt' });

/** `part` ÷ `whole` in per cent, where `part` is at least `least`: one of three is no rate. `$B + ($B == 0)` never divides by 0. */
export const shareAbove = (part: Term, whole: Term, percent: number, least: number): Condition => ({
  terms: { A: part, B: whole },
  math: `100 * $A / ($B + ($B == 0)) * ($A >= ${least})`,
  promql: '100 * $A / $B',
  guard: `$A >= ${least}`,
  compare: 'gt',
  threshold: percent,
});

/** By how many percentage points the share has risen over the window before. Nothing to compare with counts as 0 %. */
export const shareRisen = (
  now: { part: Term; whole: Term },
  before: { part: Term; whole: Term },
  points: number,
  least: number
): Condition => ({
  terms: { A: now.part, B: now.whole, C: before.part, D: before.whole },
  math: `(100 * $A / ($B + ($B == 0)) - 100 * $C / ($D + ($D == 0))) * ($A >= ${least}) * ($D > 0)`,
  promql: '100 * $A / $B - 100 * $C / $D',
  guard: `$A >= ${least}`,
  compare: 'gt',
  threshold: points,
});

/** A quantile that rests on at least `least` observations. */
export const quantileAbove = (quantile: Term, threshold: number, least: number): Condition => ({
  terms: { A: quantile, B: { ...quantile, aggregation: 'increase' } },
  math: `$A * ($B >= ${least})`,
  promql: '$A',
  guard: `$B >= ${least}`,
  compare: 'gt',
  threshold,
});

/** Holds only while an agent works on some project: an idle machine may be as busy as it likes. */
export const whileWorking = (condition: Condition): Condition => {
  const value = condition.math ?? '$A';
  return {
    ...condition,
    terms: { ...condition.terms, W: gauge('taskmaster_active_runs', []) },
    math: `${value} * ($W > 0)`,
    guard: [condition.guard, 'on() ($W > 0)'].filter(Boolean).join(' and '),
  };
};

/** Was below 1 within the window and is 1 now. */
export const reachedOne = (metric: string, by: readonly string[], window: Duration): Condition => ({
  terms: { A: { ...gauge(metric, by), aggregation: 'min' }, B: { metric, aggregation: 'min', by, window } },
  math: '($A >= 1) * ($B < 1)',
  promql: '($A >= bool 1) * ($B < bool 1)',
  compare: 'gt',
  threshold: 0,
});
