import { type ReportTask, type RunReport } from '../types.ts';

/** What of the graph is drawn. Parents stand before their subtasks. */
export interface GraphChoice {
  tasks: ReportTask[];
  edges: Array<readonly [from: string, to: string]>;
  /** What was left out, in a sentence; undefined: nothing. */
  note?: string;
}

/** So many boxes can be read on a page. */
const MOST = 160;

/**
 * All tasks where that stays legible, else the top-level ones, else those a reader looks for: what failed, was tried more
 * than once or is on the slowest chain, with what it depends on.
 */
export function chooseGraph(report: RunReport): GraphChoice {
  const { tasks } = report;
  if (tasks.length <= MOST) {
    return withEdges(tasks, undefined);
  }
  const top = tasks.filter(({ parentId }) => parentId === null);
  if (top.length <= MOST && top.length < tasks.length) {
    return withEdges(top, `The ${top.length} top-level tasks; their subtasks are in the table.`, lifted(tasks));
  }
  const chain = new Set(report.chain.links.map(({ taskId }) => taskId));
  const wanted = tasks.filter(
    ({ taskId, outcome, attempts }) => chain.has(taskId) || outcome === 'failed' || attempts > 1
  );
  const ids = new Set<string>();
  for (const { taskId, dependsOn } of [
    ...wanted.filter(({ taskId }) => chain.has(taskId)),
    ...wanted.filter(({ outcome }) => outcome === 'failed'),
    ...wanted,
  ]) {
    [taskId, ...dependsOn].forEach((id) => ids.size < MOST && ids.add(id));
  }
  const drawn = tasks.filter(({ taskId }) => ids.has(taskId));
  return withEdges(
    drawn,
    `${drawn.length} of ${tasks.length} tasks: the slowest chain, what failed or was tried again, and what it depends on.`
  );
}

/** Dependencies of subtasks as those of the top-level tasks they belong to. */
function lifted(tasks: readonly ReportTask[]): (id: string) => string {
  const parents = new Map(tasks.map(({ taskId, parentId }) => [taskId, parentId]));
  return (id) => {
    let at = id;
    for (let above = parents.get(at), steps = 0; above != null && steps < 50; above = parents.get(at), steps += 1) {
      at = above;
    }
    return at;
  };
}

function withEdges(
  drawn: readonly ReportTask[],
  note: string | undefined,
  lift: (id: string) => string = (id) => id
): GraphChoice {
  const ids = new Set(drawn.map(({ taskId }) => taskId));
  const seen = new Set<string>();
  const edges = drawn.flatMap(({ taskId, dependsOn }) =>
    dependsOn.flatMap((from): Array<readonly [string, string]> => {
      const [source, target] = [lift(from), lift(taskId)];
      const key = `${source}\n${target}`;
      if (source === target || !ids.has(source) || !ids.has(target) || seen.has(key)) {
        return [];
      }
      seen.add(key);
      return [[source, target]];
    })
  );
  return { tasks: [...drawn], edges, ...(note === undefined ? {} : { note }) };
}
