import { type Frame } from '#contract/frames.ts';

/** Values may differ by this much of the larger, beside 1e-6. */
const TOLERANCE = 1e-6;

/** What goes on while one asks: how long so far, ms. Both are asked within this of each other. */
const GOES_ON: Record<string, number> = { at: 10_000, durationMs: 10_000, lastSeenAt: 10_000 };

/** Names a frame among those of one answer: its name, and the labels of its series. */
function nameOf({ schema }: Frame): string {
  const labels = schema.fields.map((field) => field.labels).find((one) => one !== undefined) ?? {};
  return `${schema.name ?? ''} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

/**
 * Every place where two answers differ, in words. `ignored`: fields whose values are each engine's own. Rows are put in the
 * order of their texts first: two lines of the same moment have no order.
 */
export function frameDifferences(
  ours: readonly Frame[],
  theirs: readonly Frame[],
  ignored: ReadonlySet<string>
): string[] {
  const found: string[] = [];
  const [left, right] = [byName(ours), byName(theirs)];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const [a, b] = [left.get(name), right.get(name)];
    if (!a || !b) {
      found.push(`${name}: only in the answer of ${a ? 'the embedded store' : 'the servers'}`);
      continue;
    }
    const fields = (frame: Frame) => frame.schema.fields.map(({ name: field, type }) => `${field}:${type}`).join();
    if (fields(a) !== fields(b)) {
      found.push(`${name}: fields ${fields(a)} and ${fields(b)}`);
      continue;
    }
    found.push(...rowDifferences(name, namesOf(a, ignored), rowsOf(a, ignored), rowsOf(b, ignored)));
  }
  return found;
}

const byName = (frames: readonly Frame[]) => new Map(frames.map((frame) => [nameOf(frame), frame]));

const namesOf = ({ schema }: Frame, ignored: ReadonlySet<string>) =>
  schema.fields.map(({ name }) => name).filter((name) => !ignored.has(name));

function rowsOf({ schema, data }: Frame, ignored: ReadonlySet<string>): unknown[][] {
  const columns = data.values.filter((_, i) => !ignored.has(schema.fields[i]!.name));
  const rows = (columns[0] ?? []).map((_, i) => columns.map((column) => column[i] ?? null));
  const sortKey = (row: unknown[]) => JSON.stringify(row.filter((value) => typeof value !== 'number' || value > 1e11));
  return rows
    .map((row): [string, unknown[]] => [sortKey(row), row])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, row]) => row);
}

function rowDifferences(name: string, fields: string[], left: unknown[][], right: unknown[][]): string[] {
  if (left.length !== right.length) {
    return [`${name}: ${left.length} rows and ${right.length} rows`];
  }
  return left.flatMap((row, i) =>
    row.flatMap((value, k) => {
      const other = right[i]?.[k];
      return alike(value, other, GOES_ON[fields[k]!] ?? 0)
        ? []
        : [`${name}: row ${i}, ${fields[k]}: ${shown(value)} and ${shown(other)}`];
    })
  );
}

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 120);

function alike(a: unknown, b: unknown, apart: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) <= apart + TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
  }
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Keys of objects have no order. */
function sorted(value: unknown): unknown {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
}
