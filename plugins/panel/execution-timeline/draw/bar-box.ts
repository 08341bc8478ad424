import { RUN, TASK } from '../model/codes.ts';

/** Height of the strip below a collapsed row's bar, and the space between, px. */
export const STRIP = 4;
export const STRIP_GAP = 1;

/**
 * Top and height of a bar within its row: what holds others is taller, so that nesting can be read without colour. A collapsed
 * row takes more of its height, as the strip of what it hides has to fit in as well.
 */
export function barBox(kind: number, row: number, hides = false): { y: number; height: number } {
  const share = hides ? 0.8 : kind === TASK ? 0.72 : kind === RUN ? 0.5 : 0.62;
  const height = Math.max(6, Math.round(row * share));
  return { y: Math.round((row - height) / 2), height };
}
