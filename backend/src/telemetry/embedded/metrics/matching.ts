import { type MetricPoint, type MetricQuery } from '../../types.ts';
import { labelMatcher } from '../shared/label-matcher.ts';
import { originLabel, ownOf } from '../shared/label-value.ts';
import { type SeriesIdentity } from './series-identity.ts';
import { type StoredSeries } from './raw-tables.ts';

/** A series' label: its own, else what is known of its origin under that name. */
export function seriesLabel(identity: SeriesIdentity, label: string): string | undefined {
  return ownOf(identity.labels, label) ?? originLabel(identity.origin, label);
}

/** Decides which series a query takes. */
export async function seriesMatcher(query: MetricQuery): Promise<(series: StoredSeries) => boolean> {
  const matches = await labelMatcher(query.filters);
  const sessions = query.sessions && new Set(query.sessions);
  return ({ identity }) => {
    const { origin } = identity;
    if (query.project !== undefined && origin.project !== query.project) {
      return false;
    }
    if (query.run !== undefined && origin.run !== query.run) {
      return false;
    }
    if (query.taskId !== undefined && origin.taskId !== query.taskId) {
      return false;
    }
    if (sessions && !sessions.has(origin.session ?? '')) {
      return false;
    }
    return matches((label) => seriesLabel(identity, label));
  };
}

/** The labels of the group a series belongs to; labels it lacks are left out. */
export function groupLabels(identity: SeriesIdentity, groupBy: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    groupBy.flatMap((label) => {
      const value = seriesLabel(identity, label);
      return value === undefined || value === '' ? [] : [[label, value]];
    })
  );
}

/** The kind a metric is answered as, where its reporters disagree: the one of most series. */
export function mainKind(series: Iterable<StoredSeries>): MetricPoint['kind'] | undefined {
  const counts = new Map<MetricPoint['kind'], number>();
  for (const { identity } of series) {
    counts.set(identity.kind, (counts.get(identity.kind) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
