import type { Field } from '@grafana/data';

/** The cell as trimmed text; empty for what has none (null, NaN, objects). */
export function textAt(field: Field | undefined, row: number): string {
  const value: unknown = field?.values[row];
  if (typeof value === 'string') {
    return value.trim();
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : '';
  }
  return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : '';
}

/** The cell as a finite number, or null. */
export function numberAt(field: Field | undefined, row: number): number | null {
  const value: unknown = field?.values[row];
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') {
    return null;
  }
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** The cell as a yes or no; null where it says neither. Accepts what JSON and CSV sources send: true, 1, "true", "yes". */
export function flagAt(field: Field | undefined, row: number): boolean | null {
  const value: unknown = field?.values[row];
  if (typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return Number.isNaN(value) ? null : value !== 0;
  }
  if (typeof value === 'string') {
    const word = value.trim().toLowerCase();
    return word === '' ? null : word === 'true' || word === 'yes' || word === '1';
  }
  return null;
}

/** A list of ids from an array, a JSON array in text, or text separated by commas. */
export function idsAt(field: Field | undefined, row: number): string[] {
  const value: unknown = field?.values[row];
  if (Array.isArray(value)) {
    return cleanIds(value);
  }
  if (typeof value === 'number') {
    return cleanIds([value]);
  }
  if (typeof value !== 'string') {
    return [];
  }
  if (value.trimStart().startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(value);
      return Array.isArray(parsed) ? cleanIds(parsed) : [];
    } catch {
      return cleanIds(value.replaceAll(/[[\]"]/g, '').split(','));
    }
  }
  return cleanIds(value.split(','));
}

function cleanIds(values: unknown[]): string[] {
  return values
    .filter((value) => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)))
    .map((value) => String(value).trim())
    .filter((id) => id !== '');
}
