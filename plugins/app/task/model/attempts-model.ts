import { type Attempt } from './task-detail.ts';

export interface AttemptView {
  number: number;
  startedAt: number;
  endedAt: number | null;
  durationMs: number | null;
  status: string;
  /** What came of it, in words. */
  outcome: string;
  agent: string | null;
  session: string | null;
  run: string | null;
  /** How the attempt is known. */
  known: string;
}

const OUTCOMES: Record<string, string> = {
  running: 'under way',
  ok: 'succeeded',
  error: 'failed',
  cancelled: 'called off',
};
const KNOWN: Record<string, string> = {
  status: 'from its status in the file',
  agent: 'from an agent’s work on it',
  execute: 'executed here',
  api: 'reported by its executor',
};

/** What an attempt's end says of why; an empty text where it says nothing. */
export function reasonOf(detail: string | null): string {
  try {
    const { reason, exitCode } = JSON.parse(detail ?? '{}') as { reason?: unknown; exitCode?: unknown };
    const code = typeof exitCode === 'number' && exitCode !== 0 ? `exit code ${exitCode}` : '';
    return [typeof reason === 'string' ? reason : '', code].filter(Boolean).join(', ');
  } catch {
    return '';
  }
}

/** Attempts as the page lists them, the newest first. */
export function attemptViews(attempts: readonly Attempt[], now: number): AttemptView[] {
  return attempts.map(({ number, startedAt, endedAt, status, source, session, agent, run, detail }) => {
    const reason = reasonOf(detail);
    return {
      number,
      startedAt,
      endedAt,
      durationMs: endedAt === null && status !== 'running' ? null : Math.max(0, (endedAt ?? now) - startedAt),
      status,
      outcome: `${OUTCOMES[status] ?? status}${reason === '' ? '' : `: ${reason}`}`,
      agent,
      session,
      run,
      known: KNOWN[source] ?? source,
    };
  });
}
