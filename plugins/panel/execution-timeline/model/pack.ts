import type { SpanTable } from './span-table.ts';
import { buildPyramid, type Pyramid } from './pyramid.ts';

/** One line of bars that never overlap, by start. */
export type Track = Pyramid;

/** Below this many spans a plain walk is faster than building levels. */
const PLAIN = 48;

/**
 * Lays the spans of a lane on as few lines as their overlaps need: each goes to the topmost line that is free, as a reader
 * expects. A running span keeps the rest of its line to itself. O(n log n), also where everything overlaps.
 */
export function packTracks(spans: readonly number[], table: SpanTable): Track[] {
  if (spans.length === 1) {
    return [{ order: spans, levels: [] }];
  }
  const { start, end, status } = table;
  const sorted = [...spans];
  if (!isSorted(sorted, start)) {
    sorted.sort((a, b) => start[a]! - start[b]! || a - b);
  }
  const lines: number[][] = [];
  const free = new FirstFree();
  for (const span of sorted) {
    const at = free.find(start[span]!);
    const line = (lines[at] ??= []);
    line.push(span);
    free.set(at, end[span]!);
  }
  return lines.map((line) =>
    line.length > PLAIN ? buildPyramid(Int32Array.from(line), status) : { order: line, levels: [] }
  );
}

/** A tournament tree over the ends of lines: finds the first that has ended, or the next new one. */
class FirstFree {
  #size = 1;
  /** Least end below each node; unused lines ended long ago. */
  #least = new Float64Array(2).fill(-Infinity);

  find(at: number): number {
    if (this.#least[1]! > at) {
      const grown = new Float64Array(this.#size * 4).fill(-Infinity);
      grown.set(this.#least.subarray(this.#size), this.#size * 2);
      this.#size *= 2;
      this.#least = grown;
      for (let node = this.#size - 1; node > 0; node--) {
        grown[node] = Math.min(grown[2 * node]!, grown[2 * node + 1]!);
      }
    }
    let node = 1;
    while (node < this.#size) {
      node = this.#least[2 * node]! <= at ? 2 * node : 2 * node + 1;
    }
    return node - this.#size;
  }

  set(line: number, end: number): void {
    let node = line + this.#size;
    this.#least[node] = end;
    for (node >>= 1; node > 0; node >>= 1) {
      this.#least[node] = Math.min(this.#least[2 * node]!, this.#least[2 * node + 1]!);
    }
  }
}

function isSorted(spans: readonly number[], start: Float64Array): boolean {
  for (let i = 1; i < spans.length; i++) {
    if (start[spans[i]!]! < start[spans[i - 1]!]!) {
      return false;
    }
  }
  return true;
}
