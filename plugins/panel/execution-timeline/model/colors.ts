import type { DataFrame, Field } from '@grafana/data';
import { STATUS_STYLES, type StatusShape } from '../../../shared/status.ts';
import { KINDS, KIND_LABELS, STATUSES } from './codes.ts';
import type { SpanTable } from './span-table.ts';
import { findField, textAt } from './values.ts';

export type ColorBy = 'status' | 'agent' | 'model' | 'kind' | 'task' | 'name' | 'field';

export interface LegendItem {
  key: string;
  label: string;
  color: string;
  shape?: StatusShape;
  count: number;
}

export interface Colors {
  colorOf: (span: number) => string;
  /** The legend item a span belongs to. */
  keyOf: (span: number) => string;
  legend: LegendItem[];
}

export interface ColorSource {
  table: SpanTable;
  frames: readonly DataFrame[];
  colorBy: ColorBy;
  /** Name of the field for `colorBy: 'field'`. */
  fieldName?: string;
  /** CSS colour of a Grafana colour name. */
  resolve: (name: string) => string;
  palette: readonly string[];
  /** Colour of spans that have no value. */
  neutral: string;
}

/** Distinct values that get a colour of their own; later ones share the neutral one, so that a field of ids cannot fill memory. */
const MOST_VALUES = 2000;

/** How bars are coloured, and the legend of it. Value mappings and thresholds of the field win over the built-in colours. */
export function createColors(source: ColorSource): Colors {
  const { table, frames } = source;
  const fieldName = source.colorBy === 'field' ? (source.fieldName ?? '') : fieldFor(source.colorBy);
  const fields = frames.map((frame) => (fieldName === '' ? undefined : findField(frame, fieldName)));
  const styled = fields.some((field) => field !== undefined && hasOwnColors(field));
  if (source.colorBy === 'status' && !styled) {
    return statusColors(source);
  }
  const items = new Map<unknown, LegendItem>();
  const codes = new Uint16Array(table.count);
  const list: LegendItem[] = [{ key: '', label: 'No value', color: source.neutral, count: 0 }];
  const codeByValue = new Map<unknown, number>();
  for (let i = 0; i < table.count; i++) {
    const field = fields[table.frame[i]!];
    const value: unknown = field ? field.values[table.row[i]!] : columnValue(table, source.colorBy, i);
    let code = codeByValue.get(value);
    if (code === undefined) {
      code = 0;
      if (value !== '' && value !== null && value !== undefined && list.length < MOST_VALUES) {
        const item = itemFor(value, field, list.length, source, table, i);
        // Values shown as the same text (mapped, rounded) are one item.
        const known = items.get(item.key);
        code = known ? list.indexOf(known) : list.length;
        if (!known) {
          items.set(item.key, item);
          list.push(item);
        }
      }
      codeByValue.set(value, code);
    }
    codes[i] = code;
    list[code]!.count++;
  }
  return {
    colorOf: (span) => list[codes[span]!]!.color,
    keyOf: (span) => list[codes[span]!]!.key,
    legend: list.filter((item) => item.count > 0).sort((a, b) => Number(a.key === '') - Number(b.key === '')),
  };
}

function fieldFor(colorBy: ColorBy): string {
  return colorBy === 'task' ? 'taskId' : colorBy;
}

/** Whether the field's own configuration says what colour a value has. */
function hasOwnColors(field: Field): boolean {
  const mode = field.config.color?.mode;
  return (field.config.mappings?.length ?? 0) > 0 || field.type === 'number' || mode === 'fixed' || mode === 'shades';
}

function columnValue(table: SpanTable, colorBy: ColorBy, span: number): unknown {
  switch (colorBy) {
    case 'agent':
      return table.agent[span];
    case 'model':
      return table.model[span];
    case 'task':
      return table.taskId[span];
    case 'kind':
      return KIND_LABELS[KINDS[table.kind[span]!] ?? 'span'];
    case 'name':
      return table.name[span];
    case 'status':
      return STATUSES[table.status[span]!];
    default:
      return '';
  }
}

function itemFor(
  value: unknown,
  field: Field | undefined,
  index: number,
  source: ColorSource,
  table: SpanTable,
  span: number
): LegendItem {
  const shown = field?.display?.(value);
  const label = shown
    ? `${shown.prefix ?? ''}${shown.text}${shown.suffix ?? ''}`
    : textAt(field, table.row[span]!) || String(value);
  const own = field && hasOwnColors(field) && shown?.color;
  const color = own ? shown.color! : source.palette[(index - 1) % source.palette.length]!;
  const shape = source.colorBy === 'status' ? STATUS_STYLES[STATUSES[table.status[span]!]!].shape : undefined;
  return { key: label, label, color, shape, count: 0 };
}

function statusColors(source: ColorSource): Colors {
  const { table } = source;
  const counts = new Int32Array(STATUSES.length);
  for (let i = 0; i < table.count; i++) {
    counts[table.status[i]!]!++;
  }
  const colors = STATUSES.map((status) => source.resolve(STATUS_STYLES[status].color));
  const legend = STATUSES.map((status, code) => ({
    key: status,
    label: STATUS_STYLES[status].label,
    color: colors[code]!,
    shape: STATUS_STYLES[status].shape,
    count: counts[code]!,
  }));
  return {
    colorOf: (span) => colors[table.status[span]!]!,
    keyOf: (span) => STATUSES[table.status[span]!]!,
    legend: legend.filter((item) => item.count > 0).reverse(),
  };
}
