import { type GoType } from './frames.ts';

/**
 * Says what Grafana's Go decoder (grafana-plugin-sdk-go `data/frame_json.go`, `backend/json.go`) would refuse, panic at or
 * read wrongly in an answer. Works on parsed JSON, whose key order is the order in the text. Used by the tests of every part.
 */

const RESULT_KEYS = ['status', 'frames', 'error', 'errorSource'];
const SCHEMA_KEYS = ['name', 'refId', 'meta', 'fields'];
const META_KEYS = [
  'type',
  'typeVersion',
  'custom',
  'notices',
  'preferredVisualisationType',
  'executedQueryString',
  'channel',
];
const FIELD_KEYS = ['name', 'type', 'typeInfo', 'labels', 'config'];
const CONFIG_KEYS = [
  'displayName',
  'displayNameFromDS',
  'description',
  'unit',
  'decimals',
  'min',
  'max',
  'custom',
  'links',
];
const SIMPLE_TYPES: Record<GoType, string> = {
  string: 'string',
  float64: 'number',
  int64: 'number',
  bool: 'boolean',
  'time.Time': 'time',
  'json.RawMessage': 'other',
};

type Json = Record<string, unknown>;
type Report = (path: string, problem: string) => void;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function knownKeys(value: Json, allowed: readonly string[], path: string, report: Report): void {
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key)) {
      report(`${path}.${key}`, `is not a key the decoder knows (${allowed.join(', ')})`);
    }
  }
}

function cellProblem(type: GoType, nullable: boolean, cell: unknown): string | undefined {
  if (cell === null) {
    return nullable || type === 'json.RawMessage' ? undefined : 'is null in a column that is not nullable';
  }
  switch (type) {
    case 'string':
      return typeof cell === 'string' ? undefined : 'is not a string';
    case 'bool':
      return typeof cell === 'boolean' ? undefined : 'is not true or false';
    case 'float64':
      return typeof cell === 'number' && Number.isFinite(cell) ? undefined : 'is not a number';
    case 'int64':
    case 'time.Time':
      return Number.isSafeInteger(cell) ? undefined : 'is not a whole number';
    default:
      return cell === undefined ? 'is undefined' : undefined;
  }
}

function checkField(field: unknown, path: string, report: Report): { type: GoType; nullable: boolean } | undefined {
  if (!isObject(field)) {
    report(path, 'is not an object');
    return undefined;
  }
  knownKeys(field, FIELD_KEYS, path, report);
  if (typeof field.name !== 'string') {
    report(`${path}.name`, 'is not a string');
  }
  const info = field.typeInfo;
  if (!isObject(info) || typeof info.frame !== 'string' || !(info.frame in SIMPLE_TYPES)) {
    report(`${path}.typeInfo.frame`, 'is missing or unknown: the decoder would panic');
    return undefined;
  }
  knownKeys(info, ['frame', 'nullable'], `${path}.typeInfo`, report);
  const type = info.frame as GoType;
  if (field.type !== SIMPLE_TYPES[type]) {
    report(`${path}.type`, `is ${String(field.type)}, but ${type} is ${SIMPLE_TYPES[type]}`);
  }
  if (field.labels !== undefined) {
    const labels = field.labels;
    if (!isObject(labels) || Object.values(labels).some((value) => typeof value !== 'string')) {
      report(`${path}.labels`, 'must map names to strings');
    }
  }
  if (field.config !== undefined) {
    if (isObject(field.config)) {
      knownKeys(field.config, CONFIG_KEYS, `${path}.config`, report);
    } else {
      report(`${path}.config`, 'is not an object');
    }
  }
  return { type, nullable: info.nullable === true };
}

function checkMeta(meta: unknown, path: string, report: Report): void {
  if (!isObject(meta)) {
    report(path, 'is not an object');
    return;
  }
  knownKeys(meta, META_KEYS, path, report);
  const notices = meta.notices ?? [];
  if (!Array.isArray(notices)) {
    report(`${path}.notices`, 'is not an array');
    return;
  }
  notices.forEach((notice: unknown, index) => {
    if (!isObject(notice) || typeof notice.text !== 'string' || notice.text === '') {
      report(`${path}.notices[${index}].text`, 'is missing');
    } else if (!['info', 'warning', 'error'].includes(String(notice.severity))) {
      report(`${path}.notices[${index}].severity`, 'must be info, warning or error');
    }
  });
}

