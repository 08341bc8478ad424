/** Begins each series but the first; within a text its quotes would be escaped. */
const NEXT = ',{"metric":';
const END = ']}}';

/**
 * The beginning of an answer that has more than `most` series, or that was `cut` while it came: whole series, closed as
 * JSON. Undefined where the answer is fine as it is, or no answer with series. Looks at the text only: what is left out costs
 * no memory.
 */
export function firstSeries(text: string, most: number, cut: boolean): { text: string; series: number } | undefined {
  let series = text.includes('{"metric":') ? 1 : 0;
  let end = -1;
  for (let at = text.indexOf(NEXT); at >= 0; at = text.indexOf(NEXT, at + NEXT.length)) {
    end = at;
    if (series === most) {
      return { text: text.slice(0, at) + END, series };
    }
    series++;
  }
  return cut && end > 0 ? { text: text.slice(0, end) + END, series: series - 1 } : undefined;
}
