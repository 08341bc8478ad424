/** A length of time in the two units that say most: `2 h 5 min`, `3.2 s`, `45 ms`. Milliseconds in. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) {
    return '—';
  }
  if (ms < 1000) {
    return ms < 1 && ms > 0
      ? `${Math.round(ms * 1000)} µs`
      : `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`;
  }
  const seconds = ms / 1000;
  if (seconds < 60) {
    return `${Math.floor(seconds * 10) / 10} s`;
  }
  return pair(Math.floor(seconds));
}

function pair(seconds: number): string {
  const units: Array<[number, string]> = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  const [size, name] = units[first]!;
  const whole = Math.floor(seconds / size);
  const next = units[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  return rest > 0 && next ? `${whole} ${name} ${rest} ${next[1]}` : `${whole} ${name}`;
}
