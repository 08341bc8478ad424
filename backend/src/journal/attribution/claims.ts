import { type EvidenceKind } from '#contract/events.ts';
import { isTerminal, nearestStatus } from '#contract/status.ts';
import { type Interval, merged, overlay } from './intervals.ts';

/** What was said about which task a session serves. */
export interface Claim {
  at: number;
  until?: number;
  kind: EvidenceKind;
  /** The status an agent set, where that is the evidence. */
  status?: string;
  project: string;
  tag: string;
  taskId: string;
  attempt?: number;
  detail?: string;
}

/** When a task was first seen to be over after `from`, whoever ended it; undefined while it is not. */
export type EndOfTask = (claim: Claim, from: number) => number | undefined;

/** The intervals these claims of one session stand for, strongest kind on top. `startedAt` is the session's. Claims come in order. */
export function claimedIntervals(claims: readonly Claim[], startedAt: number, endOfTask: EndOfTask): Interval[] {
  const of = (kind: EvidenceKind) => claims.filter((claim) => claim.kind === kind);
  const weak = resourceIntervals(of('only-in-progress'));
  const changes = merged(changeIntervals(of('status-change'), startedAt, endOfTask));
  return overlay(overlay(weak, changes), merged(resourceIntervals(of('resource'))));
}

/** A process was started for a task: it serves that one until it is said to serve another. */
function resourceIntervals(claims: readonly Claim[]): Interval[] {
  return claims.map((claim, index) =>
    interval(claim, claim.at, Math.min(claim.until ?? Infinity, claims[index + 1]?.at ?? Infinity))
  );
}

/**
 * An agent changed a task's status. Setting it in progress binds its work from then on, until that task is over or it takes up
 * another. Setting it to an end, or to review, without having taken it up, while bound to nothing, claims what it did since it was
 * last bound, or since it began: people forget the first step.
 */
function changeIntervals(claims: readonly Claim[], startedAt: number, endOfTask: EndOfTask): Interval[] {
  const result: Interval[] = [];
  let bound: Claim | undefined;
  let free = startedAt;
  const release = (at: number): void => {
    if (bound) {
      const until = Math.min(at, bound.until ?? Infinity, endOfTask(bound, bound.at) ?? Infinity);
      result.push(interval(bound, bound.at, until));
      free = until;
      bound = undefined;
    }
  };
  for (const claim of claims) {
    if (bound && (endOfTask(bound, bound.at) ?? Infinity) <= claim.at) {
      release(claim.at);
    }
    const to = claim.status === undefined ? 'in-progress' : nearestStatus(claim.status);
    if (to === 'in-progress') {
      release(claim.at);
      bound = claim;
    } else if (bound && bound.taskId === claim.taskId && bound.tag === claim.tag) {
      release(claim.at);
    } else if (!bound && free < claim.at && (to === 'review' || isTerminal(to))) {
      result.push(interval(claim, free, claim.at));
      free = claim.at;
    }
  }
  release(Infinity);
  return result;
}

function interval(claim: Claim, from: number, until: number): Interval {
  const { kind, project, tag, taskId, attempt, detail } = claim;
  return {
    from,
    until,
    kind,
    project,
    tag,
    taskId,
    ...(attempt === undefined ? {} : { attempt }),
    ...(detail === undefined ? {} : { detail }),
  };
}
