import { type TaskDefinition } from '#contract/events.ts';
import { planQueue, type QueuePlan } from '../queue/plan.ts';
import { type RunState } from '../state/types.ts';
import { type TaskSource } from './task-source.ts';

/** Planning takes at most this share of the time. */
const SHARE = 0.05;

/**
 * The plan of a run, made anew when something has happened, but not so often that planning delays the work: where many short attempts end
 * within a few ms of each other, those that were ready before are begun in their order.
 */
export class Planner {
  readonly #source: TaskSource;
  readonly #state: RunState;
  #plan: QueuePlan<TaskDefinition> | undefined;
  #version = -1;
  #madeAt = 0;
  #tookMs = 0;

  constructor(source: TaskSource, state: RunState) {
    this.#source = source;
    this.#state = state;
  }

  get plan(): QueuePlan<TaskDefinition> | undefined {
    return this.#plan;
  }

  /** A plan for this moment. @param now epoch ms */
  make(now: number): QueuePlan<TaskDefinition> {
    const begun = performance.now();
    this.#version = this.#source.version;
    this.#plan = planQueue(this.#source.items, this.#state, now);
    this.#madeAt = performance.now();
    this.#tookMs = this.#madeAt - begun;
    return this.#plan;
  }

  /**
   * A plan for this moment, or the last one where that was made a moment ago and from the same tasks; then `oldForMs` says when another
   * one is due.
   */
  makeIfDue(now: number): { plan: QueuePlan<TaskDefinition>; oldForMs?: number } {
    const oldForMs = this.#tookMs / SHARE - (performance.now() - this.#madeAt);
    if (!this.#plan || this.#version !== this.#source.version || oldForMs <= 0) {
      return { plan: this.make(now) };
    }
    return { plan: this.#plan, oldForMs };
  }

  /** What the plan holds ready and nothing has been done about since, in its order. @param now epoch ms */
  *ready(now: number): Iterable<TaskDefinition> {
    for (const task of this.#plan?.ready ?? []) {
      const { phase = 'waiting', retryAt = 0 } = this.#state.tasks[task.taskId] ?? {};
      if (phase === 'waiting' || (phase === 'retry' && retryAt <= now)) {
        yield task;
      }
    }
  }
}
