import { type EngineNotice, type MetricPoint, type MetricQuery, type Series } from '../../types.ts';
import { aggregatorFor } from './aggregate.ts';
import { type Aggregator } from './aggregators.ts';
import { type Grid } from './grid.ts';
import { groupLabels } from './matching.ts';
import { type StoredSeries } from './raw-tables.ts';

interface Group {
  labels: Record<string, string>;
  aggregator: Aggregator;
}

/** The answer's series while they are being gathered, by the labels that are kept. */
export class Groups {
  private readonly grid: Grid;
  private readonly query: MetricQuery;
  private readonly kind: MetricPoint['kind'];
  private readonly groups = new Map<string, Group>();
  private readonly bySeries = new Map<number, Aggregator>();

  constructor(query: MetricQuery, kind: MetricPoint['kind'], grid: Grid) {
    this.query = query;
    this.kind = kind;
    this.grid = grid;
  }

  /** Where a series' samples go; undefined where it is of another kind than the answer, or the aggregation says nothing. */
  of(series: StoredSeries): Aggregator | undefined {
    const known = this.bySeries.get(series.hash);
    if (known || series.identity.kind !== this.kind) {
      return known;
    }
    const labels = groupLabels(series.identity, this.query.groupBy);
    const key = JSON.stringify(labels);
    let group = this.groups.get(key);
    if (!group) {
      const aggregator = aggregatorFor(this.query.aggregation, this.kind, this.grid);
      if (!aggregator) {
        return undefined;
      }
      this.groups.set(key, (group = { labels, aggregator }));
    }
    this.bySeries.set(series.hash, group.aggregator);
    return group.aggregator;
  }

  /** The series, those with the largest values first where there are more than the limit, else by their labels. */
  finish(notices: EngineNotice[]): Series[] {
    const { first, step, points } = this.grid;
    const times = Array.from({ length: points }, (_, i) => first + i * step);
    const all: Array<{ key: string; weight: number; series: Series }> = [];
    for (const [key, { labels, aggregator }] of this.groups) {
      const values = aggregator.finish();
      let weight = -1;
      for (const value of values) {
        weight = Number.isNaN(value) ? weight : Math.max(weight, Math.abs(value));
      }
      if (weight >= 0) {
        const known = Array.from(values, (value) => (Number.isNaN(value) ? null : value));
        all.push({ key, weight, series: { labels, times, values: known } });
      }
    }
    const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
    const { limit } = this.query;
    if (all.length > limit) {
      notices.push({
        severity: 'warning',
        text: `${all.length} series match; the ${limit} with the largest values are shown. Add a filter or group by fewer labels.`,
      });
      all.sort((a, b) => b.weight - a.weight || byKey(a, b)).length = limit;
    }
    return all.sort(byKey).map((one) => one.series);
  }
}
