/** The stretch on screen, in drawn ms of a `TimeScale`. */
export interface Viewport {
  from: number;
  to: number;
}

/** Shortest stretch that can be zoomed to, ms. */
export const MIN_SPAN = 0.05;

/** Zooms by `factor` (< 1 nearer) so that what lies at `anchor` (0–1 of the width) stays there. */
export function zoom(view: Viewport, factor: number, anchor: number, whole: Viewport): Viewport {
  const length = view.to - view.from;
  const next = Math.max(MIN_SPAN, Math.min(length * factor, (whole.to - whole.from) * 4));
  const at = view.from + length * anchor;
  return keepNear({ from: at - next * anchor, to: at + next * (1 - anchor) }, whole);
}

/** Moves by a share of the width; the data can never leave the screen altogether. */
export function pan(view: Viewport, share: number, whole: Viewport): Viewport {
  const by = (view.to - view.from) * share;
  return keepNear({ from: view.from + by, to: view.to + by }, whole);
}

function keepNear(view: Viewport, whole: Viewport): Viewport {
  const length = view.to - view.from;
  const margin = length * 0.25;
  let { from } = view;
  from = Math.min(from, whole.to - margin);
  from = Math.max(from, whole.from + margin - length);
  return { from, to: from + length };
}
