import { type ReportTask, type RunReport } from './types.ts';

const COLUMNS: ReadonlyArray<[name: string, value: (task: ReportTask) => string | number | null]> = [
  ['task', ({ taskId }) => taskId],
  ['title', ({ title }) => title],
  ['outcome', ({ outcome }) => outcome.replace(/^file:/, '')],
  ['executed', ({ attempts }) => (attempts > 0 ? 'yes' : 'no')],
  ['attempts', ({ attempts }) => attempts],
  ['started', ({ startedAt }) => iso(startedAt)],
  ['ended', ({ endedAt }) => iso(endedAt)],
  ['worked_ms', ({ workedMs }) => workedMs],
  ['cost_usd', ({ costUsd }) => costUsd],
  ['failure', ({ failure }) => failure],
  ['depends_on', ({ dependsOn }) => dependsOn.join(' ')],
];

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A row a task (RFC 4180). Text that a spreadsheet would take for a formula is quoted with an apostrophe. */
export function reportCsv(report: RunReport): string {
  const rows = [
    COLUMNS.map(([name]) => name),
    ...report.tasks.map((task) => COLUMNS.map(([, value]) => cell(value(task)))),
  ];
  return `${rows.map((row) => row.join(',')).join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null || typeof value === 'number') {
    return value === null ? '' : String(value);
  }
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
