export interface Packed {
  at: Array<[x: number, y: number]>;
  width: number;
  height: number;
}

/**
 * Puts boxes (width, height) into rows of `rowLength`. The order given is kept, so that the same boxes always land in
 * the same places.
 */
export function packRows(sizes: ReadonlyArray<readonly [number, number]>, rowLength: number, gap: number): Packed {
  const at: Array<[number, number]> = [];
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  let longest = 0;
  for (const [width, height] of sizes) {
    if (x > 0 && x + width > rowLength) {
      x = 0;
      y += rowHeight + gap;
      rowHeight = 0;
    }
    at.push([x, y]);
    longest = Math.max(longest, x + width);
    x += width + gap;
    rowHeight = Math.max(rowHeight, height);
  }
  return { at, width: longest, height: y + rowHeight };
}
