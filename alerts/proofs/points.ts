import { type Labels, type Proof, type ProofSeries, STEP_S } from './types.ts';

/** A sample of a proof, as a store of metrics takes it. */
export type ProofPoint = {
  name: string;
  labels: Record<string, string>;
  at: number;
  origin: { project?: string };
} & (
  | { kind: 'gauge'; value: number }
  | { kind: 'counter'; temporality: 'cumulative'; startAt: number; value: number }
  | {
      kind: 'histogram';
      temporality: 'cumulative';
      startAt: number;
      histogram: { count: number; sum: number; bounds: number[]; counts: number[] };
    }
);

/** Times of the samples in minutes, up to a little after the proof's end. */
export function timesOf(proof: Proof): number[] {
  const steps = Math.ceil(((proof.resolvedAt + 5) * 60) / STEP_S);
  return Array.from({ length: steps + 1 }, (_, step) => (step * STEP_S) / 60);
}

/** A counter's total at each time: it began at 0. */
export function totals(times: readonly number[], perMinute: (minutes: number) => number | undefined): number[] {
  let total = 0;
  return times.map((minutes, step) => (total += step === 0 ? 0 : ((perMinute(minutes) ?? 0) * STEP_S) / 60));
}

/** Cumulative counts of a histogram at each time: per bucket, not up to it, the last beyond all bounds. */
export function bucketTotals(
  times: readonly number[],
  series: Extract<ProofSeries, { kind: 'histogram' }>
): number[][] {
  const counts = Array.from({ length: series.bounds.length + 1 }, () => 0);
  return times.map((minutes, step) => {
    const observed = series.observed(minutes);
    if (step > 0 && observed !== undefined) {
      const at = series.bounds.findIndex((bound) => observed <= bound);
      const place = at < 0 ? series.bounds.length : at;
      counts[place] = counts[place]! + (series.perMinute * STEP_S) / 60;
    }
    return [...counts];
  });
}

/** All samples of a proof that begins at `start`, epoch ms. */
export function pointsOf(proof: Proof, start: number): ProofPoint[] {
  const times = timesOf(proof);
  const atOf = (minutes: number) => start + minutes * 60_000;
  const originOf = ({ project }: Labels) => (project === undefined ? {} : { project });
  return proof.series.flatMap((series): ProofPoint[] => {
    const common = { name: series.metric, labels: { ...series.labels }, origin: originOf(series.labels) };
    if (series.kind === 'gauge') {
      return times.flatMap((minutes) => {
        const value = series.value(minutes);
        return value === undefined ? [] : [{ ...common, kind: 'gauge' as const, at: atOf(minutes), value }];
      });
    }
    const counting = { ...common, temporality: 'cumulative' as const, startAt: start };
    if (series.kind === 'counter') {
      const values = totals(times, series.perMinute);
      return times.map((minutes, step) => ({ ...counting, kind: 'counter', at: atOf(minutes), value: values[step]! }));
    }
    const bounds = [...series.bounds];
    return bucketTotals(times, series).map((counts, step) => ({
      ...counting,
      kind: 'histogram',
      at: atOf(times[step]!),
      histogram: { count: counts.reduce((sum, one) => sum + one, 0), sum: 0, bounds, counts },
    }));
  });
}
