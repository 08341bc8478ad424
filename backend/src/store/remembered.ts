/** How long an answer stands, ms: a folder may become a repository while we run. */
const KEEP_MS = 60_000;
const MOST = 1000;

/** `find` with its answers kept for a minute, for at most a thousand keys. */
export function remembered<T>(find: (key: string) => T, now: () => number = Date.now): (key: string) => T {
  const known = new Map<string, { value: T; at: number }>();
  return (key) => {
    const entry = known.get(key);
    const at = now();
    if (entry && at - entry.at < KEEP_MS && at >= entry.at) {
      return entry.value;
    }
    const value = find(key);
    if (known.size >= MOST) {
      known.clear();
    }
    known.set(key, { value, at });
    return value;
  };
}
