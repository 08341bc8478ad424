import { TASK } from './codes.ts';
import type { Timeline } from './timeline.ts';

/** The span of the task a span belongs to: itself, the nearest above it, or the task its `taskId` names; -1 for none. */
export function taskOf({ table, links }: Timeline, span: number): number {
  for (let at = span; at >= 0; at = links.parent[at] ?? -1) {
    if (table.kind[at] === TASK) {
      return at;
    }
  }
  const number = table.taskId[span] ?? '';
  return number === '' ? -1 : table.taskId.findIndex((id, at) => id === number && table.kind[at] === TASK);
}

/** Whether `id` is the span's own id, or names the task it belongs to. */
export function belongsTo(timeline: Timeline, span: number, id: string): boolean {
  const { table } = timeline;
  return table.id[span] === id || table.taskId[span] === id || table.id[taskOf(timeline, span)] === id;
}

/** The span with this id; else the task with this number; else the first span that names it; -1 for none. */
export function findSpan({ table, idIndex }: Timeline, id: string): number {
  const own = idIndex.get(id);
  if (own !== undefined) {
    return own;
  }
  const task = table.taskId.findIndex((one, at) => one === id && table.kind[at] === TASK);
  return task >= 0 ? task : table.taskId.indexOf(id);
}
