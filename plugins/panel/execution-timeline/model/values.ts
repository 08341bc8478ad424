import type { DataFrame, Field } from '@grafana/data';

/** The first field whose name is one of `names`, in the order given, whatever its case. */
export function findField(frame: DataFrame, ...names: string[]): Field | undefined {
  for (const name of names) {
    const found = frame.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** A cell as text; '' where the field is absent or the cell empty. */
export function textAt(field: Field | undefined, row: number): string {
  const value: unknown = field?.values[row];
  if (typeof value === 'string') {
    return value;
  }
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A cell as a number; NaN where there is none. */
export function numberAt(field: Field | undefined, row: number): number {
  const value: unknown = field?.values[row];
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

/** Milliseconds in one unit of a number field that holds times: seconds, ms, µs and ns are told apart by their size. */
export function timeUnit(field: Field | undefined): number {
  if (!field || field.type === 'time') {
    return 1;
  }
  for (let row = 0; row < Math.min(field.values.length, 1000); row++) {
    const value = Math.abs(numberAt(field, row));
    if (value > 0 && Number.isFinite(value)) {
      // 1e9 s = 2001, 5e9 s = 2128: today's clock in each unit is three digits away from the next.
      return value >= 1e17 ? 1e-6 : value >= 1e14 ? 1e-3 : value >= 1e9 && value < 5e9 ? 1000 : 1;
    }
  }
  return 1;
}

/** Whether an end cell is empty: the span is still running. 0 is what some sources write for "not yet". */
export function isOpen(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === 0;
}

/** A cell as epoch ms: numbers in `unit` ms each, dates and ISO texts as they are; NaN where it is no time. */
export function timeAt(field: Field | undefined, row: number, unit: number): number {
  const value: unknown = field?.values[row];
  if (typeof value === 'number') {
    return value * unit;
  }
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    return Number.isNaN(number) ? Date.parse(value) : number * unit;
  }
  if (value instanceof Date) {
    return value.getTime();
  }
  return value !== null && typeof value === 'object' && 'valueOf' in value ? Number(value.valueOf()) : NaN;
}
