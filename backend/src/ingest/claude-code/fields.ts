/**
 * Lenient reading: the same field arrives as a number, as text or as a boolean, depending on the version and on the signal.
 */

type Fields = Record<string, unknown>;

/** A finite number, also from text; undefined for anything else. */
export function num(fields: Fields, ...names: string[]): number | undefined {
  for (const name of names) {
    const value = fields[name];
    const number =
      typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
    if (Number.isFinite(number)) {
      return number;
    }
  }
  return undefined;
}

/** A number of things: at least 0 and whole; 0 where nothing is said. */
export function count(fields: Fields, ...names: string[]): number {
  return Math.max(0, Math.round(num(fields, ...names) ?? 0));
}

/** Text that is not empty (numbers as text); undefined for anything else. */
export function text(fields: Fields, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') {
      return value;
    }
    if (typeof value === 'number') {
      return String(value);
    }
  }
  return undefined;
}

/** true and false, also as text and as 1 and 0. */
export function flag(fields: Fields, ...names: string[]): boolean | undefined {
  for (const name of names) {
    const value = fields[name];
    if (value === true || value === 'true' || value === 1 || value === '1') {
      return true;
    }
    if (value === false || value === 'false' || value === 0 || value === '0') {
      return false;
    }
  }
  return undefined;
}

/** The object without the fields that are undefined. */
export function defined<T extends object>(fields: T): T {
  const copy = {} as Record<string, unknown>;
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) {
      copy[key] = value;
    }
  }
  return copy as T;
}

/** Longest error text that goes into an event; the whole of it is in the log line. */
const LONGEST_ERROR = 300;

/** An error in one line. */
export function shortError(error: string | undefined): string | undefined {
  const line = error?.trim().split('\n', 1)[0] ?? '';
  return line === '' ? undefined : line.length > LONGEST_ERROR ? `${line.slice(0, LONGEST_ERROR)}…` : line;
}
