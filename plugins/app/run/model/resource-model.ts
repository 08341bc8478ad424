/** Use of the machine while a run worked, as small pictures. */

export interface ResourceSeries {
  resource: string;
  label: string;
  /** Percent of what there is, by time; null where nobody looked. */
  points: Array<{ at: number; value: number | null }>;
}

export interface ResourceStrip extends ResourceSeries {
  last: number;
  most: number;
  /** Percent above which an alert rule calls it exhausted. */
  limit: number;
  /** It was above the limit at some time. */
  over: boolean;
  /** Lines of the picture, each `x,y x,y …` in a field of `WIDTH` × `HEIGHT`; a gap where nobody looked. */
  lines: string[];
  limitY: number;
  /** If it goes on as lately, it is above the limit after this long, ms. */
  reachesInMs: number | undefined;
}

export const WIDTH = 600;
export const HEIGHT = 60;

const LABELS: Record<string, string> = {
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disk',
  gpu: 'GPU',
  gpu_memory: 'GPU memory',
};
/** Of the alert rules (alerts/rules/host.ts). */
const LIMITS: Record<string, number> = { cpu: 90, memory: 80, disk: 90, gpu: 95, gpu_memory: 95 };
/** The machine is looked at every 5 s; for longer than this without a look nothing is drawn. */
const LONGEST_GAP_MS = 20_000;
const ORDER = Object.keys(LABELS);

/** A time series frame, as far as it is read here. */
interface Frame {
  fields: Array<{ type: string; labels?: Record<string, string>; values: ArrayLike<unknown> }>;
}

/** Series by resource, in the order people look at them. */
export function seriesOf(frames: readonly Frame[]): ResourceSeries[] {
  const found = frames.flatMap(({ fields }) => {
    const time = fields.find(({ type }) => type === 'time');
    const value = fields.find(({ type }) => type === 'number');
    const resource = value?.labels?.['resource_type'];
    if (!time || !value || resource === undefined) {
      return [];
    }
    const points = Array.from(time.values, (at, index) => {
      const one = value.values[index];
      return { at: Number(at), value: typeof one === 'number' && Number.isFinite(one) ? one : null };
    });
    return [{ resource, label: LABELS[resource] ?? resource, points }];
  });
  const place = (resource: string) => (ORDER.includes(resource) ? ORDER.indexOf(resource) : ORDER.length);
  return found.sort((a, b) => place(a.resource) - place(b.resource) || (a.resource < b.resource ? -1 : 1));
}

const clamp = (value: number) => Math.min(100, Math.max(0, value));
const y = (value: number) => Math.round((1 - clamp(value) / 100) * HEIGHT * 10) / 10;

/** Fewer values, or a shorter stretch, say nothing of where it goes. */
const LEAST_VALUES = 8;
const LEAST_TREND_MS = 10 * 60_000;
/** Farther ahead nothing is said: by then something else will have happened. */
const FARTHEST_MS = 48 * 3_600_000;

/**
 * How long until a series reaches `limit` if it goes on as in its second half, ms; undefined where it does not grow, is there already, or too
 * little is known. The slope is the median of all slopes between two of at most 60 values (Theil 1950, Sen 1968): single peaks do not count.
 */
export function reachesIn(points: ResourceSeries['points'], limit: number): number | undefined {
  const known = points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const half = known.slice(Math.floor(known.length / 2));
  const step = Math.max(1, Math.ceil(half.length / 60));
  const some = half.filter((_one, index) => index % step === 0);
  const first = some[0];
  const last = some.at(-1);
  if (!first || !last || some.length < LEAST_VALUES || last.at - first.at < LEAST_TREND_MS) {
    return undefined;
  }
  const slopes = some.flatMap((a, index) => some.slice(index + 1).map((b) => (b.value - a.value) / (b.at - a.at)));
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  const slope = middle(slopes);
  const now = middle(some.map(({ at, value }) => value + slope * (last.at - at)));
  const left = (limit - now) / slope;
  return slope > 0 && now < limit && left <= FARTHEST_MS ? left : undefined;
}

/** What the processes of a run used, as its checkpoints tell it; checkpoints may be minutes apart. */
export interface RunSample {
  createdAt: number;
  host: string | null;
  cpuPercent: number | null;
  memoryPercent: number | null;
}

const CHECKPOINT_GAP_MS = 15 * 60_000;

/** Pictures of what a run's own processes used, and on which machine; none where its checkpoints do not tell. */
export function ownStrips(
  samples: readonly RunSample[],
  from: number,
  to: number
): { host: string; strips: ResourceStrip[] } | undefined {
  const known = samples.filter(({ host }) => host !== null).sort((a, b) => a.createdAt - b.createdAt);
  const host = known.at(-1)?.host ?? undefined;
  if (host === undefined) {
    return undefined;
  }
  const of = (resource: string, value: (sample: RunSample) => number | null): ResourceSeries => ({
    resource,
    label: LABELS[resource] ?? resource,
    points: known.map((sample) => ({ at: sample.createdAt, value: value(sample) })),
  });
  const series = [of('cpu', ({ cpuPercent }) => cpuPercent), of('memory', ({ memoryPercent }) => memoryPercent)];
  return { host, strips: series.flatMap((one) => stripOf(one, from, to, CHECKPOINT_GAP_MS) ?? []) };
}

/**
 * The picture of a series from `from` to `to`, epoch ms; undefined where it holds nothing.
 * @param longestGap for longer than this without a value nothing is drawn, ms
 */
export function stripOf(
  series: ResourceSeries,
  from: number,
  to: number,
  longestGap = LONGEST_GAP_MS
): ResourceStrip | undefined {
  const { resource, points } = series;
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const last = known.at(-1);
  if (last === undefined) {
    return undefined;
  }
  const span = Math.max(1, to - from);
  const most = known.reduce((a, b) => Math.max(a, b), 0);
  const step = (points[1]?.at ?? 0) - (points[0]?.at ?? 0);
  const gap = Math.max(longestGap, 2.5 * step);
  const lines: string[][] = [];
  let before = -Infinity;
  for (const { at, value } of points) {
    if (value === null) {
      continue; // the answer has finer steps than the machine is looked at
    }
    if (at - before > gap) {
      lines.push([]);
    }
    before = at;
    lines.at(-1)!.push(`${Math.round(clamp(((at - from) / span) * 100) * WIDTH) / 100},${y(value)}`);
  }
  const limit = LIMITS[resource] ?? 90;
  return {
    ...series,
    last,
    most,
    limit,
    over: most > limit,
    lines: lines.map((line) => (line.length === 1 ? [line[0]!, line[0]!] : line).join(' ')),
    limitY: y(limit),
    reachesInMs: most > limit ? undefined : reachesIn(points, limit),
  };
}
