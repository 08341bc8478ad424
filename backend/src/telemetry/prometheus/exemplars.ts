import { boundAttributes } from '../answers/bounded.ts';
import { labelsAt, objectsAt } from '../answers/shape.ts';
import { type EngineNotice, type Exemplar, type TimeRange } from '../types.ts';
import { numberIn } from './series.ts';

/** Exemplars of one series; times are seconds, values text. */
export interface PromExemplars {
  seriesLabels?: Record<string, string>;
  exemplars?: Array<{ labels?: Record<string, string>; value?: string; timestamp?: number }>;
}

/** Exemplars a panel is given at most: each is a point one can point at. */
const MOST = 500;

/** What Prometheus answers when it is asked for exemplars; without those that have no value or time. Throws an OddAnswer. */
export function exemplarsIn(data: unknown): PromExemplars[] {
  return objectsAt(data, 'data').map(({ seriesLabels, exemplars }) => ({
    seriesLabels: labelsAt(seriesLabels, 'seriesLabels'),
    exemplars: objectsAt(exemplars, 'exemplars').flatMap(({ labels, value, timestamp }) =>
      typeof value === 'string' && typeof timestamp === 'number'
        ? [{ labels: labelsAt(labels, 'labels of an exemplar'), value, timestamp }]
        : []
    ),
  }));
}

/** Prometheus' exemplars by time; of too many the largest of each stretch of time, for outliers are what one looks for. */
export function fewExemplars(
  found: readonly PromExemplars[],
  range: TimeRange
): { exemplars: Exemplar[]; notices: EngineNotice[] } {
  const all = found.flatMap(({ seriesLabels = {}, exemplars = [] }) => {
    const { __name__: _name, le: _bound, ...series } = seriesLabels;
    return exemplars.map(({ labels = {}, value, timestamp = Number.NaN }): Exemplar => {
      return { at: timestamp * 1000, value: numberIn(value ?? ''), labels: boundAttributes({ ...labels, ...series }) };
    });
  });
  const good = all
    .filter(({ at, value }) => Number.isFinite(value) && at >= range.from && at <= range.to)
    .sort((a, b) => a.at - b.at);
  if (good.length <= MOST) {
    return { exemplars: good, notices: [] };
  }
  const stretch = (range.to - range.from + 1) / MOST;
  const largest = new Map<number, Exemplar>();
  for (const one of good) {
    const place = Math.floor((one.at - range.from) / stretch);
    const known = largest.get(place);
    if (known === undefined || one.value > known.value) {
      largest.set(place, one);
    }
  }
  const text = `${good.length} exemplars match; of each moment the largest is shown (${largest.size}).`;
  return { exemplars: [...largest.values()], notices: [{ severity: 'info', text }] };
}
