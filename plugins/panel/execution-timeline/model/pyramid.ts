/**
 * Levels of detail over spans in a fixed order: `levels[k][i]` is the most urgent of 2^(k+1) neighbours from i·2^(k+1) on.
 * Finds the worst of any range in O(log n), so that a pixel column tells the truth about thousands of spans below it.
 */
export interface Pyramid {
  order: ArrayLike<number>;
  levels: Int32Array[];
}

/** Of two spans the one that a shared pixel shows: the more urgent, the earlier on a tie. */
function worse(a: number, b: number, status: Uint8Array): number {
  return status[b]! > status[a]! ? b : a;
}

export function buildPyramid(order: ArrayLike<number>, status: Uint8Array): Pyramid {
  const levels: Int32Array[] = [];
  let below = order;
  while (below.length > 1) {
    const level = new Int32Array(Math.ceil(below.length / 2));
    for (let i = 0; i < level.length; i++) {
      const left = below[2 * i]!;
      level[i] = 2 * i + 1 < below.length ? worse(left, below[2 * i + 1]!, status) : left;
    }
    levels.push(level);
    below = level;
  }
  return { order, levels };
}

/** The most urgent span at positions [from, to) of the order; -1 for an empty range. Without levels (short rows) it walks. */
export function worstInRange(pyramid: Pyramid, status: Uint8Array, from: number, to: number): number {
  let best = -1;
  if (pyramid.levels.length === 0) {
    for (let i = from; i < to; i++) {
      best = best < 0 ? pyramid.order[i]! : worse(best, pyramid.order[i]!, status);
    }
    return best;
  }
  let low = from;
  let high = to;
  let values: ArrayLike<number> = pyramid.order;
  const take = (span: number) => {
    best = best < 0 ? span : worse(best, span, status);
  };
  for (let k = 0; low < high; k++) {
    if (low & 1) {
      take(values[low++]!);
    }
    if (high & 1) {
      take(values[--high]!);
    }
    low >>= 1;
    high >>= 1;
    values = pyramid.levels[k] ?? [];
  }
  return best;
}
