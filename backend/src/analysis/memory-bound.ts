/**
 * The bound spec 004 measures memory against, O(√n) for n tasks, with a named constant: c·√n bytes. The default c of 128 MiB makes
 * 640 MiB of the 25 tasks of the sample project: 100 MB for this service (its budget at rest) and one agent process of half a
 * gigabyte. It is a yardstick to be set per machine, not a measurement.
 */
export function memoryBoundBytes(tasks: number, coefficientBytes: number): number {
  return Math.round(coefficientBytes * Math.sqrt(Math.max(0, tasks)));
}
