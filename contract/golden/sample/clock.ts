/** The fixed clock of the sample project: its run begins at 08:00 UTC, and it is 12:00 when the golden answers are given. */
export const START = Date.UTC(2026, 10, 20, 8, 0, 0);

/** Epoch ms of a moment `minutes` after the run began; undefined stays undefined. */
export function at(minutes: number): number;
export function at(minutes: number | undefined): number | undefined;
export function at(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : START + minutes * 60_000;
}

export const NOW_MINUTES = 240;
export const NOW = at(NOW_MINUTES);

export const minutes = (count: number) => count * 60_000;
