import { readRunLog } from '../execution/log/run-log.ts';
import { listRuns, runFolder } from '../execution/runner/run-folder.ts';
import { TaskSource } from '../execution/runner/task-source.ts';
import { type RunRecord } from '../execution/state/records.ts';
import { buildReport } from './build-report.ts';
import { readJournalReport } from './journal-report.ts';
import { type PreviousRun, type RunReport } from './types.ts';

/**
 * The report of a run of a data folder, with the run before it over the same tasks: from its log, and where it has none from the journal.
 * @throws Error a sentence, where neither knows it
 */
export function readReport(dataDir: string, run: string): RunReport {
  const { records, goodBytes, bytes } = logOf(dataDir, run);
  const [first] = records;
  if (first?.type !== 'run.started') {
    const seen = readJournalReport(dataDir, run);
    if (!seen) {
      throw new Error(`Neither a log nor the journal in ${dataDir} knows a run ${run}, so there is no report of it.`);
    }
    return seen;
  }
  const source = new TaskSource(first.tasksFile, first.tag);
  source.refresh();
  const report = buildReport(records, source.items);
  const previous = previousOf(dataDir, first);
  const damaged = goodBytes < bytes ? ['The end of the run’s log is damaged and is not in this report.'] : [];
  return { ...report, previous: previous ?? null, notes: [...report.notes, ...damaged] };
}

/** Ids of observed runs are made as those of executed ones are; whatever else is asked for has no folder here. */
function logOf(dataDir: string, run: string): ReturnType<typeof readRunLog> {
  try {
    return readRunLog(runFolder(dataDir, run).logFile);
  } catch {
    return { records: [], goodBytes: 0, bytes: 0 };
  }
}

/** The newest run over the same file and tag that began before. */
function previousOf(dataDir: string, of: RunRecord & { type: 'run.started' }): PreviousRun | undefined {
  let found: { at: number; records: RunRecord[] } | undefined;
  for (const run of listRuns(dataDir)) {
    const { records } = readRunLog(runFolder(dataDir, run).logFile);
    const [first] = records;
    if (
      first?.type === 'run.started' &&
      first.tasksFile === of.tasksFile &&
      first.tag === of.tag &&
      first.at < of.at &&
      first.at > (found?.at ?? 0)
    ) {
      found = { at: first.at, records };
    }
  }
  if (!found) {
    return undefined;
  }
  const { run, startedAt, activeMs, totals, executor } = buildReport(found.records, []);
  const { done, failed, attempts, costUsd } = totals;
  return { run, startedAt, activeMs, done, failed, attempts, costUsd, executor };
}
