import { EngineError } from '../../types.ts';

const MAX_PATTERN = 512;
/** Label values longer than this are matched by their beginning only. */
const MAX_SUBJECT = 4096;

/**
 * A test for whole values, as PromQL anchors its matchers. RE2 syntax, linear time: no pattern can hang a reader.
 * Throws an EngineError that says what is wrong with the pattern. The library is loaded on first use only.
 */
export async function anchoredTest(pattern: string): Promise<(value: string) => boolean> {
  if (pattern.length > MAX_PATTERN) {
    throw new EngineError(`The regular expression is longer than ${MAX_PATTERN} characters.`, 'downstream', 400);
  }
  const { RE2JS } = await import('re2js');
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
    return (value) => compiled.matches(value.length > MAX_SUBJECT ? value.slice(0, MAX_SUBJECT) : value);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineError(`The regular expression "${pattern}" cannot be read: ${why}.`, 'downstream', 400);
  }
}
