import { type LabelFilter } from '#contract/queries.ts';
import { anchoredTest } from './safe-regex.ts';

/** Gives a label's value, or undefined where there is none. */
export type LabelLookup = (label: string) => string | undefined;
export type LabelMatcher = (lookup: LabelLookup) => boolean;

/** Most distinct values remembered per pattern. */
const MEMORY = 10_000;

/**
 * All filters in one test. As in PromQL a missing label equals the empty text: `!=` and `!~` hold for it, and
 * `=` holds only for ''. Throws an EngineError for a pattern that cannot be read.
 */
export async function labelMatcher(filters: readonly LabelFilter[]): Promise<LabelMatcher> {
  const tests = await Promise.all(filters.map(one));
  return (lookup) => tests.every((test) => test(lookup));
}

async function one(filter: LabelFilter): Promise<LabelMatcher> {
  const { label, op, value } = filter;
  if (op === '=') {
    return (lookup) => (lookup(label) ?? '') === value;
  }
  if (op === '!=') {
    return (lookup) => (lookup(label) ?? '') !== value;
  }
  const test = remember(await anchoredTest(value));
  const wanted = op === '=~';
  return (lookup) => test(lookup(label) ?? '') === wanted;
}

function remember(test: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    let answer = known.get(value);
    if (answer === undefined) {
      answer = test(value);
      if (known.size < MEMORY) {
        known.set(value, answer);
      }
    }
    return answer;
  };
}
