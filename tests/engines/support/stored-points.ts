import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RawReader } from '../../../backend/src/telemetry/embedded/metrics/raw-reader.ts';
import { parseDay } from '../../../backend/src/telemetry/embedded/shared/days.ts';
import { type MetricPoint, type Origin } from '../../../backend/src/telemetry/types.ts';

interface SeriesRow {
  id: number;
  name: string;
  kind: MetricPoint['kind'];
  temporality: MetricPoint['temporality'] | null;
  labels: string;
  origin: string;
  start_at: number | null;
  bounds: string | null;
  unit: string | null;
}

/** Every sample of an embedded store that nobody writes to, as it came. */
export function storedPoints(dataDir: string): MetricPoint[] {
  const folder = join(dataDir, 'telemetry', 'metrics');
  return readdirSync(folder).flatMap((file) => {
    const day = file.endsWith('.db') ? parseDay(file.slice(0, -'.db'.length)) : undefined;
    return day === undefined ? [] : ofDay(join(folder, file), day);
  });
}

function ofDay(file: string, day: number): MetricPoint[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const reader = new RawReader(db, day);
    const all = db
      .prepare('SELECT series.*, metric.unit FROM series LEFT JOIN metric USING (name)')
      .all() as unknown as SeriesRow[];
    const tail = reader.tail(Infinity, new Set(all.map(({ id }) => id)));
    const [from, to] = [day * 86_400_000, (day + 1) * 86_400_000];
    return all.flatMap((series): MetricPoint[] => {
      if (series.kind === 'histogram') {
        return reader.histograms(series.id, from, to, tail, false).map((row) => {
          const [at = 0, span = 0, count = 0, sum = 0, min = NaN, max = NaN, ...counts] = row;
          const extremes = { ...(Number.isNaN(min) ? {} : { min }), ...(Number.isNaN(max) ? {} : { max }) };
          const bounds = JSON.parse(series.bounds ?? '[]') as number[];
          return { ...pointOf(series, at, span), histogram: { count, sum, ...extremes, bounds, counts } };
        });
      }
      const { at, span, value } = reader.scalars(series.id, from, to, tail, false);
      return Array.from(at, (time, i) => ({ ...pointOf(series, time, span[i]!), value: value[i]! }));
    });
  } finally {
    db.close();
  }
}

function pointOf(series: SeriesRow, at: number, span: number): MetricPoint {
  const delta = series.temporality === 'delta';
  return {
    name: series.name,
    kind: series.kind,
    ...(series.temporality ? { temporality: series.temporality } : {}),
    ...(series.unit ? { unit: series.unit } : {}),
    labels: JSON.parse(series.labels) as Record<string, string>,
    origin: JSON.parse(series.origin) as Origin,
    at,
    ...(delta ? { startAt: at - span } : series.start_at === null ? {} : { startAt: series.start_at }),
  };
}
