/** Widths of characters in px, measured once each. */
export type Measure = (char: string) => number;

/** A measure that asks `slow` once for each character. */
export function rememberWidths(slow: (text: string) => number): Measure {
  const known = new Map<string, number>();
  return (char) => {
    let width = known.get(char);
    if (width === undefined) {
      width = slow(char);
      known.set(char, width);
    }
    return width;
  };
}

/** As much of a text as fits into `width` px, with an ellipsis where it was cut; '' where fewer than two letters would. */
export function fitText(text: string, width: number, measure: Measure): string {
  const dots = measure('…');
  let used = 0;
  let cut = 0;
  let letters = 0;
  for (const char of text) {
    used += measure(char);
    if (used > width) {
      return letters < 2 ? '' : `${text.slice(0, cut).trimEnd()}…`;
    }
    if (used + dots <= width) {
      cut += char.length;
      letters++;
    }
  }
  return text;
}

/** The width of a text as a sum of its characters. */
export function textWidth(text: string, measure: Measure): number {
  let width = 0;
  for (const char of text) {
    width += measure(char);
  }
  return width;
}
