import { type DurationModel, MIN_SAMPLES } from './durations.ts';
import { quantile } from './quantile.ts';
import { seededRandom } from './random.ts';
import { ScheduleSimulation } from './schedule-simulation.ts';
import { type TaskGraph } from './task-graph.ts';
import { openWork, type WorkNetwork } from './work-network.ts';

/**
 * When the open work will be done: Monte-Carlo simulation of its schedule. Each leaf's duration is drawn from seen durations of
 * comparable tasks of this project (bootstrap, Efron 1979), as many leaves run at once as run now, and the p50 and p80 of
 * the simulated ends are the answer. docs/eta.md says what it assumes.
 */

export interface EtaInput {
  graph: TaskGraph;
  network: WorkNetwork;
  leftOut: Uint8Array;
  model: DurationModel;
  /** Places of leaves in work now, and for how long, ms. */
  elapsedMs: ReadonlyMap<number, number>;
  /** Leaves worked on at once, at least 1. */
  parallel: number;
  /** Order of work: of what can start, the lowest is taken first. */
  rank: Float64Array;
  seed: number;
}

export interface Eta {
  /** From now, ms; absent without enough history or without open work. */
  p50Ms?: number;
  p80Ms?: number;
  /** A sentence: what it rests on, or why there is none. */
  basis: string;
}

/** Leaf draws over all simulations: bounds the time to some 20 ms. Many leaves need fewer simulations: their sum varies less. */
const DRAWS = 100_000;
const MOST_RUNS = 400;
const LEAST_RUNS = 20;

export function estimateEta(input: EtaInput): Eta {
  const { graph, network, leftOut, model, parallel } = input;
  const { open } = openWork(graph, leftOut, () => 1);
  const leaves = open.reduce((sum, one) => sum + one, 0);
  if (leaves === 0) {
    return { basis: 'No open tasks.' };
  }
  if (model.samples < MIN_SAMPLES) {
    const missing = MIN_SAMPLES - model.samples;
    return {
      basis: `Not enough history: ${count(model.samples, 'finished task')} with a seen start, ${missing} more needed.`,
    };
  }
  const simulation = new ScheduleSimulation({ ...input, open });
  const random = seededRandom(input.seed);
  const ends = new Float64Array(Math.max(LEAST_RUNS, Math.min(MOST_RUNS, Math.floor(DRAWS / leaves))));
  for (let run = 0; run < ends.length; run += 1) {
    ends[run] = simulation.run(random);
  }
  ends.sort();
  const missing = graph.unresolved.filter((ids, place) => ids.length > 0 && open[place] === 1).length;
  const notes = [
    `${count(leaves, 'open task')}, ${parallel} at a time, from ${count(model.samples, 'seen duration')} of this project.`,
    network.cycles.length > 0 ? `${count(network.cycles.length, 'dependency cycle')} ignored.` : '',
    missing > 0 ? `Dependencies not in the file ignored for ${count(missing, 'task')}.` : '',
  ];
  return { p50Ms: quantile(ends, 0.5), p80Ms: quantile(ends, 0.8), basis: notes.filter(Boolean).join(' ') };
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
