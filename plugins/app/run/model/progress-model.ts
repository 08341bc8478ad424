import { type Status } from '../../../shared/status.ts';
import { type StatusRow } from '../rows.ts';

export interface Segment {
  status: Status;
  count: number;
  /** Share of the counted tasks, 0–1. */
  share: number;
}

export interface ProgressView {
  share: number;
  done: number;
  total: number;
  /** Finished first, untouched last; empty ones are left out. */
  segments: Segment[];
  /** What is not counted, in words; empty where everything is. */
  aside: string;
}

/** How far the work is: counts of leaves by status. */
export function progressView(status: StatusRow): ProgressView {
  const { total, done, review, inProgress, blocked, pending, deferred, cancelled, progress } = status;
  const all: Array<[Status, number]> = [
    ['done', done],
    ['review', review],
    ['in-progress', inProgress],
    ['blocked', blocked],
    ['pending', pending],
  ];
  const aside = [deferred > 0 ? `${deferred} deferred` : '', cancelled > 0 ? `${cancelled} cancelled` : ''];
  return {
    share: progress,
    done,
    total,
    segments: all
      .filter(([, count]) => count > 0)
      .map(([name, count]) => ({ status: name, count, share: total > 0 ? count / total : 0 })),
    aside: aside.filter(Boolean).join(', '),
  };
}
