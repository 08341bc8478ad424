import { type Curve, type Labels, type ProofSeries } from './types.ts';

/** Building blocks of proofs. */

/** The bad time of most proofs, minutes. */
export const BAD = { from: 20, to: 50 } as const;

/** One value while things are bad, another before and after. */
export const during =
  (bad: number | undefined, good: number | undefined, { from, to }: { from: number; to: number } = BAD): Curve =>
  (minutes) =>
    minutes >= from && minutes < to ? bad : good;

export const always =
  (value: number): Curve =>
  () =>
    value;

export const gauge = (metric: string, labels: Labels, value: Curve): ProofSeries => ({
  kind: 'gauge',
  metric,
  labels,
  value,
});

export const runOf = (rule: string) => ({ project: rule, run: `${rule}.20261120T080000Z` });

/** The moment alerts link to: any time will do, it is shown and not compared. */
export const MOMENT_S = 1_795_176_000;

export const lastEvent = (rule: string): ProofSeries =>
  gauge('taskmaster_run_last_event_timestamp_seconds', runOf(rule), always(MOMENT_S));

/** Outcomes of a kind of work in a run, per minute, with the moment of the run. */
export const outcomes = (rule: string, kind: string, perMinute: Readonly<Record<string, Curve>>): ProofSeries[] => [
  ...Object.entries(perMinute).map(([outcome, curve]): ProofSeries => ({
    kind: 'counter',
    metric: 'taskmaster_run_outcomes_total',
    labels: { ...runOf(rule), kind, outcome },
    perMinute: curve,
  })),
  lastEvent(rule),
];

/** Somebody works. */
export const working: ProofSeries = gauge('taskmaster_active_runs', {}, always(1));

/** Use of a resource of the machine, per cent. */
export const used = (resource: string, value: Curve): ProofSeries =>
  gauge('resource_utilization_percentage', { resource_type: resource, environment: 'local' }, value);
