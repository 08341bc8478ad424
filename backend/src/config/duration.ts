const UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  y: 365 * 86_400_000,
};

/** Milliseconds of `30s`, `2h`, `7d`, `1.5m`; undefined for any other text. A year is 365 days. */
export function parseDuration(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w|y)$/.exec(text.trim());
  const unit = UNITS[found?.[2] ?? ''];
  return found && unit ? Number(found[1]) * unit : undefined;
}

const STEPS: Array<[number, string]> = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
];

/** A duration for people, two units at most: `2h 5m`, `3d`, `12s`, `450ms`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) {
    return `${Math.round(ms)}ms`;
  }
  const at = STEPS.findIndex(([size]) => ms >= size);
  const [size, unit] = STEPS[at] ?? [1000, 's'];
  const whole = Math.floor(ms / size);
  const next = STEPS[at + 1];
  const rest = next ? Math.floor((ms - whole * size) / next[0]) : 0;
  return next && rest > 0 ? `${whole}${unit} ${rest}${next[1]}` : `${whole}${unit}`;
}
