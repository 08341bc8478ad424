/** Numbers and times as people read them. All pure; a dash stands for what is not known. */

export const UNKNOWN = '–';
const known = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const UNITS: ReadonlyArray<[ms: number, name: string]> = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** Milliseconds in the two largest units: `1 h 20 min`, `45 s`, `350 ms`. */
export function formatDuration(ms: number | null | undefined): string {
  if (!known(ms)) {
    return UNKNOWN;
  }
  const whole = Math.round(Math.abs(ms));
  if (whole < 1000) {
    return `${whole} ms`;
  }
  const seconds = Math.round(whole / 1000) * 1000;
  const at = UNITS.findIndex(([size]) => seconds >= size);
  const [size, name] = UNITS[at] ?? [1000, 's'];
  const [small, smallName] = UNITS[at + 1] ?? [0, ''];
  const rest = small > 0 ? Math.round((seconds % size) / small) : 0;
  if (rest > 0 && rest * small >= size) {
    return formatDuration((Math.floor(seconds / size) + 1) * size); // 59.6 min is the next hour
  }
  const first = `${Math.floor(seconds / size)} ${name}`;
  return rest > 0 ? `${first} ${rest} ${smallName}` : first;
}

/** US dollars: cents where they matter, `< $0.01` for less. */
export function formatCost(usd: number | null | undefined): string {
  if (!known(usd)) {
    return UNKNOWN;
  }
  if (usd > 0 && usd < 0.01) {
    return '< $0.01';
  }
  const digits = usd >= 1000 ? 0 : 2;
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** A count in at most four characters and a unit: `950`, `12.4k`, `3.1M`. */
export function formatCount(value: number | null | undefined): string {
  return known(value)
    ? value.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 }).replace('K', 'k')
    : UNKNOWN;
}

/** A share 0–1 as whole percent; only what is whole is 0 % or 100 %. */
export function formatPercent(share: number | null | undefined): string {
  if (!known(share)) {
    return UNKNOWN;
  }
  const percent = share * 100;
  const inner = Math.min(99, Math.max(1, Math.round(percent)));
  return `${percent <= 0 ? 0 : percent >= 100 ? 100 : inner} %`;
}

const RECENT_MS = 5000;
const WEEK_MS = 7 * 86_400_000;

/** `just now`, `12 s ago`, `in 3 h`; a date beyond a week. */
export function formatRelative(at: number | null | undefined, now: number): string {
  if (!known(at)) {
    return 'never';
  }
  const ago = now - at;
  if (Math.abs(ago) < RECENT_MS) {
    return 'just now';
  }
  if (Math.abs(ago) >= WEEK_MS) {
    return new Date(at).toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
  }
  const [size, name] = UNITS.find(([one]) => Math.abs(ago) >= one) ?? [1000, 's'];
  const text = `${Math.floor(Math.abs(ago) / size)} ${name}`;
  return ago > 0 ? `${text} ago` : `in ${text}`;
}

/** Date and time in full, in the reader's zone: for titles. */
export function formatInstant(at: number | null | undefined): string {
  return known(at) ? new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }) : 'never';
}
