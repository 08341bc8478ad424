/**
 * The start from which on at least `limit` of the given starts lie; what begins before it cannot be among the latest `limit`
 * rows, whatever else there is. −Infinity where there are no more than `limit`.
 */
export function floorOf(starts: readonly number[], limit: number): number {
  return starts.length <= limit ? -Infinity : Float64Array.from(starts).sort()[starts.length - limit]!;
}
