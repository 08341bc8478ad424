/** A stretch of time in which nothing happens, epoch ms. */
export interface Gap {
  from: number;
  to: number;
}

/**
 * Time as it is drawn: idle gaps squeezed, everything else at one scale. `virtual` maps epoch ms to drawn ms, `real` back;
 * both rise steadily and undo each other.
 */
export interface TimeScale {
  gaps: readonly Gap[];
  virtual: (time: number) => number;
  real: (virtual: number) => number;
}

export const PLAIN_SCALE: TimeScale = { gaps: [], virtual: (time) => time, real: (virtual) => virtual };

/** A scale in which each gap (ascending, apart from each other) is drawn as long as `squeezed` ms of ordinary time. */
export function createTimeScale(gaps: readonly Gap[], squeezed: number): TimeScale {
  const kept = gaps.filter((gap) => gap.to - gap.from > squeezed);
  if (kept.length === 0) {
    return PLAIN_SCALE;
  }
  const from = kept.map((gap) => gap.from);
  const to = kept.map((gap) => gap.to);
  // Where each gap starts and ends when drawn.
  const drawnFrom: number[] = [];
  const drawnTo: number[] = [];
  let removed = 0;
  kept.forEach((gap) => {
    drawnFrom.push(gap.from - removed);
    removed += gap.to - gap.from - squeezed;
    drawnTo.push(gap.to - removed);
  });
  return {
    gaps: kept,
    virtual: (time) => through(time, from, to, drawnFrom, drawnTo),
    real: (virtual) => through(virtual, drawnFrom, drawnTo, from, to),
  };
}

/** Piecewise linear from one set of gap borders to the other; outside gaps the distance to the nearest border is kept. */
function through(value: number, from: number[], to: number[], outFrom: number[], outTo: number[]): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (from[middle]! <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const i = low - 1;
  if (i < 0) {
    return value - from[0]! + outFrom[0]!;
  }
  if (value >= to[i]!) {
    return value - to[i]! + outTo[i]!;
  }
  return outFrom[i]! + ((value - from[i]!) / (to[i]! - from[i]!)) * (outTo[i]! - outFrom[i]!);
}
