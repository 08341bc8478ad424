import { type EngineNotice, type MetricQuery } from '../../types.ts';
import { bucketOf, DAY_MS, monthDay } from '../shared/days.ts';
import { type HistogramRow } from './chunk.ts';
import { type Groups } from './groups.ts';
import { type MetricReaderFiles, type RawDay } from './metric-files.ts';
import { type Segment } from './plan.ts';
import { type Sample, type StoredSeries } from './raw-tables.ts';
import { type RollupReader } from './rollup-reader.ts';
import { eachHistogramSample, eachSample, lookbackDay } from './samples.ts';

/** Thrown where a query would have to go through more samples than is quick; the caller takes roll-ups instead. */
export class TooManySamples extends Error {}

export interface Gathering {
  files: MetricReaderFiles;
  query: MetricQuery;
  matches: (series: StoredSeries) => boolean;
  groups: Groups;
  notices: EngineNotice[];
  /** Samples that may still be looked at. */
  budget: number;
}

/** Feeds everything of the segments to the groups, in order of time for each series. */
export function gather(all: Gathering, segments: readonly Segment[]): void {
  for (const segment of segments) {
    const { resolution } = segment;
    const carry: Carry = new Map();
    if (!resolution || resolution.tier === 'raw') {
      for (const day of all.files.raw.list(bucketOf(segment.from + 1, DAY_MS), bucketOf(segment.to, DAY_MS))) {
        all.files.raw.read(day, all.notices, (own) =>
          resolution ? rollups(all, segment, own.rollups) : samples(all, segment, own, day, carry)
        );
      }
    } else {
      const first = bucketOf(segment.from + 1, DAY_MS);
      const last = bucketOf(segment.to, DAY_MS);
      const files = resolution.tier === '5m' ? all.files.fine : all.files.coarse;
      for (const period of files.list(resolution.tier === '5m' ? first : monthDay(first), last)) {
        files.read(period, all.notices, (own) => rollups(all, segment, own));
      }
    }
  }
}

/** Each stream's last sample so far, by identity. */
type Carry = Map<number, Sample | HistogramRow>;

function rollups(all: Gathering, segment: Segment, file: RollupReader): void {
  const { resolution } = segment;
  if (!resolution) {
    return;
  }
  for (const series of file.list.of(all.query.metric)) {
    const into = all.matches(series) ? all.groups.of(series) : undefined;
    if (into) {
      const { bounds } = series.identity;
      file.each(resolution, series.id, segment.from, segment.to, (end, data, offset) =>
        into.add(series.hash, end, data, offset, bounds)
      );
    }
  }
}

function samples(all: Gathering, segment: Segment, { samples: file }: RawDay, day: number, carry: Carry): void {
  const chosen = file.list.of(all.query.metric).filter((one) => all.matches(one));
  const tail = file.tail(segment.to, new Set(chosen.map((one) => one.id)));
  const row = new Float64Array(7);
  for (const series of chosen) {
    const into = all.groups.of(series);
    if (!into) {
      continue;
    }
    const { counting, startAt, id, hash, identity } = series;
    const cumulative = counting === 'cumulative';
    if (identity.kind === 'histogram') {
      const rows = file.histograms(id, segment.from, segment.to, tail, cumulative);
      const before = cumulative ? histogramBefore(all, series, rows, segment, day, carry) : undefined;
      spend(all, rows.length);
      const last = eachHistogramSample(rows, counting, startAt, before, segment.from, segment.to, (at, observed) =>
        into.add(hash, at, observed, 0, identity.bounds)
      );
      if (last) {
        carry.set(hash, last);
      }
      continue;
    }
    const chunk = file.scalars(id, segment.from, segment.to, tail, cumulative);
    const before = cumulative ? scalarBefore(all, series, chunk.at[0], segment, day, carry) : undefined;
    spend(all, chunk.at.length);
    const last = eachSample(chunk, counting, startAt, before, segment.from, segment.to, (at, value, increase) => {
      row.fill(value);
      row[3] = 1;
      row[5] = at;
      row[6] = increase;
      into.add(hash, at, row, 0, undefined);
    });
    if (last !== undefined) {
      carry.set(hash, { at: segment.to, value: last });
    }
  }
}

function spend(all: Gathering, samples: number): void {
  all.budget -= samples;
  if (all.budget < 0) {
    throw new TooManySamples();
  }
}

function scalarBefore(
  all: Gathering,
  series: StoredSeries,
  firstAt: number | undefined,
  segment: Segment,
  day: number,
  carry: Carry
): number | undefined {
  if (firstAt === undefined || firstAt <= segment.from) {
    return undefined;
  }
  const carried = carry.get(series.hash);
  if (carried && 'value' in carried) {
    return carried.value;
  }
  return earlier(all, series, day, (own) => own.samples.lastScalar(series.hash))?.value;
}

function histogramBefore(
  all: Gathering,
  series: StoredSeries,
  rows: readonly HistogramRow[],
  segment: Segment,
  day: number,
  carry: Carry
): HistogramRow | undefined {
  if (!rows[0] || rows[0][0]! <= segment.from) {
    return undefined;
  }
  const carried = carry.get(series.hash);
  return carried instanceof Float64Array
    ? carried
    : earlier(all, series, day, (own) => own.samples.lastHistogram(series.hash));
}

/** Looks a stream up in the days before, newest first. */
function earlier<R>(
  all: Gathering,
  series: StoredSeries,
  day: number,
  read: (own: RawDay) => R | undefined
): R | undefined {
  for (const other of all.files.raw.list(lookbackDay(day, series.startAt), day - 1).reverse()) {
    const found = all.files.raw.read(other, all.notices, read);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
