/** Finds the boxes in a rectangle without looking at all of them: a grid of cells, each listing what touches it. */
export interface SpatialGrid {
  /** Calls `visit` once for every item that touches the rectangle (left, top, right, bottom). */
  query: (rect: readonly [number, number, number, number], visit: (item: number) => void) => void;
}

/** What covers more cells than this is kept in a list of its own: a long edge would be in half of all cells. */
const LARGE_CELLS = 64;

/** `rects` holds left, top, right, bottom of every item. Cells are sized so that there are about as many as items. */
export function buildGrid(rects: Float64Array): SpatialGrid {
  const count = rects.length / 4;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < rects.length; at += 4) {
    left = Math.min(left, rects[at] as number);
    top = Math.min(top, rects[at + 1] as number);
    right = Math.max(right, rects[at + 2] as number);
    bottom = Math.max(bottom, rects[at + 3] as number);
  }
  const width = Math.max(1, right - left);
  const height = Math.max(1, bottom - top);
  const cell = Math.max(64, Math.sqrt((width * height) / Math.max(1, count)), width / 512, height / 512);
  const columns = Math.max(1, Math.ceil(width / cell));
  const lines = Math.max(1, Math.ceil(height / cell));
  const clampX = (x: number): number => Math.min(columns - 1, Math.max(0, Math.floor((x - left) / cell)));
  const clampY = (y: number): number => Math.min(lines - 1, Math.max(0, Math.floor((y - top) / cell)));

  const start = new Int32Array(columns * lines + 1);
  const large: number[] = [];
  const each = (item: number, visitCell: (cellIndex: number) => void): void => {
    const x1 = clampX(rects[item * 4 + 2] as number);
    const y1 = clampY(rects[item * 4 + 3] as number);
    const covers = (x1 - clampX(rects[item * 4] as number) + 1) * (y1 - clampY(rects[item * 4 + 1] as number) + 1);
    if (covers > LARGE_CELLS) {
      return;
    }
    for (let y = clampY(rects[item * 4 + 1] as number); y <= y1; y++) {
      for (let x = clampX(rects[item * 4] as number); x <= x1; x++) {
        visitCell(y * columns + x);
      }
    }
  };
  for (let item = 0; item < count; item++) {
    let listed = false;
    each(item, (at) => {
      start[at + 1] = (start[at + 1] as number) + 1;
      listed = true;
    });
    if (!listed) {
      large.push(item);
    }
  }
  for (let at = 0; at + 1 < start.length; at++) {
    start[at + 1] = (start[at + 1] as number) + (start[at] as number);
  }
  const items = new Int32Array(start[start.length - 1] as number);
  const next = start.slice();
  for (let item = 0; item < count; item++) {
    each(item, (at) => {
      items[next[at] as number] = item;
      next[at] = (next[at] as number) + 1;
    });
  }
  const seen = new Int32Array(count);
  let stamp = 0;
  return {
    query: (rect, visit) => {
      if (count === 0 || rect[2] < left || rect[0] > right || rect[3] < top || rect[1] > bottom) {
        return;
      }
      stamp++;
      for (const item of large) {
        if (touches(rects, item, rect)) {
          visit(item);
        }
      }
      const x1 = clampX(rect[2]);
      const y1 = clampY(rect[3]);
      for (let y = clampY(rect[1]); y <= y1; y++) {
        for (let x = clampX(rect[0]); x <= x1; x++) {
          const end = start[y * columns + x + 1] as number;
          for (let slot = start[y * columns + x] as number; slot < end; slot++) {
            const item = items[slot] as number;
            if (seen[item] !== stamp) {
              seen[item] = stamp;
              if (touches(rects, item, rect)) {
                visit(item);
              }
            }
          }
        }
      }
    },
  };
}

function touches(rects: Float64Array, item: number, rect: readonly [number, number, number, number]): boolean {
  return (
    (rects[item * 4] as number) <= rect[2] &&
    (rects[item * 4 + 2] as number) >= rect[0] &&
    (rects[item * 4 + 1] as number) <= rect[3] &&
    (rects[item * 4 + 3] as number) >= rect[1]
  );
}
