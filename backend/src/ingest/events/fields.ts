/** Checks that both kinds of records share. Each answers with a sentence, or with undefined where nothing is wrong. */

type Fields = Record<string, unknown>;

const LONGEST_NAME = 512;
const LAST_MOMENT = 8.64e15;

/** Names a field that the record may not have. */
export function unknownField(record: Fields, allowed: ReadonlySet<string>): string | undefined {
  for (const name in record) {
    if (!allowed.has(name)) {
      return `${name.slice(0, 100)}: this field is not known here; one of ${[...allowed].join(', ')} was expected`;
    }
  }
  return undefined;
}

/** Optional short texts: present and empty is wrong, too. */
export function nameProblem(record: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = record[name];
    if (value !== undefined && (typeof value !== 'string' || value === '' || value.length > LONGEST_NAME)) {
      return `${name}: a text of 1 to ${LONGEST_NAME} characters was expected`;
    }
  }
  return undefined;
}

const ISO = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** Epoch ms of a number or an ISO 8601 text; NaN for anything else. */
export function momentOf(value: unknown): number {
  if (typeof value === 'number') {
    return value >= 0 && value <= LAST_MOMENT ? value : NaN;
  }
  if (typeof value !== 'string' || !ISO.test(value)) {
    return NaN;
  }
  const at = Date.parse(value);
  return at >= 0 ? at : NaN;
}

export const MOMENT_PROBLEM = 'at: epoch milliseconds or an ISO 8601 time with its zone was expected';

/** Whether it is an object and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The origin fields a record has. */
export function originIn(record: Fields): Record<string, string> {
  const origin: Record<string, string> = {};
  for (const name of ORIGIN) {
    const value = record[name];
    if (typeof value === 'string') {
      origin[name] = value;
    }
  }
  return origin;
}
const ORIGIN = ['project', 'tag', 'run', 'taskId', 'session', 'service'] as const;
