import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTerminal } from '#contract/status.ts';
import { type DurationSample } from '../../../backend/src/analysis/durations.ts';
import { type TaskItem } from '../../../backend/src/analysis/task-graph.ts';
import { parseJson } from '../../../backend/src/ingest/task-master/parse-json.ts';
import { readTags } from '../../../backend/src/ingest/task-master/read-tags.ts';
import { readTasks } from '../../../backend/src/ingest/task-master/read-tasks.ts';
import { type Backtest, estimateOf } from './estimate.ts';

interface Version {
  at: number;
  items: TaskItem[];
}

export interface HistoryTest {
  tests: Backtest[];
  versions: number;
  /** Leaves that were seen in progress in one commit and done in a later one. */
  durations: number;
  /** Versions with an estimate whose open tasks were not all over at the last commit: nothing is known of when. */
  unknown: number;
}

/**
 * Every committed version of a project's file, `<number>_<unix seconds>_<commit>.json`, as if they had been written when they were committed. A
 * task's time is from the first commit that has it in progress to the first that has it done. At every version an estimate is made
 * from what was known then; the truth is the commit in which the last task open then was over.
 */
export function historyTest(folder: string): HistoryTest {
  const all = readdirSync(folder).filter((name) => /^\d+_\d+_.*\.json$/.test(name));
  const versions = all.sort().flatMap((name): Version[] => {
    const items = itemsOf(readFileSync(join(folder, name)));
    return items ? [{ at: Number(name.split('_')[1]) * 1000, items }] : [];
  });
  const begun = new Map<string, number>();
  const over = new Map<string, number>();
  const samples: Array<DurationSample & { at: number }> = [];
  const asked: Array<{ version: Version; samples: DurationSample[]; running: Map<string, number> }> = [];
  for (const version of versions) {
    const parents = new Set(version.items.map(({ parentId }) => parentId));
    for (const { taskId, status, parentId, complexity } of version.items) {
      if (status === 'in-progress' && !begun.has(taskId)) {
        begun.set(taskId, version.at);
      }
      if (isTerminal(status) && !over.has(taskId)) {
        over.set(taskId, version.at);
        const from = begun.get(taskId);
        if (status === 'done' && from !== undefined && from < version.at && !parents.has(taskId)) {
          const about = { subtasks: 0, isSubtask: parentId !== undefined, ...(complexity ? { complexity } : {}) };
          samples.push({ at: version.at, durationMs: version.at - from, ...about });
        }
      } else if (!isTerminal(status)) {
        over.delete(taskId); // opened again
      }
    }
    const running = new Map(
      version.items
        .filter(({ taskId, status }) => status === 'in-progress' && !parents.has(taskId))
        .map(({ taskId }) => [taskId, version.at - (begun.get(taskId) ?? version.at)])
    );
    asked.push({ version, samples: [...samples], running });
  }
  let unknown = 0;
  const tests = asked.flatMap(({ version, samples: then, running }): Backtest[] => {
    const { p50Ms, p80Ms } = estimateOf(version.items, then, running, 1);
    if (p50Ms === undefined || p80Ms === undefined) {
      return [];
    }
    const open = version.items.filter(({ status }) => !isTerminal(status));
    const ends = open.map(({ taskId }) => over.get(taskId) ?? Infinity);
    const end = Math.max(...ends);
    if (end === Infinity) {
      unknown += 1;
      return [];
    }
    return [{ p50: p50Ms, p80: p80Ms, actual: Math.max(1, end - version.at) }];
  });
  return { tests, versions: versions.length, durations: samples.length, unknown };
}

function itemsOf(bytes: Buffer): TaskItem[] | undefined {
  const parsed = parseJson(bytes);
  const tags = parsed.ok ? readTags(parsed.value) : parsed;
  if (!tags.ok) {
    return undefined;
  }
  const list = tags.tags.get('master') ?? [...tags.tags.values()][0];
  return list === undefined ? undefined : readTasks(list).tasks;
}
