import { type DataFrame, type Field } from '@grafana/data';

const isJson = (field: Field) => field.type === 'other';

function cell(field: Field, row: number): unknown {
  const value: unknown = field.values[row];
  if (isJson(field) && typeof value === 'string') {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}

/** A frame's rows as objects by column name; JSON columns as values. `T` is what `contract/columns.ts` says of them. */
export function rowsOf<T extends object>(frame: DataFrame | undefined): T[] {
  return Array.from({ length: frame?.length ?? 0 }, (_, row) => {
    const entries = (frame as DataFrame).fields.map((field) => [field.name, cell(field, row)] as const);
    return Object.fromEntries(entries) as T;
  });
}
