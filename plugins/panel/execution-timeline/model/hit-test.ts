import type { LaneModel } from './lanes.ts';
import { createPieces, cutPieces, type Projection } from './lod.ts';
import type { Rows } from './rows.ts';
import type { SpanTable } from './span-table.ts';

export interface Hit {
  line: number;
  lane: number;
  /** The span under the pointer, -1 where only the row is. */
  span: number;
  /** Spans that share the pixel. */
  hidden: number;
}

const pieces = createPieces();

/**
 * What lies at `x` px on a line: a marker before a bar, a bar that is really there before one `slack` px away, the nearer before
 * the farther.
 */
export function hitLine(
  line: number,
  x: number,
  slack: number,
  model: LaneModel,
  rows: Rows,
  table: SpanTable,
  view: Projection
): Hit | undefined {
  if (line < 0 || line >= rows.count) {
    return undefined;
  }
  const lane = rows.lane[line]!;
  const { marks, tracks } = model.lanes[lane]!;
  const hit: Hit = { line, lane, span: -1, hidden: 0 };
  const track = tracks?.[rows.track[line]!];
  let best = slack;
  if (track) {
    cutPieces(track, table, view, pieces);
    for (let i = 0; i < pieces.count; i++) {
      const away = Math.max(0, pieces.x0[i]! - x, x - pieces.x1[i]!);
      const better =
        away < best || (away === best && (hit.span < 0 || table.status[pieces.span[i]!]! > table.status[hit.span]!));
      if (away <= slack && better) {
        best = away;
        hit.span = pieces.span[i]!;
        hit.hidden = pieces.hidden[i]!;
      }
    }
  }
  if (rows.track[line] === 0) {
    let near = Math.max(6, slack);
    for (const mark of marks) {
      const away = Math.abs(view.toX(table.start[mark]!) - x);
      if (away < near) {
        near = away;
        hit.span = mark;
        hit.hidden = 1;
      }
    }
  }
  return hit;
}