function checkEntities(
  entities: unknown,
  fields: Array<{ type: GoType } | undefined>,
  rows: number,
  path: string,
  report: Report
): void {
  if (!Array.isArray(entities)) {
    report(path, 'is not an array');
    return;
  }
  entities.forEach((entry: unknown, index) => {
    if (entry === null) {
      return;
    }
    if (!isObject(entry)) {
      report(`${path}[${index}]`, 'is neither null nor an object');
      return;
    }
    knownKeys(entry, ['NaN', 'Inf', 'NegInf'], `${path}[${index}]`, report);
    const places = Object.values(entry).flat();
    if (places.some((place) => !Number.isInteger(place) || (place as number) < 0 || (place as number) >= rows)) {
      report(`${path}[${index}]`, 'points outside the rows');
    }
    if (places.length > 0 && fields[index]?.type !== 'float64') {
      report(`${path}[${index}]`, 'belongs to a column that is not float64: the decoder would panic');
    }
  });
}

/** What is wrong with one frame; empty where nothing is. */
export function checkFrame(frame: unknown, path = 'frame'): string[] {
  const problems: string[] = [];
  const report: Report = (where, problem) => problems.push(`${where} ${problem}`);
  if (!isObject(frame)) {
    return [`${path} is not an object`];
  }
  if (Object.keys(frame).join() !== 'schema,data') {
    return [`${path} must have the keys schema and data, in this order; it has ${Object.keys(frame).join(', ')}`];
  }
  const { schema, data } = frame;
  if (!isObject(schema) || !Array.isArray(schema.fields)) {
    return [`${path}.schema.fields is missing`];
  }
  if (!isObject(data) || !Array.isArray(data.values)) {
    return [`${path}.data.values is missing`];
  }
  knownKeys(schema, SCHEMA_KEYS, `${path}.schema`, report);
  knownKeys(data, ['values', 'entities', 'nanos'], `${path}.data`, report);
  if (schema.meta !== undefined) {
    checkMeta(schema.meta, `${path}.schema.meta`, report);
  }
  const fields = schema.fields.map((field: unknown, index) =>
    checkField(field, `${path}.schema.fields[${index}]`, report)
  );
  const columns = data.values as unknown[];
  if (columns.length !== fields.length) {
    report(`${path}.data.values`, `has ${columns.length} columns for ${fields.length} fields`);
  }
  const rows = Array.isArray(columns[0]) ? columns[0].length : 0;
  columns.forEach((column, index) => {
    if (!Array.isArray(column)) {
      report(`${path}.data.values[${index}]`, 'is not an array');
      return;
    }
    if (column.length !== rows) {
      report(`${path}.data.values[${index}]`, `has ${column.length} values, the first column ${rows}`);
    }
    const field = fields[index];
    const bad = field ? column.findIndex((cell: unknown) => cellProblem(field.type, field.nullable, cell)) : -1;
    if (field && bad >= 0) {
      report(`${path}.data.values[${index}][${bad}]`, cellProblem(field.type, field.nullable, column[bad]) ?? '');
    }
  });
  if (data.entities !== undefined) {
    checkEntities(data.entities, fields, rows, `${path}.data.entities`, report);
  }
  return problems;
}

/** What is wrong with a whole answer (`{results: {A: {status, frames}}}`); empty where nothing is. */
export function checkAnswer(answer: unknown): string[] {
  const problems: string[] = [];
  const report: Report = (where, problem) => problems.push(`${where} ${problem}`);
  if (!isObject(answer) || Object.keys(answer).join() !== 'results' || !isObject(answer.results)) {
    return ['the answer must have the one key results, an object'];
  }
  for (const [refId, result] of Object.entries(answer.results)) {
    const path = `results.${refId}`;
    if (!isObject(result)) {
      report(path, 'is not an object');
      continue;
    }
    knownKeys(result, RESULT_KEYS, path, report);
    if (!Number.isInteger(result.status)) {
      report(`${path}.status`, 'is not a whole number');
    }
    if (result.errorSource !== undefined && !['plugin', 'downstream'].includes(String(result.errorSource))) {
      report(`${path}.errorSource`, 'must be plugin or downstream');
    }
    if (result.error === undefined && !Array.isArray(result.frames)) {
      report(path, 'has neither frames nor an error');
    }
    if (Array.isArray(result.frames)) {
      result.frames.forEach((frame, index) => problems.push(...checkFrame(frame, `${path}.frames[${index}]`)));
    }
  }
  return problems;
}
