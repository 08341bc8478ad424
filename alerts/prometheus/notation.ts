/** Samples in the notation of promtool's `input_series`: runs of equal distance as `a+bxn`, gaps as `_`, an end as `stale`. */
export function notation(values: ReadonlyArray<number | undefined>): string {
  const parts: string[] = [];
  for (let at = 0; at < values.length;) {
    const value = values[at];
    if (value === undefined) {
      let end = at;
      while (end < values.length && values[end] === undefined) {
        end += 1;
      }
      parts.push(at === 0 ? `_x${end - at}` : ['stale', ...(end - at > 1 ? [`_x${end - at - 1}`] : [])].join(' '));
      at = end;
      continue;
    }
    const step = (values[at + 1] ?? NaN) - value;
    let end = at + 1;
    while (end < values.length && values[end] !== undefined && values[end]! - values[end - 1]! === step) {
      end += 1;
    }
    const more = end - at - 1;
    parts.push(more === 0 ? String(value) : step < 0 ? `${value}-${-step}x${more}` : `${value}+${step}x${more}`);
    at = end;
  }
  return parts.join(' ');
}
