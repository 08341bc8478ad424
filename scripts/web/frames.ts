/** Frame JSON as the service answers it; only what the development answers need. */
export interface FrameJson {
  schema: { name?: string; meta?: unknown; fields: Array<{ name: string; type: string; [key: string]: unknown }> };
  data: { values: unknown[][] };
}

export interface Answer {
  results: Record<string, { status: number; frames?: FrameJson[]; error?: string; errorSource?: string }>;
}

const GO_TYPES: Record<string, string> = { string: 'string', number: 'float64', boolean: 'bool', time: 'time.Time' };

/** A frame of rows: `columns` maps each field's name to its type. */
export function toFrame(
  name: string,
  columns: Record<string, string>,
  rows: Array<Record<string, unknown>>
): FrameJson {
  const names = Object.keys(columns);
  return {
    schema: {
      name,
      fields: names.map((field) => {
        const type = columns[field] ?? 'string';
        return { name: field, type, typeInfo: { frame: GO_TYPES[type] ?? 'json.RawMessage', nullable: true } };
      }),
    },
    data: { values: names.map((field) => rows.map((row) => row[field] ?? null)) },
  };
}

/** The same frame with every time moved by `ms`: recorded answers stay recent. */
export function shiftTimes(frame: FrameJson, ms: number): FrameJson {
  const values = frame.data.values.map((column, index) =>
    frame.schema.fields[index]?.type === 'time'
      ? column.map((value) => (typeof value === 'number' ? value + ms : value))
      : column
  );
  return { schema: frame.schema, data: { ...frame.data, values } };
}
