import { type WriterFiles } from '../shared/writer-files.ts';
import { type HistogramRow } from './chunk.ts';
import { type RawFile } from './raw-file.ts';
import { type StoredSeries } from './raw-tables.ts';
import { SLOTS } from './resolutions.ts';
import { lookbackDay } from './samples.ts';

/** Value of a stream's last sample before an hour (its place in the day), wherever it is. */
export function scalarBefore(
  files: WriterFiles<RawFile>,
  file: RawFile,
  day: number,
  series: StoredSeries,
  slot: number
): number | undefined {
  const found =
    file.tables.scalarBefore(series.id, slot) ??
    earlier(files, day, series, (other, id) => other.tables.scalarBefore(id, SLOTS));
  return found?.value;
}

export function histogramBefore(
  files: WriterFiles<RawFile>,
  file: RawFile,
  day: number,
  series: StoredSeries,
  slot: number
): HistogramRow | undefined {
  return (
    file.tables.histogramBefore(series.id, slot) ??
    earlier(files, day, series, (other, id) => other.tables.histogramBefore(id, SLOTS))
  );
}

/** Looks a stream up in the days before, newest first. */
function earlier<R>(
  files: WriterFiles<RawFile>,
  day: number,
  series: StoredSeries,
  read: (file: RawFile, id: number) => R | undefined
): R | undefined {
  const first = lookbackDay(day, series.startAt);
  for (const other of files.folder.list().reverse()) {
    if (other >= day || other < first) {
      continue;
    }
    const found = files.use(other, (file) => {
      const id = file.dictionary.lookup(series.identity);
      return id === undefined ? undefined : read(file, id);
    });
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
