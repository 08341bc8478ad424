/** Room the cache of fitted texts may take before it starts anew. */
const CACHE_LIMIT = 30_000;
const cache = new Map<string, string[]>();

export type Measure = (text: string) => number;

/**
 * Breaks a text into at most `lines` lines of `width`, between words where possible; what does not fit ends in an
 * ellipsis. `measure` answers in the same unit as `width`.
 */
export function fitText(text: string, width: number, lines: number, measure: Measure): string[] {
  const words = text.split(/\s+/).filter(Boolean);
  const out: string[] = [];
  let line = '';
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const longer = line === '' ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (out.length + 1 >= lines || (line === '' && out.length + 1 >= lines)) {
      out.push(cut([line, ...words.slice(at)].filter(Boolean).join(' '), width, measure));
      return out;
    }
    if (line === '') {
      // One word longer than a line: broken where the line ends.
      const fits = longestPrefix(word, width, measure);
      out.push(word.slice(0, fits));
      words[at] = word.slice(fits);
    } else {
      out.push(line);
    }
    line = '';
    at--;
  }
  if (line !== '') {
    out.push(line);
  }
  return out;
}

function cut(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) {
    return text;
  }
  const fits = longestPrefix(text, width - measure('…'), measure);
  return `${text.slice(0, fits).trimEnd()}…`;
}

/** At least one character, so that breaking words always gets on. */
function longestPrefix(text: string, width: number, measure: Measure): number {
  let low = 1;
  let high = Math.max(1, text.length);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(text.slice(0, middle)) <= width) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  // Not between the halves of one character outside the basic plane.
  const code = text.charCodeAt(low - 1);
  return low > 1 && code >= 0xd800 && code <= 0xdbff ? low - 1 : low;
}

/** `fitText` on a canvas, remembered: measuring is the dearest part of drawing text. Sets the context's font. */
export function fittedLines(
  context: CanvasRenderingContext2D,
  text: string,
  font: string,
  width: number,
  lines: number
): string[] {
  const short = text.length > 300 ? text.slice(0, 300) : text;
  const key = `${font}|${Math.round(width)}|${lines}|${short}`;
  let found = cache.get(key);
  if (context.font !== font) {
    context.font = font;
  }
  if (found === undefined) {
    found = fitText(short, width, lines, (part) => context.measureText(part).width);
    if (cache.size > CACHE_LIMIT) {
      cache.clear();
    }
    cache.set(key, found);
  }
  return found;
}
