const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const MOST = 6 * 3_600_000;

/**
 * The pause a service asked for, as it stands in an output: a `Retry-After` header (RFC 9110, 10.2.3: seconds or a date), or words
 * such as "try again in 20s". Milliseconds, at most six hours; undefined where nothing is said.
 */
export function retryAfterOf(output: string, now: number): number | undefined {
  const header = /retry-after["']?\s*[:=]\s*["']?([^\r\n"']{1,40})/i.exec(output)?.[1]?.trim();
  if (header !== undefined) {
    const seconds = /^\d+(\.\d+)?/.exec(header);
    const date = seconds ? NaN : Date.parse(header);
    const pause = seconds ? Number(seconds[0]) * 1000 : date - now;
    if (Number.isFinite(pause) && pause >= 0) {
      return Math.min(MOST, pause);
    }
  }
  const words = /(?:try again|retry|retrying|wait)\s+(?:in|after|for)?\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h)/i.exec(output);
  return words ? Math.min(MOST, Number(words[1]) * UNITS[words[2]!.toLowerCase()]!) : undefined;
}
