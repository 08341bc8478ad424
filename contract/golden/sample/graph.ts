import { PROJECT, rowId, TAG } from './project.ts';
import { busyMs, parentOf, SAMPLE_TASKS, type SampleTask } from './tasks.ts';

/** The same tasks as nodes and edges; what a dependency names and the file lacks is a node of its own. */

function arcs(task: SampleTask): [finished: number, running: number, blocked: number, open: number] {
  switch (task.id) {
    case '3':
    case '4':
      return [1 / 3, 1 / 3, 0, 1 - 1 / 3 - 1 / 3];
    default:
      break;
  }
  if (task.progress === 1) {
    return [1, 0, 0, 0];
  }
  if (task.status === 'in-progress') {
    return [0, 1, 0, 0];
  }
  return task.status === 'blocked' ? [0, 0, 1, 0] : [0, 0, 0, 1];
}

function minutesAndHours(ms: number): string {
  const total = Math.round(ms / 60_000);
  return total < 60 ? `${total} min` : `${Math.floor(total / 60)} h ${total % 60} min`;
}

export const NODE_ROWS = [
  ...SAMPLE_TASKS.map((task) => {
    const [finished, running, blocked, open] = arcs(task);
    const busy = busyMs(task);
    return {
      id: rowId(task.id),
      title: `${task.id} ${task.title}`,
      subtitle: [task.status, task.priority].filter(Boolean).join(', '),
      mainstat: busy === undefined ? undefined : minutesAndHours(busy),
      secondarystat: task.usage ? `$${task.usage[4].toFixed(2)}` : undefined,
      arc__finished: finished,
      arc__running: running,
      arc__blocked: blocked,
      arc__open: open,
      detail__taskId: task.id,
      detail__priority: task.priority,
      detail__rawStatus: task.raw,
      detail__agent: task.agent,
      detail__attempts: task.attempts ? String(task.attempts.length) : undefined,
      detail__problem: task.problem,
      status: task.status,
      parentId: parentOf(task.id) && rowId(parentOf(task.id)!),
      progress: task.progress,
      ready: task.ready ?? false,
      critical: task.critical ?? false,
      blockedBy: task.blockedBy,
    };
  }),
  {
    id: `${PROJECT}/${TAG}/?99`,
    title: '99 (not in the file)',
    subtitle: 'unresolved',
    arc__finished: 0,
    arc__running: 0,
    arc__blocked: 1,
    arc__open: 0,
    detail__taskId: '99',
    detail__problem: 'Named as a dependency of 6, but not in the file.',
    status: 'blocked',
    progress: 0,
    ready: false,
    critical: false,
  },
];

const ids = new Set(SAMPLE_TASKS.map((task) => task.id));
const cyclic = new Set(SAMPLE_TASKS.filter((task) => task.inCycle).map((task) => task.id));

const dependencyEdges = SAMPLE_TASKS.flatMap((task) =>
  (task.dependencies ?? []).map((dependency) => {
    const source = ids.has(dependency) ? rowId(dependency) : `${PROJECT}/${TAG}/?${dependency}`;
    return {
      id: `${source}>${rowId(task.id)}`,
      source,
      target: rowId(task.id),
      kind: 'dependency',
      resolved: ids.has(dependency),
      inCycle: cyclic.has(task.id) && cyclic.has(dependency),
    };
  })
);

const containsEdges = SAMPLE_TASKS.filter((task) => parentOf(task.id)).map((task) => {
  const source = rowId(parentOf(task.id)!);
  return {
    id: `${source}/contains>${rowId(task.id)}`,
    source,
    target: rowId(task.id),
    kind: 'contains',
    resolved: true,
    inCycle: false,
  };
});

export const EDGE_ROWS = [...dependencyEdges, ...containsEdges];
