import { RUN, TASK } from '../model/codes.ts';

/** Top and height of a bar within its row: what holds others is taller, so that nesting can be read without colour. */
export function barBox(kind: number, row: number): { y: number; height: number } {
  const share = kind === TASK ? 0.72 : kind === RUN ? 0.5 : 0.62;
  const height = Math.max(6, Math.round(row * share));
  return { y: Math.round((row - height) / 2), height };
}
