import { type Series, type TimeRange } from '../../telemetry/types.ts';

/** One search of an engine for some windows of an answer. */
export interface WindowSearch {
  range: TimeRange;
  /** One window, not as long as the others: its value stands at this moment, epoch ms. */
  at?: number;
}

export interface WindowsAsked {
  /** What the whole question is about. */
  asked: TimeRange;
  /** The part of it that is searched: cut where a run or a task's share of a session begins or ends. */
  part: TimeRange;
  stepMs: number;
  /** The window that is not over yet is wanted too: the range reaches the present. */
  newest: boolean;
}

/**
 * The searches whose windows ((k − 1)·step, k·step] make up a part of a range. Where the part is cut, the window at the cut holds what is
 * on this side of it, nothing else, and is searched alone. The point of the window that is not over yet lies in the future,
 * where bars and lines to it are cut off at the edge of a picture.
 */
export function windowSearches({ asked, part, stepMs, newest }: WindowsAsked): WindowSearch[] {
  const cutAtStart = part.from > asked.from;
  const cutAtEnd = part.to < asked.to;
  const first = cutAtStart ? Math.floor(part.from / stepMs) + 1 : Math.ceil(part.from / stepMs);
  const last = cutAtEnd || newest ? Math.ceil(part.to / stepMs) : Math.floor(part.to / stepMs);
  const head = cutAtStart && part.from % stepMs !== 0;
  const tail = cutAtEnd && part.to % stepMs !== 0;
  if (first === last && (head || tail)) {
    const from = head ? part.from : (first - 1) * stepMs;
    return [{ range: { from, to: tail ? part.to : last * stepMs }, at: last * stepMs }];
  }
  const searches: WindowSearch[] = [];
  if (head) {
    searches.push({ range: { from: part.from, to: first * stepMs }, at: first * stepMs });
  }
  const [from, to] = [first + (head ? 1 : 0), last - (tail ? 1 : 0)];
  if (from <= to) {
    searches.push({ range: { from: (from - 1) * stepMs + 1, to: to * stepMs } }); // engines take the multiples within it
  }
  if (tail) {
    searches.push({ range: { from: (last - 1) * stepMs, to: part.to }, at: last * stepMs });
  }
  return searches;
}

/** A series that has only begun, with a gap where the range ends: Grafana says of one beyond its picture that there is nothing in it. */
export function withinSight({ labels, times, values }: Series, asked: TimeRange, stepMs: number): Series {
  const before = Math.floor(asked.to / stepMs) * stepMs;
  return times.length > 0 && times[0]! > asked.to
    ? { labels, times: [before, ...times], values: [null, ...values] }
    : { labels, times, values };
}
