/** Where a run begins and ends: rules over plain spans, all times epoch ms. */

export interface RunSpan {
  id: string;
  startedAt: number;
  /** Its last activity. */
  lastAt: number;
  /** Absent while it is open. */
  endedAt?: number;
  endReason?: string;
}

/** A run ended by silence, or imported, takes in late events up to the gap around it; one ended on command only what happened within. */
function reaches(run: RunSpan, at: number, gapMs: number): boolean {
  const byCommand = run.endedAt !== undefined && run.endReason !== 'idle' && run.endReason !== 'import';
  return byCommand
    ? at >= run.startedAt && at <= (run.endedAt ?? 0)
    : at >= run.startedAt - gapMs && at <= Math.max(run.lastAt, run.endedAt ?? 0) + gapMs;
}

/** How far a moment lies outside a run, ms; 0 inside. */
function distance(run: RunSpan, at: number): number {
  return Math.max(0, run.startedAt - at, at - Math.max(run.lastAt, run.endedAt ?? 0));
}

/** The run among these that a moment belongs to, the nearest one where several reach it. */
export function nearestRun(runs: readonly RunSpan[], at: number, gapMs: number): RunSpan | undefined {
  let best: RunSpan | undefined;
  for (const run of runs) {
    if (reaches(run, at, gapMs) && (!best || distance(run, at) < distance(best, at))) {
      best = run;
    }
  }
  return best;
}

export type RunChoice =
  | { kind: 'join'; run: RunSpan }
  /** Open a new one; `close` first: nothing had happened in it for longer than the gap. */
  | { kind: 'open'; close?: RunSpan }
  /** It happened before the open run and belongs to none that is known: a run of the past, closed from the start. */
  | { kind: 'past' };

/**
 * Which run something belongs to that happened at `at`. `known` are closed runs around that moment; they are asked for only
 * where the open run does not answer.
 */
export function chooseRun(
  at: number,
  gapMs: number,
  open: RunSpan | undefined,
  known: () => readonly RunSpan[]
): RunChoice {
  if (open && at > open.lastAt + gapMs) {
    return { kind: 'open', close: open };
  }
  if (open && at >= open.startedAt - gapMs) {
    return { kind: 'join', run: open };
  }
  const run = nearestRun(known(), at, gapMs);
  if (run) {
    return { kind: 'join', run };
  }
  return open ? { kind: 'past' } : { kind: 'open' };
}

/** `demo-1a2b3c4d.20261121T074000Z`; `.git` at the end of imported history; `-2` where that second has one already. */
export function runId(project: string, at: number, git: boolean, taken: (id: string) => boolean): string {
  const second = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  for (let copy = 1; ; copy++) {
    const id = `${project}.${second}${copy > 1 ? `-${copy}` : ''}${git ? '.git' : ''}`;
    if (!taken(id)) {
      return id;
    }
  }
}
