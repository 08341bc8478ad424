/** When a running task counts as stuck: no sign of life for longer than its kind of work explains. */

export interface StuckRule {
  /** Times the expected duration. */
  factor: number;
  /** Never before this much silence, ms. */
  afterMs: number;
}

export interface SignsOfLife {
  /** Since the last event of the task or of the session at work on it, ms; undefined where there never was one. */
  silentMs: number | undefined;
  expectedMs: number | undefined;
  /** A session is at work on it and has not ended. Agents give signs all the time, people do not. */
  sessionAlive: boolean;
}

/** Silence that can be explained, ms: `afterMs` of an agent at work; else `factor` times the expected duration and at least `afterMs`; undefined without either. */
export function silenceLimitMs(
  { expectedMs, sessionAlive }: Omit<SignsOfLife, 'silentMs'>,
  rule: StuckRule
): number | undefined {
  if (sessionAlive) {
    return rule.afterMs;
  }
  return expectedMs === undefined ? undefined : Math.max(rule.afterMs, rule.factor * expectedMs);
}

/**
 * True where an agent at work has been silent for `afterMs`, or where nobody is known to be at work and the silence exceeds
 * `factor` times the expected duration (and `afterMs`). Without a session and without history nothing can be said.
 */
export function isStuck(signs: SignsOfLife, rule: StuckRule): boolean {
  const limit = silenceLimitMs(signs, rule);
  return signs.silentMs !== undefined && limit !== undefined && signs.silentMs > limit;
}
