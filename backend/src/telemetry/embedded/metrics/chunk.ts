import { blobOf, floats, uints } from '../shared/blob.ts';

/** Samples of one series in one hour, ascending by (at, span), no two alike. */
export interface ScalarChunk {
  at: Float64Array;
  span: Uint32Array;
  value: Float64Array;
}

/** One row per histogram: [at, span, count, sum, min, max, counts…]. */
export type HistogramRow = Float64Array;

const HEADER = 8;

/** `hourStart` < at ≤ hourStart + 1 h. 12 bytes a sample, 16 where spans matter (delta). */
export function encodeScalars(chunk: ScalarChunk, hourStart: number): Uint8Array {
  const n = chunk.at.length;
  const spans = chunk.span.some((span) => span !== 0);
  const bytes = new Uint8Array(HEADER + n * (spans ? 16 : 12));
  uints(bytes, 0, 2).set([n, spans ? 1 : 0]);
  floats(bytes, HEADER, n).set(chunk.value);
  const offsets = uints(bytes, HEADER + n * 8, n);
  for (let i = 0; i < n; i++) {
    offsets[i] = chunk.at[i]! - hourStart;
  }
  if (spans) {
    uints(bytes, HEADER + n * 12, n).set(chunk.span);
  }
  return bytes;
}

export function decodeScalars(bytes: Uint8Array, hourStart: number): ScalarChunk {
  const [n = 0, spans] = uints(bytes, 0, 2);
  const offsets = uints(bytes, HEADER + n * 8, n);
  const at = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    at[i] = hourStart + offsets[i]!;
  }
  return {
    at,
    value: floats(bytes, HEADER, n),
    span: spans ? uints(bytes, HEADER + n * 12, n) : new Uint32Array(n),
  };
}

export function encodeHistograms(rows: readonly HistogramRow[]): Uint8Array {
  const width = rows[0]?.length ?? 0;
  const all = new Float64Array(1 + rows.length * width);
  uints(blobOf(all), 0, 2).set([rows.length, width]);
  rows.forEach((row, i) => all.set(row, 1 + i * width));
  return blobOf(all);
}

export function decodeHistograms(bytes: Uint8Array): HistogramRow[] {
  const [n = 0, width = 0] = uints(bytes, 0, 2);
  const all = floats(bytes, HEADER, n * width);
  return Array.from({ length: n }, (_, i) => all.subarray(i * width, (i + 1) * width));
}

/** Samples in order of arrival. */
export interface FreshScalars {
  at: ArrayLike<number>;
  span: ArrayLike<number>;
  value: ArrayLike<number>;
}

/** Joins samples; of two at the same place the one that arrived later stands. */
export function mergeScalars(old: ScalarChunk | undefined, fresh: FreshScalars): ScalarChunk {
  const before = old?.at.length ?? 0;
  const n = before + fresh.at.length;
  const at = new Float64Array(n);
  const span = new Uint32Array(n);
  const value = new Float64Array(n);
  if (old) {
    at.set(old.at);
    span.set(old.span);
    value.set(old.value);
  }
  at.set(fresh.at, before);
  span.set(fresh.span, before);
  value.set(fresh.value, before);
  if (ascending(at, span, before)) {
    return { at, span, value };
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => at[a]! - at[b]! || span[a]! - span[b]! || a - b);
  const kept = order.filter((i, k) => {
    const next = order[k + 1];
    return next === undefined || at[next] !== at[i] || span[next] !== span[i];
  });
  return {
    at: Float64Array.from(kept, (i) => at[i]!),
    span: Uint32Array.from(kept, (i) => span[i]!),
    value: Float64Array.from(kept, (i) => value[i]!),
  };
}

/** True where the samples from `start` on already stand in order after the ones before. */
function ascending(at: Float64Array, span: Uint32Array, start: number): boolean {
  for (let i = Math.max(1, start); i < at.length; i++) {
    if (at[i]! < at[i - 1]! || (at[i] === at[i - 1] && span[i]! <= span[i - 1]!)) {
      return false;
    }
  }
  return true;
}

export function mergeHistograms(old: readonly HistogramRow[], fresh: readonly HistogramRow[]): HistogramRow[] {
  const all = [...old, ...fresh];
  const order = all.map((_, i) => i).sort((a, b) => all[a]![0]! - all[b]![0]! || all[a]![1]! - all[b]![1]! || a - b);
  return order
    .filter((i, k) => {
      const next = all[order[k + 1] ?? -1];
      return next === undefined || next[0] !== all[i]![0] || next[1] !== all[i]![1];
    })
    .map((i) => all[i]!);
}
