import { FAILED, STATUSES } from './codes.ts';
import type { Projection } from './lod.ts';
import type { SpanTable } from './span-table.ts';

/** The whole extent in pixel columns: how much was going on, and the most urgent status of it. */
export interface Overview {
  /** Spans active in each column. */
  active: Float64Array;
  /** Of these how many of each status: `counts[column · statuses + code]`. */
  counts: Int32Array;
  /** Worst status code in each column, -1 for none. */
  worst: Int8Array;
  most: number;
}

/**
 * Counts what each column of the overview holds. Spans that contain others would cover everything, so only those that do the
 * work are counted; a container that failed shows where it ended. O(spans + columns).
 */
export function overviewOf(table: SpanTable, parent: Int32Array, view: Projection): Overview {
  const width = Math.max(1, Math.ceil(view.width));
  const kinds = STATUSES.length;
  const change = new Int32Array((width + 1) * kinds);
  const contains = new Uint8Array(table.count);
  for (let i = 0; i < table.count; i++) {
    if (parent[i]! >= 0) {
      contains[parent[i]!] = 1;
    }
  }
  const column = (time: number) => Math.max(0, Math.min(width - 1, Math.floor(view.toX(time))));
  for (let i = 0; i < table.count; i++) {
    const code = table.status[i]!;
    const to = Math.max(table.start[i]!, Math.min(table.end[i]!, view.now));
    if (contains[i] && code !== FAILED) {
      continue;
    }
    const last = column(to);
    const first = contains[i] ? last : column(table.start[i]!);
    change[first * kinds + code]!++;
    change[(last + 1) * kinds + code]!--;
  }
  const active = new Float64Array(width);
  const counts = new Int32Array(width * kinds);
  const worst = new Int8Array(width).fill(-1);
  const open = new Int32Array(kinds);
  let most = 0;
  for (let x = 0; x < width; x++) {
    for (let code = 0; code < kinds; code++) {
      open[code]! += change[x * kinds + code]!;
      counts[x * kinds + code] = open[code]!;
      if (open[code]! > 0) {
        worst[x] = code;
        active[x]! += open[code]!;
      }
    }
    most = Math.max(most, active[x]!);
  }
  return { active, counts, worst, most };
}
