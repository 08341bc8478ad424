import { isFinished } from '#contract/status.ts';
import { costText, durationText } from '../format.ts';
import { type Scope } from '../scope.ts';
import { type ProjectState } from '../state/project-state.ts';
import { rowIdOf } from '../state/task-record.ts';

type Row = Record<string, unknown>;

/** The node of a task, by the names of NODE_COLUMNS. A parent that is not shown is not named. */
export function nodeRow(
  state: ProjectState,
  place: number,
  now: number,
  critical: boolean,
  problem: string | undefined,
  isShown: Uint8Array
): Row {
  const { graph, scope, progress, readiness } = state;
  const task = graph.items[place]!;
  const parent = graph.parent[place]!;
  const duration = state.durationMs(place, now);
  const usage = state.usage[place]!;
  const blockedBy = readiness.blockedBy[place]!;
  return {
    id: rowIdOf(scope, task.taskId),
    title: `${task.taskId} ${task.title}`,
    subtitle: task.priority ? `${task.status}, ${task.priority}` : task.status,
    mainstat: duration === null ? null : durationText(duration),
    secondarystat: usage.costUsd > 0 ? costText(usage.costUsd) : null,
    ...arcs(state, place),
    detail__taskId: task.taskId,
    detail__priority: task.priority,
    detail__rawStatus: task.rawStatus,
    detail__agent: state.running.get(task.taskId)?.agent ?? task.lastAgent,
    detail__attempts: task.attempts > 0 ? String(task.attempts) : null,
    detail__problem: problem,
    status: task.status,
    parentId: parent >= 0 && isShown[parent] ? rowIdOf(scope, graph.items[parent]!.taskId) : null,
    progress: progress.share[place],
    ready: readiness.ready[place] === 1,
    critical,
    blockedBy: blockedBy.length > 0 ? blockedBy.join(',') : null,
  };
}

/** Shares of the ring, which sum to 1: of a parent over its counted leaves, of a leaf (or a task without counted ones) its own status. */
function arcs({ graph, progress }: ProjectState, place: number): Row {
  const counted = progress.counted[place]!;
  const { status } = graph.items[place]!;
  const [finished, running, blocked] =
    counted > 0
      ? [progress.finished[place]! / counted, progress.running[place]! / counted, progress.blocked[place]! / counted]
      : [isFinished(status) ? 1 : 0, status === 'in-progress' ? 1 : 0, status === 'blocked' ? 1 : 0];
  return {
    arc__finished: finished,
    arc__running: running,
    arc__blocked: blocked,
    arc__open: Math.max(0, 1 - finished - running - blocked),
  };
}

/** What is wrong with the definitions of tasks, in sentences, by place. */
export function problemsOf({ graph, network }: ProjectState): Map<number, string> {
  const found = new Map<number, string[]>();
  const say = (place: number, text: string) => found.set(place, [...(found.get(place) ?? []), text]);
  graph.unresolved.forEach((ids, place) => {
    if (ids.length > 0) {
      say(
        place,
        `Depends on ${[...new Set(ids)].join(', ')}, which ${ids.length === 1 ? 'is' : 'are'} not in the file.`
      );
    }
  });
  for (const cycle of network.cycles) {
    const ids = cycle.map((place) => graph.items[place]!.taskId);
    const named = ids.length > 12 ? `${ids.slice(0, 12).join(', ')} and ${ids.length - 12} more` : ids.join(', ');
    for (const place of cycle) {
      say(place, `Part of a dependency cycle: ${named}.`);
    }
  }
  graph.items.forEach((task, place) => {
    const mark = task.taskId.indexOf('#');
    if (mark > 0) {
      say(place, `The id ${task.taskId.slice(0, mark)} occurs more than once in the file.`);
    }
  });
  return new Map([...found].map(([place, texts]) => [place, texts.join(' ')]));
}

/** A node for what a dependency names and the file lacks: an edge without its node breaks Grafana's node graph. */
export function placeholderRow(scope: Scope, raw: string, askedBy: readonly string[]): Row {
  return {
    id: rowIdOf(scope, `?${raw}`),
    title: `${raw} (not in the file)`,
    subtitle: 'unresolved',
    arc__finished: 0,
    arc__running: 0,
    arc__blocked: 1,
    arc__open: 0,
    detail__taskId: raw,
    detail__problem: `Named as a dependency of ${askedBy.slice(0, 12).join(', ')}, but not in the file.`,
    status: 'blocked',
    progress: 0,
    ready: false,
    critical: false,
  };
}
