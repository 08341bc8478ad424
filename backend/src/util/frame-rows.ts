import { type Frame } from '#contract/frames.ts';

/** The rows of a frame as objects keyed by column name. */
export function rowsOf(frame: Frame): Array<Record<string, unknown>> {
  const names = frame.schema.fields.map(({ name }) => name);
  const length = frame.data.values[0]?.length ?? 0;
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, frame.data.values[column]?.[row]]))
  );
}
