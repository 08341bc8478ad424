import type { Field } from '@grafana/data';

/** No value mapping can match this text by accident. */
const UNMAPPED = '\u0000unmapped';

/**
 * Colour a value mapping, threshold or fixed colour gives a row, or null where the user configured none.
 * Grafana's display processor always answers with some colour; it counts only if it differs from an unmapped value's.
 */
export function mappedColor(field: Field | undefined): (row: number) => string | null {
  const display = field?.display;
  if (field === undefined || display === undefined) {
    return () => null;
  }
  if (field.config.color?.mode === 'fixed' && field.config.color.fixedColor !== undefined) {
    const fixed = field.config.color.fixedColor;
    return () => fixed;
  }
  if ((field.config.mappings?.length ?? 0) === 0) {
    return () => null;
  }
  const base = display(UNMAPPED).color;
  const known = new Map<unknown, string | null>();
  return (row) => {
    const value: unknown = field.values[row];
    let color = known.get(value);
    if (color === undefined) {
      const found = display(value).color;
      color = found === undefined || found === base ? null : found;
      known.set(value, color);
    }
    return color;
  };
}
