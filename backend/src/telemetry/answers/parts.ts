/** Least values that any answer may have, and bytes of a bound on answers for each value more. */
const LEAST = 1_000_000;
const BYTES_EACH = 6;

/**
 * How many values an answer may have whose bytes are bounded. Of real answers the densest, samples of
 * Prometheus, have one in six bytes; a text of `{},{},…` has one in one and a half, and takes thirty times its size when it is read.
 */
export const mostParts = (maxBytes: number): number => Math.max(LEAST, Math.floor(maxBytes / BYTES_EACH));

/** Brackets within brackets that an answer may have; of real ones the deepest, attributes within attributes, have some eighty. */
const MOST_DEPTH = 200;

/** What an answer has too much of, and where it begins to. */
export interface Excess {
  of: 'values' | 'depth';
  at: number;
}

/**
 * The first bracket or comma in a text of JSON that is one value too many, or one bracket too deep; undefined where there is
 * none. Exact as far as the text is JSON, and found at a quarter of what reading costs.
 */
export function excessIn(text: string, most: number): Excess | undefined {
  let count = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfText(text, at);
    } else if (code === COMMA) {
      if (++count > most) {
        return { of: 'values', at };
      }
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > MOST_DEPTH) {
        return { of: 'depth', at };
      }
      if (++count > most) {
        return { of: 'values', at };
      }
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      depth--;
    }
  }
  return undefined;
}

/** The quote that ends a text whose first quote is known; beyond the end where there is none. */
function endOfText(text: string, quote: number): number {
  let at = quote + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      return at;
    }
    if (code === BACKSLASH) {
      at++;
    }
  }
  return at;
}

/** Where the values of a text are too many; -1 where they are not. */
export function placeBeyond(text: string, most: number): number {
  const excess = text.length <= most ? undefined : excessIn(text, most);
  return excess?.of === 'values' ? excess.at : -1;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
