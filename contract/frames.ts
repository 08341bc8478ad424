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
  /** Where a panel takes it: as points above the lines instead of lines. */
  dataTopic?: 'annotations';
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

/** What a column of `number` cannot say in JSON: places of NaN and infinities; null where there are none. */
interface BuiltColumn {
  cells: unknown[];
  entities: FrameEntities | null;
}

type Row = Readonly<Record<string, unknown>>;

/** Texts, booleans and JSON as they are. */
function plainCells({ name, kind, nullable }: Column, rows: readonly Row[]): unknown[] {
  const empty = nullable ? null : emptyValue(kind);
  const cells = new Array<unknown>(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    cells[at] = rows[at]![name] ?? empty;
  }
  return cells;
}

/** Whole numbers and times. What is none is missing: the Go decoder panics at entities of these columns. */
function wholeCells({ name, kind, nullable }: Column, rows: readonly Row[]): unknown[] {
  const empty = nullable ? null : emptyValue(kind);
  const cells = new Array<unknown>(rows.length);
  for (let at = 0; at < rows.length; at += 1) {
    const value = rows[at]![name] ?? Number.NaN;
    const number = typeof value === 'number' ? value : Number(value);
    cells[at] = Number.isFinite(number) ? Math.round(number) : empty;
  }
  return cells;
}

function numberColumn({ name, nullable }: Column, rows: readonly Row[]): BuiltColumn {
  const empty = nullable ? null : 0;
  const cells = new Array<unknown>(rows.length);
  let entities: Required<FrameEntities> | null = null;
  for (let at = 0; at < rows.length; at += 1) {
    const value = rows[at]![name];
    const number =
      typeof value === 'number' ? value : value === undefined || value === null ? undefined : Number(value);
    if (number === undefined || Number.isFinite(number)) {
      cells[at] = number ?? empty;
    } else {
      cells[at] = empty;
      entities ??= { NaN: [], Inf: [], NegInf: [] };
      (Number.isNaN(number) ? entities.NaN : number > 0 ? entities.Inf : entities.NegInf).push(at);
    }
  }
  return { cells, entities };
}

function buildColumn(column: Column, rows: readonly Row[]): BuiltColumn {
  switch (column.kind) {
    case 'number':
      return numberColumn(column, rows);
    case 'integer':
    case 'time':
      return { cells: wholeCells(column, rows), entities: null };
    default:
      return { cells: plainCells(column, rows), entities: null };
  }
}

/**
 * Builds a frame from rows keyed by column name. A missing value in a column that is not nullable becomes the type's
 * empty value ('' / 0 / false), so that the Go decoder never meets a null it was not told of.
 */
export function buildFrame(
  name: string,
  columns: readonly Column[],
  rows: readonly Row[],
  meta?: FrameMeta,
  refId?: string
): Frame {
  const built = columns.map((column) => buildColumn(column, rows));
  const hasEntities = built.some(({ entities }) => entities !== null);
  return {
    schema: {
      name,
      ...(refId ? { refId } : {}),
      ...(meta ? { meta } : {}),
      fields: columns.map((column) => fieldOf(column)),
    },
    data: {
      values: built.map(({ cells }) => cells),
      ...(hasEntities ? { entities: built.map(({ entities }) => entities) } : {}),
    },
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
