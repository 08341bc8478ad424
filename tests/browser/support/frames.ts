import { type FrameJson, goldenFrames, type Query, type Result } from './fake-service.ts';

/** A recorded answer with some of its values changed: `change` gets each row as an object and gives it back, or leaves it out. */
export function changedRows(
  queryType: string,
  change: (row: Record<string, unknown>, index: number) => Record<string, unknown> | undefined
): FrameJson {
  const frame = goldenFrames(queryType)[0]!;
  const names = frame.schema.fields.map(({ name }) => name);
  const count = frame.data.values[0]?.length ?? 0;
  const rows = Array.from({ length: count }, (_, row) =>
    Object.fromEntries(names.map((name, column) => [name, frame.data.values[column]?.[row]]))
  );
  const kept = rows.map((row, index) => change(row, index)).filter((row) => row !== undefined);
  const values = names.map((name) => kept.map((row) => row[name]));
  return { ...frame, data: { ...frame.data, values } };
}

export const good = (...frames: FrameJson[]): Result => ({ status: 200, frames });
export const bad =
  (error: string, status = 502) =>
  (_query: Query): Result => ({ status, error });
