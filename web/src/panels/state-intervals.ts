export interface Interval {
  from: number;
  to: number;
  text: string;
  color: string;
}

/** Runs of one value: each lasts until the next different one, the last until `end` (epoch ms). Nulls are gaps. */
export function toIntervals(
  times: number[],
  values: unknown[],
  end: number,
  show: (value: unknown) => { text: string; color: string }
) {
  const intervals: Interval[] = [];
  for (let row = 0; row < times.length; row++) {
    const value = values[row];
    const from = times[row]!;
    const to = times[row + 1] ?? Math.max(end, from);
    const last = intervals.at(-1);
    if (value === null || value === undefined) {
      continue;
    }
    if (last && row > 0 && values[row - 1] === value && last.to === from) {
      last.to = to;
    } else {
      intervals.push({ from, to, ...show(value) });
    }
  }
  return intervals;
}
