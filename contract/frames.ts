/**
 * Grafana's data-frame JSON as grafana-plugin-sdk-go reads it: `schema` before `data` in every frame, no other keys,
 * `typeInfo.frame` on every field, times in integer epoch milliseconds, NaN and infinities as null plus `entities`.
 */

export type FieldType = 'string' | 'number' | 'boolean' | 'time' | 'other';

/** The Go decoder's name of a column type. */
export type GoType = 'string' | 'float64' | 'int64' | 'bool' | 'time.Time' | 'json.RawMessage';

export interface FrameField {
  name: string;
  type: FieldType;
  typeInfo: { frame: GoType; nullable?: true };
  labels?: Record<string, string>;
  config?: Record<string, unknown>;
}

export interface Notice {
  severity: 'info' | 'warning' | 'error';
  text: string;
  link?: string;
}

export interface FrameMeta {
  type?: string;
  typeVersion?: [number, number];
  custom?: Record<string, unknown>;
  notices?: Notice[];
  preferredVisualisationType?: 'graph' | 'table' | 'logs' | 'trace' | 'nodeGraph';
  executedQueryString?: string;
  channel?: string;
}

export interface FrameEntities {
  NaN?: number[];
  Inf?: number[];
  NegInf?: number[];
}

export interface Frame {
  schema: { name?: string; refId?: string; meta?: FrameMeta; fields: FrameField[] };
  data: { values: unknown[][]; entities?: Array<FrameEntities | null> };
}

export interface QueryResult {
  status: number;
  frames?: Frame[];
  error?: string;
  errorSource?: 'plugin' | 'downstream';
}

export interface QueryAnswer {
  results: Record<string, QueryResult>;
}

/** One column of a frame this service promises. */
export interface Column {
  name: string;
  kind: 'string' | 'number' | 'integer' | 'boolean' | 'time' | 'json';
  nullable?: boolean;
  /** Grafana unit id: `ms`, `currencyUSD`, `percentunit`, `short`, … */
  unit?: string;
  displayName?: string;
  description: string;
}

const GO_TYPES: Record<Column['kind'], GoType> = {
  string: 'string',
  number: 'float64',
  integer: 'int64',
  boolean: 'bool',
  time: 'time.Time',
  json: 'json.RawMessage',
};

const FIELD_TYPES: Record<Column['kind'], FieldType> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  time: 'time',
  json: 'other',
};

/** The schema entry of one column. */
export function fieldOf(column: Column, labels?: Record<string, string>): FrameField {
  const config: Record<string, unknown> = {};
  if (column.displayName) {
    config.displayName = column.displayName;
  }
  if (column.unit) {
    config.unit = column.unit;
  }
  return {
    name: column.name,
    type: FIELD_TYPES[column.kind],
    typeInfo: { frame: GO_TYPES[column.kind], ...(column.nullable ? { nullable: true as const } : {}) },
    ...(labels ? { labels } : {}),
    ...(Object.keys(config).length > 0 ? { config } : {}),
  };
}

/**
 * A value as frame JSON can carry it. What JSON cannot say of a `number` goes into `entities`; in whole-number and time
 * columns it is simply missing, because the Go decoder panics at entities there.
 */
function toCell(kind: Column['kind'], value: unknown, row: number, entities: Required<FrameEntities>): unknown {
  if (value === undefined || value === null) {
    return null;
  }
  if (kind === 'number' || kind === 'integer' || kind === 'time') {
    const number = typeof value === 'number' ? value : Number(value);
    if (Number.isFinite(number)) {
      return kind === 'number' ? number : Math.round(number);
    }
    if (kind === 'number') {
      (Number.isNaN(number) ? entities.NaN : number > 0 ? entities.Inf : entities.NegInf).push(row);
      return NOT_JSON;
    }
    return null;
  }
  return value;
}

/** Marks a cell that is null in the values and named in `entities`, also where the column is not nullable. */
const NOT_JSON = Symbol('not JSON');

/**
 * Builds a frame from rows keyed by column name. A missing value in a column that is not nullable becomes the type's
 * empty value ('' / 0 / false), so that the Go decoder never meets a null it was not told of.
 */
export function buildFrame(
  name: string,
  columns: readonly Column[],
  rows: ReadonlyArray<Record<string, unknown>>,
  meta?: FrameMeta,
  refId?: string
): Frame {
  const entities: Array<FrameEntities | null> = [];
  let hasEntities = false;
  const values = columns.map((column) => {
    const found: Required<FrameEntities> = { NaN: [], Inf: [], NegInf: [] };
    const cells = rows.map((row, index) => {
      const cell = toCell(column.kind, row[column.name], index, found);
      if (cell === NOT_JSON) {
        return column.nullable ? null : 0;
      }
      return cell === null && !column.nullable ? emptyValue(column.kind) : cell;
    });
    const any = found.NaN.length + found.Inf.length + found.NegInf.length > 0;
    hasEntities ||= any;
    entities.push(any ? found : null);
    return cells;
  });
  return {
    schema: {
      name,
      ...(refId ? { refId } : {}),
      ...(meta ? { meta } : {}),
      fields: columns.map((column) => fieldOf(column)),
    },
    data: { values, ...(hasEntities ? { entities } : {}) },
  };
}

function emptyValue(kind: Column['kind']): unknown {
  switch (kind) {
    case 'string':
      return '';
    case 'boolean':
      return false;
    case 'json':
      return null;
    default:
      return 0;
  }
}
