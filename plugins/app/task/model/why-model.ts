import { formatDuration } from '../../parts/format.ts';
import { type TaskDetail } from './task-detail.ts';
import { type Neighbour } from './neighbours-model.ts';

const CLOSED = new Set(['done', 'completed']);

/** Why the task stands where it stands, and what would move it, as a sentence. */
export function whyOf(task: TaskDetail, before: readonly Neighbour[], now: number): string {
  const { status, blockedBy, ready, agent, attempts, startedAt, durationMs } = task;
  if (CLOSED.has(status)) {
    const took =
      durationMs === null
        ? 'nobody saw it begin, so how long it took is unknown'
        : `it took ${formatDuration(durationMs)}`;
    return `Finished; ${took}.`;
  }
  if (status === 'cancelled' || status === 'deferred') {
    return `Set aside as ${status}: it is not counted, and what waits for it keeps waiting.`;
  }
  if (status === 'in-progress') {
    const who = agent === null ? 'No agent is known to be at work on it' : `${agent} is at work on it`;
    const since = attempts.find((one) => one.status === 'running')?.startedAt ?? startedAt;
    return since === null ? `${who}; its beginning was not seen.` : `${who}, for ${formatDuration(now - since)} now.`;
  }
  if (status === 'review') {
    return 'Waits for somebody to review it.';
  }
  if (blockedBy) {
    const ids = blockedBy.split(',');
    const named = ids.map((id) => before.find(({ taskId }) => taskId === id)?.label ?? id);
    const missing = ids.filter((id) => before.some((one) => one.taskId === id && one.status === null));
    const hint = missing.length > 0 ? ` Task ${missing.join(', ')} is not in the file: take the dependency out.` : '';
    return `Waits for ${named.join('; ')}.${hint}`;
  }
  if (status === 'blocked') {
    return 'Marked blocked in the task file; nothing it depends on holds it up.';
  }
  return ready ? 'Ready: everything it depends on is finished.' : 'Open.';
}
