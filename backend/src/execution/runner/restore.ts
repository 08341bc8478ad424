import { CheckpointStore } from '../checkpoint/store.ts';
import { readRunLog } from '../log/run-log.ts';
import { applyRecord, beginState } from '../state/apply.ts';
import { type RunRecord } from '../state/records.ts';
import { type RunState } from '../state/types.ts';
import { type RunFolder } from './run-folder.ts';

/** A run as it was left. */
export interface Restored {
  state: RunState;
  /** Every record that is left of its log. */
  records: RunRecord[];
  /** Checkpoint the state began with; absent where the log alone gave it. */
  from?: string;
  /** What could not be used, in sentences. */
  problems: string[];
}

/**
 * The state of a run: that of a checkpoint and what the log has after it, or the log alone. A log that is damaged in its middle ends there:
 * then the newest checkpoint, or the one asked for, says the rest.
 * @param from id of a checkpoint, `latest`, or undefined: whatever is newest
 * @throws Error a sentence, where nothing is left to go on from
 */
export function restoreRun(folder: RunFolder, from?: string): Restored {
  const problems: string[] = [];
  const { records, goodBytes, bytes } = readRunLog(folder.logFile);
  if (goodBytes < bytes) {
    problems.push(`The end of the run’s log (${bytes - goodBytes} bytes) is damaged and was left out.`);
  }
  const store = new CheckpointStore(folder.targets);
  const asked = from === undefined || from === 'latest' ? undefined : store.load(from);
  if (asked && !asked.content) {
    const why = asked.copies.map(({ target, problem }) => `${target}: ${problem}`).join('; ');
    throw new Error(`Checkpoint ${from} cannot be used. ${why}.`);
  }
  const latest = asked ? { found: asked, passedOver: [] } : store.latest();
  for (const bad of latest.passedOver) {
    problems.push(`No copy of checkpoint ${bad.id} is good: ${bad.copies.map(({ problem }) => problem).join('; ')}.`);
  }
  for (const { target, problem } of latest.found?.copies ?? []) {
    if (problem !== undefined) {
      problems.push(`The copy of ${latest.found?.id} in ${target} is not good (${problem}); the other one was used.`);
    }
  }
  const first = records[0];
  const checkpoint = latest.found?.content?.recovery_information.state;
  const logIsWhole = first?.type === 'run.started';
  // A checkpoint saves reading the log again; where the log ends before it, it is the only one that knows the rest.
  const base = checkpoint ?? (logIsWhole ? beginState(first) : undefined);
  if (!base) {
    throw new Error(
      `Nothing is left of run ${folder.run} to go on from: neither its log nor a checkpoint can be read.`
    );
  }
  for (const record of records) {
    applyRecord(base, record);
  }
  return { state: base, records, problems, ...(checkpoint && latest.found ? { from: latest.found.id } : {}) };
}
