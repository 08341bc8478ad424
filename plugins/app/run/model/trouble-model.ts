import { type StatusRow, type TaskRow } from '../rows.ts';
import { circlesOf } from './circles.ts';
import { OVER_EXPECTED, nowView, paceOf } from './now-model.ts';

/** Something that will not right itself: what, why, and which task. */
export interface Trouble {
  key: string;
  kind: 'input' | 'silent' | 'slow' | 'circle' | 'missing' | 'aside' | 'blocked';
  severity: 'error' | 'warning';
  /** Task it is about, and its title. */
  taskId?: string;
  title: string;
  why: string;
  /** How long it has been so, where that is known. */
  forMs?: number;
}

export interface TroubleView {
  troubles: Trouble[];
  /** Tasks that merely wait for others that can be done: nothing is wrong with them. */
  waiting: number;
}

const ASIDE: Record<string, string> = { deferred: 'is deferred', cancelled: 'was cancelled' };

const listed = (ids: readonly string[]) =>
  ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;

/**
 * What is stuck or blocked, and why: unreadable inputs, running tasks without a sign of life or far over their time, and
 * waiting tasks that wait for what cannot come. Waiting for ordinary open work is no trouble and only counted.
 */
export function troubleView(status: StatusRow, tasks: readonly TaskRow[]): TroubleView {
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const troubles: Trouble[] = status.problems.map(({ input, problem, since }) => ({
    key: `input ${input}`,
    kind: 'input',
    severity: 'error',
    title: `${input} cannot be read`,
    why: `${problem} What is shown is from before.`,
    forMs: status.time - since,
  }));

  for (const task of nowView(status).running) {
    const { share, elapsedMs } = paceOf(task, status.time);
    if (task.silentMs !== null) {
      const why = 'No sign of life from its agent: it may wait for an answer, or have ended without saying so.';
      troubles.push({ ...named(task, 'silent', 'error'), why, forMs: task.silentMs });
    } else if (share !== null && share > OVER_EXPECTED) {
      const why = `Takes ${share.toFixed(1)} times as long as comparable tasks of this project.`;
      troubles.push({ ...named(task, 'slow', 'warning'), why, forMs: elapsedMs ?? undefined });
    }
  }

  const circles = circlesOf(new Map(status.waiting.map(({ taskId, waitsFor }) => [taskId, waitsFor])));
  const inCircle = new Set(circles.flat());
  for (const circle of circles) {
    const [first] = circle;
    const why =
      circle.length === 1
        ? 'It waits for itself: take that dependency out.'
        : `${listed(circle)} wait for each other: take one of these dependencies out.`;
    troubles.push({ ...named({ taskId: first!, title: byId.get(first!)?.title ?? '' }, 'circle', 'error'), why });
  }

  let waiting = 0;
  for (const task of status.waiting) {
    if (inCircle.has(task.taskId)) {
      continue;
    }
    const found = whyNever(task, byId);
    if (found) {
      troubles.push({ ...named(task, found.kind, 'warning'), why: found.why });
    } else {
      waiting++;
    }
  }
  return { troubles, waiting };
}

function named(task: { taskId: string; title: string }, kind: Trouble['kind'], severity: Trouble['severity']) {
  return { key: `${kind} ${task.taskId}`, kind, severity, taskId: task.taskId, title: `${task.taskId} ${task.title}` };
}

/** Why a task waits for what cannot come by work alone; undefined where it can. */
function whyNever(
  { taskId, waitsFor }: StatusRow['waiting'][number],
  byId: ReadonlyMap<string, TaskRow>
): { kind: Trouble['kind']; why: string } | undefined {
  if (byId.size === 0) {
    return undefined; // the tasks are not known yet
  }
  const missing = waitsFor.filter((id) => !byId.has(id));
  if (missing.length > 0) {
    return { kind: 'missing', why: `Waits for ${listed(missing)}, which the task file does not have.` };
  }
  const aside = waitsFor.find((id) => (byId.get(id)?.status ?? '') in ASIDE);
  if (aside !== undefined) {
    return { kind: 'aside', why: `Waits for ${aside}, which ${ASIDE[byId.get(aside)!.status]}.` };
  }
  const blocked = waitsFor.find((id) => byId.get(id)?.status === 'blocked');
  if (blocked !== undefined) {
    return { kind: 'blocked', why: `Waits for ${blocked}, which is marked blocked.` };
  }
  return waitsFor.length === 0 && byId.get(taskId)?.status === 'blocked'
    ? { kind: 'blocked', why: 'Marked blocked in the task file; nothing it depends on holds it up.' }
    : undefined;
}
