import { type RunRecord } from '../execution/state/records.ts';
import { type RunReport } from './types.ts';

/** Stretches in which a process worked on the run: from its beginning, and each time it was taken up again, to the last record before. */
export function stretchesOf(records: readonly RunRecord[]): RunReport['stretches'] {
  const stretches: RunReport['stretches'] = [];
  let from: number | undefined;
  let last = 0;
  for (const { type, at } of records) {
    if (type === 'run.started' || type === 'run.resumed') {
      if (from !== undefined) {
        stretches.push({ from, to: last });
      }
      from = at;
    }
    last = Math.max(last, at);
    if (type === 'run.ended' && from !== undefined) {
      stretches.push({ from, to: at });
      from = undefined;
    }
  }
  if (from !== undefined) {
    stretches.push({ from, to: last });
  }
  return stretches;
}

/** What people and limits did to the run, as sentences. */
export function interventionsOf(records: readonly RunRecord[]): RunReport['interventions'] {
  return records.flatMap((record) => {
    const text = textOf(record);
    return text === undefined ? [] : [{ at: record.at, text }];
  });
}

function textOf(record: RunRecord): string | undefined {
  const why = 'reason' in record && record.reason ? `: ${record.reason}` : '';
  switch (record.type) {
    case 'run.resumed':
      return `Taken up again by ${record.actor}${record.from === undefined ? '' : `, from checkpoint ${record.from}`}`;
    case 'run.paused':
      return `Paused by ${record.actor}${why}`;
    case 'run.continued':
      return `Continued by ${record.actor}`;
    case 'run.stopping':
      return `Stopping${why}`;
    case 'limit.reached':
      return record.text;
    case 'task.skipped':
      return `Task ${record.taskId} set aside by ${record.actor}${why}`;
    case 'task.retried':
      return `Task ${record.taskId} tried again, by ${record.actor}${why}`;
    case 'task.approved':
      return `Task ${record.taskId} approved by ${record.actor}`;
    case 'task.overridden':
      return `Task ${record.taskId} counts as ${record.status}, by ${record.actor}${why}`;
    default:
      return undefined;
  }
}
