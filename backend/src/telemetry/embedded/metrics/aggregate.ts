import { type Aggregation } from '#contract/queries.ts';
import { type MetricPoint } from '../../types.ts';
import { MINUTE_MS } from '../shared/days.ts';
import { type Grid, windowOf } from './grid.ts';
import { type Aggregator, LastSum, Percentiles, Ratio, Reduce, SamplePercentiles } from './aggregators.ts';
import { COUNT, INCREASE, least, MAX, MIN, most, plus, SUM } from './rollup.ts';

/** How long a series' last sample stands for the present, as in PromQL. */
export const STALE_MS = 5 * MINUTE_MS;

const QUANTILES: Partial<Record<Aggregation, number>> = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 };

export function quantileOf(aggregation: Aggregation): number | undefined {
  return QUANTILES[aggregation];
}

/** How far before its window a query has to look. */
export function lookback(aggregation: Aggregation, kind: MetricPoint['kind'], grid: Grid): number {
  return usesLast(aggregation, kind) ? Math.max(0, STALE_MS - grid.step) : 0;
}

function usesLast(aggregation: Aggregation, kind: MetricPoint['kind']): boolean {
  return aggregation === 'last' || (aggregation === 'sum' && kind === 'gauge');
}

/**
 * What makes a group's values out of its series' samples; the meaning of each aggregation is told in
 * docs/telemetry-store.md. Undefined where the aggregation says nothing about that kind of metric.
 */
export function aggregatorFor(aggregation: Aggregation, kind: MetricPoint['kind'], grid: Grid): Aggregator | undefined {
  const window = (at: number) => windowOf(grid, at);
  const { points } = grid;
  const quantile = quantileOf(aggregation);
  if (quantile !== undefined) {
    return kind === 'histogram'
      ? new Percentiles(points, window, quantile)
      : new SamplePercentiles(points, window, quantile, kind === 'counter');
  }
  if (usesLast(aggregation, kind)) {
    return new LastSum(grid, Math.max(grid.step, STALE_MS));
  }
  const increase = kind === 'histogram' && aggregation === 'sum' ? SUM : INCREASE;
  switch (aggregation) {
    case 'rate':
      return kind === 'gauge' ? undefined : new Reduce(points, window, INCREASE, plus, 1000 / grid.step);
    case 'increase':
      return kind === 'gauge' ? undefined : new Reduce(points, window, INCREASE, plus);
    case 'sum':
      return new Reduce(points, window, increase, plus);
    case 'count':
      return new Reduce(points, window, COUNT, plus);
    case 'min':
      return new Reduce(points, window, MIN, least);
    case 'max':
      return new Reduce(points, window, MAX, most);
    default:
      return new Ratio(points, window);
  }
}
