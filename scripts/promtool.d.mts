/** Path of promtool; undefined where there is none. */
export function findPromtool(): string | undefined;
