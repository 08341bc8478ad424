export interface Slice {
  label: string;
  text: string;
  color: string;
  from: number;
  to: number;
}

/** Slices in the order of the data; shares of nothing (zero, negative, not a number) are left out. */
export function toSlices(values: Array<{ label: string; text: string; color: string; numeric: number }>): Slice[] {
  const shown = values.filter(({ numeric }) => numeric > 0 && Number.isFinite(numeric));
  const total = shown.reduce((sum, { numeric }) => sum + numeric, 0);
  let angle = 0;
  return shown.map(({ label, text, color, numeric }) => {
    const from = angle;
    angle += (numeric / total) * 2 * Math.PI;
    return { label, text, color, from, to: angle };
  });
}
