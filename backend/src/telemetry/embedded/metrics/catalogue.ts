import { type EngineNotice, type MetricInfo, type TimeRange } from '../../types.ts';
import { monthDay } from '../shared/days.ts';
import { daysOf, type MetricReaderFiles } from './metric-files.ts';
import { type StoredSeries } from './raw-tables.ts';
import { type SeriesList } from './series-list.ts';

/** Names of metrics, labels and values, per range of days. */
export class MetricCatalogue {
  private readonly files: MetricReaderFiles;

  constructor(files: MetricReaderFiles) {
    this.files = files;
  }

  /** Every series of a metric in the range's files, newest file first, each once. */
  series(metric: string, range: TimeRange): StoredSeries[] {
    const found = new Map<number, StoredSeries>();
    this.each(range, (list) => {
      for (const series of list.of(metric)) {
        if (!found.has(series.hash)) {
          found.set(series.hash, series);
        }
      }
    });
    return [...found.values()];
  }

  info(metric: string, range: TimeRange): MetricInfo | undefined {
    let found: MetricInfo | undefined;
    this.each(range, (list) => {
      found ??= list.metric(metric);
    });
    return found;
  }

  /** Metrics with samples in the range's files, by name. `search`: part of the name, any case. */
  metrics(range: TimeRange, search = ''): MetricInfo[] {
    const found = new Map<string, MetricInfo>();
    const wanted = search.toLowerCase();
    this.each(range, (list) => {
      for (const info of list.metrics()) {
        if (!found.has(info.name) && info.name.toLowerCase().includes(wanted)) {
          found.set(info.name, info);
        }
      }
    });
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  labels(range: TimeRange, metric?: string): string[] {
    const names = new Set<string>();
    this.each(range, (list) => {
      for (const name of list.labelNames(metric)) {
        names.add(name);
      }
    });
    return [...names].sort();
  }

  labelValues(range: TimeRange, label: string, metric?: string): string[] {
    const values = new Set<string>();
    this.each(range, (list) => {
      for (const value of list.labelValues(label, metric)) {
        values.add(value);
      }
    });
    return [...values].sort();
  }

  /** Samples' files, newest first; roll-up files only for days whose samples are gone. */
  private each(range: TimeRange, visit: (list: SeriesList) => void): void {
    const [first, last] = daysOf(range);
    const notices: EngineNotice[] = [];
    const raw = this.files.raw.list(first, last);
    for (const day of raw.toReversed()) {
      this.files.raw.read(day, notices, (own) => visit(own.samples.list));
    }
    const covered = new Set(raw);
    const fine = this.files.fine.list(first, last);
    for (const day of fine.toReversed()) {
      if (!covered.has(day)) {
        this.files.fine.read(day, notices, (own) => visit(own.list));
      }
      covered.add(day);
    }
    if (covered.size <= last - first) {
      for (const month of this.files.coarse.list(monthDay(first), last).toReversed()) {
        this.files.coarse.read(month, notices, (own) => visit(own.list));
      }
    }
  }
}
