/** Nesting of a trace with values within values; what is deeper is no trace. */
const MOST_DEEP = 200;

/**
 * The beginning of a trace in OTLP JSON that was cut while it came: what came up to its last whole span, closed as JSON.
 * Undefined where not one span is whole. Looks at the text only; half a span is left out, its attributes with it.
 */
export function wholeSpans(text: string): string | undefined {
  /** Closing brackets of what is open, and whether it is a list of spans. */
  const open: Array<{ closer: string; spans: boolean }> = [];
  let key = '';
  let found: { end: number; closers: string } | undefined;
  for (let at = 0; at < text.length && open.length <= MOST_DEEP; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (end < 0) {
          return closed(text, found);
        }
        key = end - at < 20 ? text.slice(at + 1, end) : '';
        at = end;
        break;
      }
      case 0x7b /* { */:
        open.push(OBJECT);
        break;
      case 0x5b /* [ */:
        open.push(key === 'spans' ? SPANS : LIST);
        break;
      case 0x7d /* } */:
      case 0x5d /* ] */:
        open.pop();
        if (open.at(-1)?.spans) {
          found = { end: at + 1, closers: open.map(({ closer }) => closer).join('') };
        }
        break;
      case 0x2c /* , */:
        key = '';
        break;
    }
  }
  return closed(text, found);
}

const QUOTE = 0x22;
const OBJECT = { closer: '}', spans: false };
const LIST = { closer: ']', spans: false };
const SPANS = { closer: ']', spans: true };

function closed(text: string, found: { end: number; closers: string } | undefined): string | undefined {
  return found && text.slice(0, found.end) + [...found.closers].reverse().join('');
}

/** Where a string that begins at a quote ends; -1 where it does not. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') {
      slashes++;
    }
    if (slashes % 2 === 0) {
      return end;
    }
  }
  return -1;
}
