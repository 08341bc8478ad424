import { type DatabaseSync } from 'node:sqlite';
import { type PartHealth } from '../store/types.ts';

/** Less than this is correction, not a clock put back, ms. */
const TOLERANCE_MS = 2000;

/** Notices when the system's clock is put back: events stay in the order they came in, but their times overlap older ones. */
export interface ClockWatch {
  saw(seenAt: number): void;
  /** Degraded until the clock is where it once was; undefined where nothing is wrong. */
  health(now: number): PartHealth | undefined;
}

export function watchClock(db: DatabaseSync): ClockWatch {
  const newest = db.prepare('SELECT seen_at FROM events ORDER BY seq DESC LIMIT 1').get();
  let latest = Number(newest?.seen_at ?? 0);
  let since: number | undefined;
  return {
    saw(seenAt) {
      latest = Math.max(latest, seenAt);
    },
    health(now) {
      const behind = latest - now;
      if (behind <= TOLERANCE_MS) {
        since = undefined;
        return undefined;
      }
      since ??= now;
      const text =
        `The system clock is ${duration(behind)} behind the newest event (${new Date(latest).toISOString()}): ` +
        'it was put back, or was wrong before. Events are kept in the order they arrive; durations never become negative.';
      return { state: 'degraded', text, since };
    },
  };
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
