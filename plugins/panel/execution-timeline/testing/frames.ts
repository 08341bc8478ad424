import type { DataFrame, Field, FieldType } from '@grafana/data';

/** A frame from columns; the type is guessed from the name, as tests need no more. */
export function frame(columns: Record<string, unknown[]>, name = 'test'): DataFrame {
  const fields = Object.entries(columns).map(([key, values]): Field => {
    const type = /time|start|end|_at$/i.test(key) ? 'time' : typeof values[0] === 'number' ? 'number' : 'string';
    return { name: key, type: type as FieldType, config: {}, values };
  });
  return { name, fields, length: Math.max(0, ...fields.map((field) => field.values.length)) };
}

export interface Row {
  id?: string;
  parentId?: string | null;
  lane?: string;
  kind?: string;
  name?: string;
  start?: unknown;
  end?: unknown;
  status?: unknown;
  taskId?: string | null;
  attempt?: number | null;
  agent?: string | null;
  model?: string | null;
  attributes?: unknown;
}

/** A `timeline` frame of rows; what a row leaves out is null. */
export function timelineFrame(rows: Row[]): DataFrame {
  const keys = [
    'id',
    'parentId',
    'lane',
    'kind',
    'name',
    'start',
    'end',
    'status',
    'taskId',
    'attempt',
    'agent',
    'model',
    'attributes',
  ] as const;
  return frame(Object.fromEntries(keys.map((key) => [key, rows.map((row) => row[key] ?? null)])), 'timeline');
}
