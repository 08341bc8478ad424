import { type Frame } from '#contract/frames.ts';

/**
 * What Grafana's server-side expressions work on (`pkg/expr/mathexp/types.go`), and how frames become that. Source of everything in
 * this folder: Grafana 11.0.0; names of files and functions are its.
 */

export type Labels = Readonly<Record<string, string>>;

export type Value =
  | { type: 'number'; labels: Labels; value: number | null }
  | { type: 'series'; labels: Labels; values: Array<number | null> }
  | { type: 'scalar'; value: number }
  | { type: 'nodata' };

export const labelsOf = (value: Value): Labels => ('labels' in value ? value.labels : {});

/** Labels as one text: the same for the same labels. */
export const keyOf = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Frames of a query as values. Ours say what they are (`numeric-multi`, `timeseries-multi`), which is Grafana's dataplane path
 * (`pkg/expr/dataplane.go`); a frame without fields is no data.
 */
export function valuesOf(frames: readonly Frame[]): Value[] {
  if (frames.length === 0 || (frames.length === 1 && frames[0]!.schema.fields.length === 0)) {
    return [{ type: 'nodata' }];
  }
  return frames.map((frame) => {
    const { fields, meta } = frame.schema;
    const at = fields.findIndex(({ type }) => type === 'number');
    const labels = fields[at]?.labels ?? {};
    const values = (frame.data.values[at] ?? []) as Array<number | null>;
    if (meta?.type === 'numeric-multi') {
      return { type: 'number', labels, value: values[0] ?? null };
    }
    if (meta?.type === 'timeseries-multi') {
      return { type: 'series', labels, values };
    }
    throw new Error(`A frame of type ${meta?.type} cannot be alerted on.`);
  });
}

/** `reduce` with mode `dropNN`: what is no number is left out; of nothing at all there is no value (`mathexp/reduce.go`). */
export function reduceDropping(input: readonly Value[], reducer: string): Value[] {
  return input.flatMap((value): Value[] => {
    if (value.type === 'number') {
      return value.value === null || !Number.isFinite(value.value) ? [] : [value];
    }
    if (value.type !== 'series') {
      return [value];
    }
    const known = value.values.filter((one): one is number => one !== null && Number.isFinite(one));
    return [{ type: 'number', labels: value.labels, value: known.length === 0 ? null : REDUCERS[reducer]!(known) }];
  });
}

const REDUCERS: Record<string, (values: readonly number[]) => number> = {
  mean: (values) => values.reduce((sum, one) => sum + one, 0) / values.length,
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  last: (values) => values.at(-1)!,
};
