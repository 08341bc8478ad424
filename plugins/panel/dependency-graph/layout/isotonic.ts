/**
 * Positions for things in a fixed order, each as near to where it wants to be as the distances allow: the weighted
 * least-squares solution, by pooling neighbours that collide (pool adjacent violators), in linear time.
 * `gap[i]` is the least distance from item `i - 1` to item `i`; `gap[0]` is ignored.
 */
export function placeInOrder(
  wanted: ArrayLike<number>,
  weight: ArrayLike<number>,
  gap: ArrayLike<number>,
  count: number
): Float64Array {
  // With x[i] - (sum of gaps up to i) in place of x[i], "far enough apart" becomes "not descending".
  const shift = new Float64Array(count);
  for (let at = 1; at < count; at++) {
    shift[at] = (shift[at - 1] as number) + (gap[at] as number);
  }
  const mean = new Float64Array(count);
  const total = new Float64Array(count);
  const first = new Int32Array(count);
  let blocks = 0;
  for (let at = 0; at < count; at++) {
    let value = (wanted[at] as number) - (shift[at] as number);
    let sum = weight[at] as number;
    let start = at;
    while (blocks > 0 && (mean[blocks - 1] as number) >= value) {
      blocks--;
      const other = total[blocks] as number;
      value = (value * sum + (mean[blocks] as number) * other) / (sum + other);
      sum += other;
      start = first[blocks] as number;
    }
    mean[blocks] = value;
    total[blocks] = sum;
    first[blocks] = start;
    blocks++;
  }
  const placed = new Float64Array(count);
  for (let block = 0; block < blocks; block++) {
    const end = block + 1 < blocks ? (first[block + 1] as number) : count;
    for (let at = first[block] as number; at < end; at++) {
      placed[at] = (mean[block] as number) + (shift[at] as number);
    }
  }
  return placed;
}
