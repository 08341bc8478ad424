/**
 * How many generated data sets, and which: by default always the same ones, so that a run says something of what was changed.
 * TASKMASTER_ENGINES_RUNS takes more or fewer, TASKMASTER_ENGINES_SEED others.
 */
export function rounds(times = 1): { numRuns: number; seed: number } {
  const runs = Number(process.env.TASKMASTER_ENGINES_RUNS ?? 25);
  return { numRuns: Math.ceil(runs * times), seed: Number(process.env.TASKMASTER_ENGINES_SEED ?? 20_261_121) };
}
