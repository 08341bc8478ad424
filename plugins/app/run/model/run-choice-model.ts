import { type RunRow } from '../rows.ts';

/** The run a project is in, or was in last: the service's `newest` (backend/src/query/newest-run.ts) by the same rule. */
export function newestRun(runs: readonly RunRow[]): RunRow | undefined {
  const rank = ({ state, source }: RunRow) => (state === 'open' ? 2 : 0) + (source === 'git' ? 0 : 1);
  return [...runs].sort((a, b) => rank(b) - rank(a) || b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1))[0];
}

const SOURCES: Record<string, string> = { observed: 'observed', execute: 'executed here', git: 'from Git history' };
const END_REASONS: Record<string, string> = {
  idle: 'nothing happened any more',
  command: 'ended by command',
  finished: 'everything was finished',
  import: 'imported',
};

export const sourceText = (source: string) => SOURCES[source] ?? source;
export const endReasonText = (reason: string | null) => (reason === null ? '' : (END_REASONS[reason] ?? reason));

/** `21 Nov, 11:09`, with the year where it is not this one (`thisYear`). */
export function runName({ startedAt }: Pick<RunRow, 'startedAt'>, thisYear: number): string {
  const date = new Date(startedAt);
  const year = date.getFullYear() === thisYear ? undefined : ('numeric' as const);
  const day = date.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year });
  return `${day}, ${date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}`;
}

export interface RunChoice {
  value: string;
  label: string;
  description: string;
}

/** Entries of the run picker, the newest first. */
export function runChoices(runs: readonly RunRow[], thisYear: number): RunChoice[] {
  return [...runs]
    .sort((a, b) => b.startedAt - a.startedAt)
    .map((run) => ({
      value: run.id,
      label: run.state === 'open' ? `${runName(run, thisYear)} · now` : runName(run, thisYear),
      description: `${sourceText(run.source)}, ${run.finished} finished`,
    }));
}
