import { formatDuration } from '../parts/format.ts';
import { type ProjectRow } from './project-row.ts';

export interface Problem {
  severity: 'error' | 'warning';
  text: string;
  /** The task it is about, for a link. */
  taskId?: string;
}

const SHOWN = 3;

/** A task that waits for no other is among the waiting because its status says so. */
const heldUpBy = (waitsFor: readonly string[]) =>
  waitsFor.length > 0 ? `waits for ${waitsFor.join(', ')}` : 'is marked blocked in the task file';

/** What is wrong with a project, each in a sentence that says what to look at; worst first. */
export function problemsOf({ state, problem, status, doing }: ProjectRow): Problem[] {
  const found: Problem[] = [];
  if (state === 'broken' && problem) {
    found.push({ severity: 'error', text: problem });
  }
  for (const { input, problem: text } of status?.problems ?? []) {
    if (text !== problem) {
      found.push({ severity: 'error', text: text.includes(input) ? text : `${input}: ${text}` });
    }
  }
  for (const { taskId, title, silentMs } of status?.stuck ?? []) {
    const text = `${taskId} ${title}: no sign of life for ${formatDuration(silentMs)}. See whether its agent waits for an answer.`;
    found.push({ severity: 'warning', text, taskId });
  }
  if (doing === 'halted') {
    const first = status?.waiting[0];
    const reason = first ? ` ${first.taskId} ${first.title} ${heldUpBy(first.waitsFor)}.` : '';
    const why = status?.etaP50 === null && status.etaBasis !== '' ? status.etaBasis : 'No open task can start.';
    found.push({ severity: 'warning', text: `${why}${reason}`, taskId: first?.taskId });
  }
  const more = found.length - SHOWN;
  return more > 0 ? [...found.slice(0, SHOWN), { severity: 'warning', text: `${more} more of the kind.` }] : found;
}
