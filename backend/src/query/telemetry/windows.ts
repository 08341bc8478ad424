import { type TimeRange } from '../../telemetry/types.ts';

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
  /** Epoch ms. */
  now: number;
}

/** A range whose end is not older than this reaches the present. */
const PRESENT_MS = 60_000;

/**
 * The searches whose windows ((k − 1)·step, k·step] make up a part of a range. Where the part is cut, the window at the cut holds what is
 * on this side of it, nothing else, and is searched alone. Where the range reaches the present, the window that is not over yet is there too:
 * points later than the range (`shownAt`) stand for it.
 */
export function windowSearches({ asked, part, stepMs, now }: WindowsAsked): WindowSearch[] {
  const cutAtStart = part.from > asked.from;
  const cutAtEnd = part.to < asked.to;
  const first = cutAtStart ? Math.floor(part.from / stepMs) + 1 : Math.ceil(part.from / stepMs);
  const toPresent = cutAtEnd || part.to >= now - PRESENT_MS;
  const last = toPresent ? Math.ceil(part.to / stepMs) : Math.floor(part.to / stepMs);
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

/** Where the value of a window is drawn: at its end, or at the end of the range where that comes first. */
export function shownAt(time: number, asked: TimeRange): number {
  return Math.min(time, asked.to);
}
