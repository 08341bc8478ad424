import { readRunLog } from '../execution/log/run-log.ts';
import { listRuns, runFolder } from '../execution/runner/run-folder.ts';
import { TaskSource } from '../execution/runner/task-source.ts';
import { type RunRecord } from '../execution/state/records.ts';
import { buildReport } from './build-report.ts';
import { type PreviousRun, type RunReport } from './types.ts';

/**
 * The report of a run of a data folder, with the run before it over the same tasks.
 * @throws Error a sentence, where its log cannot be read
 */
export function readReport(dataDir: string, run: string): RunReport {
  const { records, goodBytes, bytes } = readRunLog(runFolder(dataDir, run).logFile);
  const [first] = records;
  if (first?.type !== 'run.started') {
    throw new Error(`The log of run ${run} cannot be read, so there is no report of it.`);
  }
  const source = new TaskSource(first.tasksFile, first.tag);
  source.refresh();
  const report = buildReport(records, source.items);
  const previous = previousOf(dataDir, first);
  const damaged = goodBytes < bytes ? ['The end of the run’s log is damaged and is not in this report.'] : [];
  return { ...report, previous: previous ?? null, notes: [...report.notes, ...damaged] };
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
