import { readRunLog } from '../../execution/log/run-log.ts';
import { listRuns, type RunFolder, runFolder } from '../../execution/runner/run-folder.ts';
import { EXIT, ExitError } from '../../service/exit.ts';

/** The run named, by its id or the end of it, or the newest one of the data folder. */
export function runOf(dataDir: string, named: string | undefined, copies?: string): RunFolder {
  const runs = listRuns(dataDir);
  const found =
    named === undefined || named === 'latest'
      ? runs[0]
      : (runs.find((run) => run === named) ?? only(runs.filter((run) => run.includes(named))));
  if (found === undefined) {
    const which = named === undefined ? 'No queue was run here yet' : `There is no run “${named}”`;
    throw new ExitError(EXIT.noInput, `${which} (in ${dataDir}). “taskmaster-observe execute” begins one.`);
  }
  return runFolder(dataDir, found, copies);
}

function only(runs: string[]): string | undefined {
  return runs.length === 1 ? runs[0] : undefined;
}

/** The newest run over a task file and tag that has not ended. */
export function unfinishedRun(dataDir: string, tasksFile: string, tag: string | undefined): string | undefined {
  return listRuns(dataDir).find((run) => {
    const { records } = readRunLog(runFolder(dataDir, run).logFile);
    const [first] = records;
    const last = records.findLast(
      ({ type }) => type === 'run.ended' || type === 'run.resumed' || type === 'run.started'
    );
    return (
      first?.type === 'run.started' &&
      first.tasksFile === tasksFile &&
      (tag === undefined || first.tag === tag) &&
      !(last?.type === 'run.ended' && (last.reason === 'finished' || last.reason === 'nothing left that can run'))
    );
  });
}
