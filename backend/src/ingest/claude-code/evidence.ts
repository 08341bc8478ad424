import { nearestStatus } from '#contract/status.ts';
import { type IngestContext } from '../context.ts';
import { type Emitter, type Place } from './emit.ts';
import { eventId } from './ids.ts';
import { statusChanges, taskIds, type StatusChange } from './status-command.ts';

/** A status change an agent made itself, and where. */
interface SeenChange extends StatusChange {
  /** Folder the tool was told to work in. */
  projectRoot?: string;
}

/** Task Master's tool, whatever name its server was given: `mcp__task-master-ai__set_task_status`. */
function isStatusTool(tool: string): boolean {
  return tool.startsWith('mcp__') && tool.endsWith('__set_task_status') && /task[-_]?master/i.test(tool.slice(5, -17));
}

/** The status changes a tool call asks for; empty for nearly all calls. */
export function changesOfCall(tool: string, input: unknown): SeenChange[] {
  const fields = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  if (tool === 'Bash' || tool === 'bash' || tool === 'shell') {
    return typeof fields.command === 'string' ? statusChanges(fields.command) : [];
  }
  if (!isStatusTool(tool)) {
    return [];
  }
  const status = typeof fields.status === 'string' ? fields.status.trim().toLowerCase() : '';
  if (status === '') {
    return [];
  }
  return taskIds(fields.id ?? fields.taskId).map((taskId) => ({
    taskId,
    status,
    ...(typeof fields.tag === 'string' && fields.tag !== '' ? { tag: fields.tag } : {}),
    ...(typeof fields.projectRoot === 'string' ? { projectRoot: fields.projectRoot } : {}),
  }));
}

/** Statuses that say nothing about who works at a task: an agent also puts other tasks back, or notes that they wait. */
const NO_EVIDENCE = new Set(['pending', 'blocked']);

/**
 * Turns status changes an agent made into evidence: from in-progress on it works at that task, with done (or any other
 * end, or review) it no longer does.
 */
export function emitChanges(
  emitter: Emitter,
  changes: SeenChange[],
  place: Place,
  callId: string,
  how: string,
  context: IngestContext
): void {
  changes.forEach((change, index) => {
    const status = nearestStatus(change.status);
    if (NO_EVIDENCE.has(status)) {
      return;
    }
    const project = change.projectRoot === undefined ? undefined : context.projectOf(change.projectRoot)?.id;
    const origin = { ...place.origin, taskId: change.taskId };
    if (project !== undefined) {
      origin.project = project;
    }
    if (change.tag !== undefined) {
      origin.tag = change.tag;
    }
    const id = eventId('evidence', place.origin.session, 'status', callId, index, change.taskId, status);
    emitter.emit(
      'evidence.seen',
      id,
      { ...place, origin },
      {
        kind: 'status-change',
        taskId: change.taskId,
        tag: change.tag,
        status,
        until: status === 'in-progress' ? undefined : Math.floor(place.at),
        detail: `set to ${status} by ${how}`,
      }
    );
  });
}
