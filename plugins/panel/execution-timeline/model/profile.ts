import { STATUSES } from './codes.ts';
import type { LaneModel } from './lanes.ts';
import type { Timed } from './lod.ts';
import { buildPyramid, type Pyramid } from './pyramid.ts';

/** What a collapsed lane hides, as steps in time that never overlap, each with the most urgent status in it. */
export interface Profile extends Timed {
  track: Pyramid;
}

/** All spans and markers below a lane (not its own). */
export function spansBelow(model: LaneModel, lane: number): number[] {
  const out: number[] = [];
  const stack = [...model.lanes[lane]!.children];
  while (stack.length > 0) {
    const below = model.lanes[stack.pop()!]!;
    for (const span of below.spans) {
      out.push(span);
    }
    for (const mark of below.marks) {
      out.push(mark);
    }
    for (const child of below.children) {
      stack.push(child);
    }
  }
  return out;
}

/** Sweeps over spans from left to right and notes the worst status wherever it changes. O(n log n). */
export function profileOf(spans: readonly number[], table: Timed): Profile {
  const starts = [...spans].sort((a, b) => table.start[a]! - table.start[b]!);
  const ends = [...spans].sort((a, b) => table.end[a]! - table.end[b]!);
  const open = new Int32Array(STATUSES.length);
  const start: number[] = [];
  const end: number[] = [];
  const status: number[] = [];
  const worst = () => {
    let code = open.length - 1;
    while (code >= 0 && open[code] === 0) {
      code--;
    }
    return code;
  };
  let current = -1;
  let since = 0;
  let s = 0;
  let e = 0;
  while (e < ends.length) {
    const at = Math.min(s < starts.length ? table.start[starts[s]!]! : Infinity, table.end[ends[e]!]!);
    let instant = -1;
    for (; s < starts.length && table.start[starts[s]!] === at; s++) {
      const code = table.status[starts[s]!]!;
      open[code]!++;
      if (table.end[starts[s]!] === at) {
        instant = Math.max(instant, code);
      }
    }
    for (; e < ends.length && table.end[ends[e]!] === at; e++) {
      open[table.status[ends[e]!]!]!--;
    }
    const now = worst();
    if (now !== current) {
      if (current >= 0) {
        start.push(since);
        end.push(at);
        status.push(current);
      }
      current = now;
      since = at;
    }
    if (instant > now) {
      start.push(at);
      end.push(at);
      status.push(instant);
    }
  }
  // An instant lies within a longer step that began before it and was only noted when it ended: bring both in order.
  const order = start.map((_, i) => i).sort((a, b) => start[a]! - start[b]! || end[a]! - end[b]!);
  const codes = Uint8Array.from(order, (i) => status[i]!);
  return {
    start: Float64Array.from(order, (i) => start[i]!),
    end: Float64Array.from(order, (i) => end[i]!),
    status: codes,
    track: buildPyramid(
      Int32Array.from(order, (_, i) => i),
      codes
    ),
  };
}
