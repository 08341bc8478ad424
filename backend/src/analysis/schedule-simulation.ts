import { type DurationModel } from './durations.ts';
import { MinHeap } from './min-heap.ts';
import { resampled, smoothingOf } from './resample.ts';
import { type TaskGraph } from './task-graph.ts';
import { endOf, startOf, type WorkNetwork } from './work-network.ts';

export interface ScheduleInput {
  graph: TaskGraph;
  network: WorkNetwork;
  model: DurationModel;
  /** 1 for leaves that are still to be done. */
  open: Uint8Array;
  /** Places of leaves in work now, and for how long, ms. */
  elapsedMs: ReadonlyMap<number, number>;
  /** Leaves worked on at once, at least 1. */
  parallel: number;
  /** Order of work: of what can start, the lowest is taken first. */
  rank: Float64Array;
}

/** A duration drawn from sorted seen ones; of work already under way only those longer than it has taken, less what is behind it. */
export function drawRemaining(durations: Float64Array, elapsedMs: number, random: () => number): number {
  if (elapsedMs <= 0) {
    return durations[Math.floor(random() * durations.length)]!;
  }
  let low = 0;
  let high = durations.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (durations[middle]! > elapsedMs) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  // Longer than anything seen: on average as much again (after Gott 1993: the past says about as much of the future).
  if (low === durations.length) {
    return elapsedMs * random() * 2;
  }
  return durations[low + Math.floor(random() * (durations.length - low))]! - elapsedMs;
}

/**
 * List scheduling (Graham 1966) over the activity network: whenever a worker is free it takes the ready leaf with the lowest
 * rank. One object simulates many times over the same arrays.
 */
export class ScheduleSimulation {
  private readonly input: ScheduleInput;
  private readonly inDegree: Int32Array;
  /** Events nothing leads to. */
  private readonly first: number[] = [];
  /** Histories there are, and which one each item has; −1 for none. */
  private readonly histories: Float64Array[] = [];
  private readonly historyOf: Int32Array;
  private readonly smoothing: number[];
  /** The histories as drawn for the current simulation. */
  private drawn: Float64Array[] = [];
  private readonly waiting: Int32Array;
  private readonly begun: Uint8Array;
  private readonly running: MinHeap;
  private readonly ready: MinHeap;

  constructor(input: ScheduleInput) {
    this.input = input;
    const { nodes, edges } = input.network;
    this.inDegree = new Int32Array(nodes);
    for (const target of edges.targets) {
      this.inDegree[target]! += 1;
    }
    for (const node of input.network.order) {
      if (this.inDegree[node] === 0) {
        this.first.push(node);
      }
    }
    this.historyOf = Int32Array.from(input.graph.items, (_item, place) => {
      const durations = input.model.leafDurations(place);
      if (!durations) {
        return -1;
      }
      const known = this.histories.indexOf(durations);
      return known >= 0 ? known : this.histories.push(durations) - 1;
    });
    this.smoothing = this.histories.map(smoothingOf);
    this.waiting = new Int32Array(nodes);
    this.begun = new Uint8Array(input.graph.items.length);
    this.running = new MinHeap(input.graph.items.length);
    this.ready = new MinHeap(input.graph.items.length);
  }

  /** Time until all open leaves have ended, ms. */
  run(random: () => number): number {
    const { elapsedMs, open } = this.input;
    const parallel = Math.max(1, this.input.parallel);
    this.drawn = this.histories.map((durations, at) => resampled(durations, this.smoothing[at]!, random));
    this.waiting.set(this.inDegree);
    this.begun.fill(0);
    this.running.clear();
    this.ready.clear();
    // What is in work now goes on, whatever it depends on.
    const totals = this.histories.map((): number[] => []);
    for (const [place, elapsed] of elapsedMs) {
      if (open[place]) {
        const left = this.begin(place, 0, elapsed, random);
        totals[this.historyOf[place]!]?.push(elapsed + left);
      }
    }
    // Of what has begun so far the short has ended and the long is still under way: without it the history is too short.
    this.drawn = this.drawn.map((durations, at) => joined(durations, totals[at]!));
    this.walk(this.first.slice());
    let now = 0;
    while (this.running.size > 0 || this.ready.size > 0) {
      while (this.running.size < parallel && this.ready.size > 0) {
        this.begin(this.ready.pop(), now, 0, random);
      }
      now = this.running.topKey;
      const end = endOf(this.running.pop());
      this.waiting[end]! -= 1;
      if (this.waiting[end] === 0) {
        this.walk([end]);
      }
    }
    return now;
  }

  /** @returns how long it takes from now, ms */
  private begin(place: number, now: number, elapsed: number, random: () => number): number {
    this.begun[place] = 1;
    const durations = this.drawn[this.historyOf[place]!];
    const left = durations ? drawRemaining(durations, elapsed, random) : 0;
    this.running.push(now + left, place);
    return left;
  }

  /** Goes on from events that have happened. The way from start to end of an open leaf is its work, and is not walked. */
  private walk(events: number[]): void {
    const { edges } = this.input.network;
    while (events.length > 0) {
      const node = events.pop()!;
      const place = node >> 1;
      const isWork = node === startOf(place) && this.input.open[place] === 1;
      if (isWork && !this.begun[place]) {
        this.ready.push(this.input.rank[place]!, place);
      }
      for (let at = edges.offsets[node]!; at < edges.offsets[node + 1]!; at += 1) {
        const target = edges.targets[at]!;
        if (isWork && target === endOf(place)) {
          continue;
        }
        this.waiting[target]! -= 1;
        if (this.waiting[target] === 0) {
          events.push(target);
        }
      }
    }
  }
}

function joined(durations: Float64Array, more: readonly number[]): Float64Array {
  if (more.length === 0) {
    return durations;
  }
  const all = new Float64Array(durations.length + more.length);
  all.set(durations);
  all.set(more, durations.length);
  return all.sort();
}
