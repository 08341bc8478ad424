export interface Packed {
  at: Array<[number, number]>;
  along: number;
  across: number;
}

/**
 * Puts boxes into rows: along the flow until `rowLength` is used, then a new row. Sizes and places are pairs (along,
 * across); the order given is kept, so that the same boxes always land in the same places.
 */
export function packRows(sizes: ReadonlyArray<readonly [number, number]>, rowLength: number, gap: number): Packed {
  const at: Array<[number, number]> = [];
  let along = 0;
  let across = 0;
  let rowHeight = 0;
  let longest = 0;
  for (const [length, width] of sizes) {
    if (along > 0 && along + length > rowLength) {
      along = 0;
      across += rowHeight + gap;
      rowHeight = 0;
    }
    at.push([along, across]);
    longest = Math.max(longest, along + length);
    along += length + gap;
    rowHeight = Math.max(rowHeight, width);
  }
  return { at, along: longest, across: across + rowHeight };
}
