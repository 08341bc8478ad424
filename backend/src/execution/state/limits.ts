import { type RunState } from './types.ts';

export interface LimitReached {
  limit: keyof RunState['config']['limits'];
  text: string;
}

/** The first limit of the run that is reached, with a sentence; undefined while there is none. */
export function reachedLimit(state: RunState, now: number): LimitReached | undefined {
  const { limits } = state.config;
  const { totals } = state;
  if (limits.costUsd > 0 && totals.costUsd >= limits.costUsd) {
    const spent = totals.costUsd.toFixed(2);
    return { limit: 'costUsd', text: `It has cost ${spent} US$, and ${limits.costUsd} US$ was the limit.` };
  }
  if (limits.durationMs > 0 && now - state.startedAt >= limits.durationMs) {
    return { limit: 'durationMs', text: `It has run for its limit of ${Math.round(limits.durationMs / 60_000)} min.` };
  }
  if (limits.tasks > 0 && totals.succeeded >= limits.tasks) {
    return { limit: 'tasks', text: `${tasks(totals.succeeded, 'is', 'are')} finished, which was the limit.` };
  }
  if (limits.failures > 0 && totals.failed >= limits.failures) {
    return { limit: 'failures', text: `${tasks(totals.failed, 'has', 'have')} failed for good, which was the limit.` };
  }
  return undefined;
}

const tasks = (count: number, one: string, more: string): string =>
  count === 1 ? `1 task ${one}` : `${count} tasks ${more}`;
