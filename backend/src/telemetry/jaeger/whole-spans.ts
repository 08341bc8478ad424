/**
 * The beginning of a trace in OTLP JSON that was cut while it came: what came up to its last whole span, closed as JSON.
 * Undefined where not one span is whole. Looks at the text only; half a span is left out, its attributes with it.
 */
export function wholeSpans(text: string): string | undefined {
  const open: Array<{ closer: string; spans: boolean }> = [];
  let key = '';
  let found: { end: number; closers: string } | undefined;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        if (end < 0) {
          return closed(text, found);
        }
        key = end - at < 20 ? text.slice(at + 1, end) : '';
        at = end;
        break;
      }
      case '{':
        open.push({ closer: '}', spans: false });
        break;
      case '[':
        open.push({ closer: ']', spans: key === 'spans' });
        break;
      case '}':
      case ']':
        open.pop();
        if (open.at(-1)?.spans) {
          found = { end: at + 1, closers: open.map(({ closer }) => closer).join('') };
        }
        break;
      case ',':
        key = '';
        break;
    }
  }
  return closed(text, found);
}

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
