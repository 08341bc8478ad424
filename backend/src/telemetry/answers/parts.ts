/** Least values that any answer may have, and bytes of a bound on answers for each value more. */
const LEAST = 1_000_000;
const BYTES_EACH = 6;

/**
 * How many values an answer may have whose bytes are bounded. Of real answers the densest, samples of
 * Prometheus, have one in six bytes; a text of `{},{},…` has one in one and a half, and takes thirty times its size when it is read.
 */
export const mostParts = (maxBytes: number): number => Math.max(LEAST, Math.floor(maxBytes / BYTES_EACH));

/**
 * Where in a text of JSON the bracket or comma stands that is one too many; -1 where there are no more than `most`. Those
 * within texts count, too: it is a bound on what reading may cost, found at a tenth of that cost.
 */
export function placeBeyond(text: string, most: number): number {
  if (text.length <= most) {
    return -1;
  }
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code === COMMA || code === BRACKET || code === BRACE) && ++count > most) {
      return at;
    }
  }
  return -1;
}

const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACE = 0x7b;
