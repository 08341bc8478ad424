import { type Grid } from './grid.ts';
import { histogramQuantile, sampleQuantile } from './quantile.ts';
import { COUNT, FIXED, INCREASE, LAST, LAST_AT, SUM } from './rollup.ts';

/**
 * Gathers one group's samples. Every sample and every roll-up bucket comes as a bucket row (at `offset` of `data`) with the last instant it
 * stands for; of each series they come in order of time, series by series or segment by segment.
 */
export interface Aggregator {
  add(series: number, end: number, data: Float64Array, offset: number, bounds: readonly number[] | undefined): void;
  /** One value per window; NaN where nothing is known. */
  finish(): Float64Array;
}

type Window = (at: number) => number;

function unknown(points: number): Float64Array {
  return new Float64Array(points).fill(NaN);
}

/** One column, reduced over samples and series: sum, min or max. */
export class Reduce implements Aggregator {
  private readonly values: Float64Array;
  private readonly window: Window;
  private readonly column: number;
  private readonly reduce: (a: number, b: number) => number;
  private readonly factor: number;

  constructor(points: number, window: Window, column: number, reduce: (a: number, b: number) => number, factor = 1) {
    this.values = unknown(points);
    this.window = window;
    this.column = column;
    this.reduce = reduce;
    this.factor = factor;
  }

  add(_series: number, end: number, data: Float64Array, offset: number): void {
    const at = this.window(end);
    if (at >= 0 && at < this.values.length) {
      this.values[at] = this.reduce(this.values[at]!, data[offset + this.column]!);
    }
  }

  finish(): Float64Array {
    return this.factor === 1 ? this.values : this.values.map((value) => value * this.factor);
  }
}

/** The mean of all samples (of histograms: of all observations) of the group. */
export class Ratio implements Aggregator {
  private readonly sums: Float64Array;
  private readonly counts: Float64Array;
  private readonly window: Window;

  constructor(points: number, window: Window) {
    this.sums = new Float64Array(points);
    this.counts = new Float64Array(points);
    this.window = window;
  }

  add(_series: number, end: number, data: Float64Array, offset: number): void {
    const at = this.window(end);
    if (at >= 0 && at < this.sums.length) {
      this.sums[at]! += data[offset + SUM]!;
      this.counts[at]! += data[offset + COUNT]!;
    }
  }

  finish(): Float64Array {
    return this.sums.map((sum, i) => (this.counts[i]! > 0 ? sum / this.counts[i]! : NaN));
  }
}

/** The last value of each series, if not older than `maxAge` at the window's end, summed over the series. */
export class LastSum implements Aggregator {
  private readonly grid: Grid;
  private readonly maxAge: number;
  private readonly values: Float64Array;
  private readonly pending = new Map<number, { at: number; value: number }>();

  constructor(grid: Grid, maxAge: number) {
    this.grid = grid;
    this.maxAge = maxAge;
    this.values = unknown(grid.points);
  }

  add(series: number, _end: number, data: Float64Array, offset: number): void {
    const at = data[offset + LAST_AT]!;
    const value = data[offset + LAST]!;
    const before = this.pending.get(series);
    if (before) {
      this.fill(before, at);
      before.at = at;
      before.value = value;
    } else {
      this.pending.set(series, { at, value });
    }
  }

  finish(): Float64Array {
    for (const last of this.pending.values()) {
      this.fill(last, Infinity);
    }
    this.pending.clear();
    return this.values;
  }

  /** The sample stands for every point from its own time on, until the next sample or until it is too old. */
  private fill(sample: { at: number; value: number }, next: number): void {
    if (Number.isNaN(sample.value)) {
      return;
    }
    const { first, step, points } = this.grid;
    const end = Math.min(next, sample.at + this.maxAge);
    for (let i = Math.max(0, Math.ceil((sample.at - first) / step)); i < points && first + i * step < end; i++) {
      const known = this.values[i]!;
      this.values[i] = Number.isNaN(known) ? sample.value : known + sample.value;
    }
  }
}

interface Merged {
  bounds: readonly number[];
  /** Counts of all windows, one after the other. */
  counts: Float64Array;
}

/** A quantile of merged histograms. Series with other bounds are brought to the union of all bounds. */
export class Percentiles implements Aggregator {
  private readonly points: number;
  private readonly window: Window;
  private readonly quantile: number;
  private readonly merged = new Map<string, Merged>();
  private readonly byList = new Map<readonly number[], Merged>();

  constructor(points: number, window: Window, quantile: number) {
    this.points = points;
    this.window = window;
    this.quantile = quantile;
  }

  add(_series: number, end: number, data: Float64Array, offset: number, bounds: readonly number[] = NONE): void {
    const at = this.window(end);
    if (at < 0 || at >= this.points) {
      return;
    }
    const { counts } = this.byList.get(bounds) ?? this.of(bounds);
    const width = bounds.length + 1;
    for (let i = 0; i < width; i++) {
      counts[at * width + i]! += data[offset + FIXED + i]!;
    }
  }

  finish(): Float64Array {
    const all = [...this.merged.values()];
    const union = [...new Set(all.flatMap((one) => one.bounds))].sort((a, b) => a - b);
    const places = all.map(({ bounds }) => [...bounds.map((bound) => union.indexOf(bound)), union.length]);
    const counts = new Float64Array(union.length + 1);
    return unknown(this.points).map((_, at) => {
      counts.fill(0);
      all.forEach((one, k) => {
        places[k]!.forEach((place, i) => (counts[place]! += one.counts[at * places[k]!.length + i]!));
      });
      return histogramQuantile(this.quantile, union, counts);
    });
  }

  private of(bounds: readonly number[]): Merged {
    const key = bounds.join();
    let into = this.merged.get(key);
    if (!into) {
      into = { bounds, counts: new Float64Array(this.points * (bounds.length + 1)) };
      this.merged.set(key, into);
    }
    this.byList.set(bounds, into);
    return into;
  }
}

const NONE: readonly number[] = [];

/** A quantile of the samples themselves: of gauges their values, of counters what each sample added. */
export class SamplePercentiles implements Aggregator {
  private readonly samples: Array<number[] | undefined>;
  private readonly window: Window;
  private readonly quantile: number;
  private readonly increases: boolean;

  constructor(points: number, window: Window, quantile: number, increases: boolean) {
    this.samples = new Array<number[] | undefined>(points).fill(undefined);
    this.window = window;
    this.quantile = quantile;
    this.increases = increases;
  }

  add(_series: number, end: number, data: Float64Array, offset: number): void {
    const at = this.window(end);
    const value = this.increases ? data[offset + INCREASE]! : data[offset + SUM]! / data[offset + COUNT]!;
    if (at >= 0 && at < this.samples.length && !Number.isNaN(value)) {
      (this.samples[at] ??= []).push(value);
    }
  }

  finish(): Float64Array {
    return Float64Array.from(this.samples, (samples) => (samples ? sampleQuantile(this.quantile, samples) : NaN));
  }
}
