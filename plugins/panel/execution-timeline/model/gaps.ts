import { TASK } from './codes.ts';
import type { Links } from './link.ts';
import type { SpanTable } from './span-table.ts';
import { createTimeScale, PLAIN_SCALE, type Gap, type TimeScale } from './time-scale.ts';

/**
 * Stretches of at least `minimum` ms without work, ascending. Work is what attempts, agents and tool calls cover, and of
 * anything else the spans with nothing below them: a run or a task that merely contains others lasts through their idle time.
 */
export function findGaps(table: SpanTable, links: Links, now: number, minimum: number): Gap[] {
  const { count, kind, start, end } = table;
  const contains = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    if (links.parent[i]! >= 0) {
      contains[links.parent[i]!] = 1;
    }
  }
  const busy: number[] = [];
  for (let i = 0; i < count; i++) {
    const worker = kind[i]! > TASK && kind[i]! < 5;
    if (worker || !contains[i]) {
      busy.push(i);
    }
  }
  busy.sort((a, b) => start[a]! - start[b]!);
  const gaps: Gap[] = [];
  let reached = busy.length > 0 ? start[busy[0]!]! : 0;
  for (const span of busy) {
    if (start[span]! - reached >= minimum && start[span]! > reached) {
      gaps.push({ from: reached, to: start[span]! });
    }
    reached = Math.max(reached, Math.min(end[span]!, Math.max(now, start[span]!)));
  }
  return gaps;
}

/**
 * The scale with idle gaps squeezed. Without `minimum` a gap counts from 4 % of the whole on. A squeezed gap is drawn as
 * long as 2.5 % of the time worked, at most: wide enough to be seen and named.
 */
export function compressGaps(table: SpanTable, links: Links, from: number, to: number, minimum = 0): TimeScale {
  const gaps = findGaps(table, links, to, minimum > 0 ? minimum : Math.max(1, (to - from) * 0.04));
  const idle = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  if (idle <= 0) {
    return PLAIN_SCALE;
  }
  const worked = Math.max(1, to - from - idle);
  return createTimeScale(gaps, worked * 0.025);
}
