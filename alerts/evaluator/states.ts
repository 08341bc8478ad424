import { type Duration } from '../types.ts';
import { type GrafanaRule } from '../grafana/rule.ts';
import { seconds } from '../seconds.ts';
import { type Result } from './evaluation.ts';
import { keyOf, type Labels } from './values.ts';

/**
 * Pending, firing and resolved: `pkg/services/ngalert/state/manager.go` and `state.go`, with the feature
 * `alertingNoDataErrorExecution` that is on since 10.3.
 */

export type State = 'Normal' | 'Pending' | 'Alerting' | 'Error';

export interface Instance {
  labels: Labels;
  state: State;
  /** When it came into this state. */
  startsAt: number;
  evaluatedAt: number;
  values: Result['values'];
}

export interface Change {
  at: number;
  labels: Labels;
  from: State;
  to: State;
  values: Result['values'];
}

/** The states of one rule's alerts over its evaluations. */
export class RuleStates {
  readonly instances = new Map<string, Instance>();
  readonly #rule: GrafanaRule;
  readonly #intervalMs: number;
  readonly #forMs: number;

  constructor(rule: GrafanaRule, interval: Duration) {
    this.#rule = rule;
    this.#intervalMs = seconds(interval) * 1000;
    this.#forMs = seconds(rule.for as Duration) * 1000;
  }

  /** Takes one evaluation in; answers with what changed. */
  process(results: readonly Result[], now: number): Change[] {
    const changes: Change[] = [];
    const [first] = results;
    const forAll =
      first !== undefined &&
      (first.state === 'NoData' || (first.state === 'Error' && this.#rule.execErrState !== 'Error')) &&
      this.instances.size > 0 &&
      results.every(({ state }) => state === first.state);
    if (forAll) {
      for (const instance of this.instances.values()) {
        this.#next(instance, first, now, changes);
      }
    } else {
      for (const result of results) {
        this.#next(this.#instance(result.labels, now), result, now, changes);
      }
    }
    this.#dropStale(now, changes);
    return changes;
  }

  firing(): Instance[] {
    return [...this.instances.values()].filter(({ state }) => state === 'Alerting');
  }

  #instance(labels: Labels, now: number): Instance {
    const key = keyOf(labels);
    let instance = this.instances.get(key);
    if (!instance) {
      instance = { labels, state: 'Normal', startsAt: now, evaluatedAt: now, values: {} };
      this.instances.set(key, instance);
    }
    return instance;
  }

  #next(instance: Instance, result: Result, now: number, changes: Change[]): void {
    const before = instance.state;
    const after = this.#after(instance, result, now);
    if (result.state === 'Alerting' || result.state === 'Normal') {
      instance.values = result.values;
    }
    instance.evaluatedAt = now;
    if (after !== before) {
      instance.state = after;
      instance.startsAt = now;
      changes.push({ at: now, labels: instance.labels, from: before, to: after, values: instance.values });
    }
  }

  #after(instance: Instance, result: Result, now: number): State {
    const alerting = (): State => {
      if (instance.state === 'Alerting') {
        return 'Alerting';
      }
      if (instance.state === 'Pending') {
        return now - instance.startsAt >= this.#forMs ? 'Alerting' : 'Pending';
      }
      return this.#forMs > 0 ? 'Pending' : 'Alerting';
    };
    switch (result.state) {
      case 'Alerting':
        return alerting();
      case 'Error':
        return this.#rule.execErrState === 'Alerting'
          ? alerting()
          : this.#rule.execErrState === 'OK'
            ? 'Normal'
            : 'Error';
      default:
        return 'Normal'; // NoData is OK in every rule
    }
  }

  /** What was not seen for two intervals is gone; a firing alert among it is resolved (`stateIsStale`). */
  #dropStale(now: number, changes: Change[]): void {
    for (const [key, instance] of this.instances) {
      if (instance.evaluatedAt + 2 * this.#intervalMs <= now) {
        this.instances.delete(key);
        if (instance.state === 'Alerting') {
          const { labels, values } = instance;
          changes.push({ at: now, labels, from: 'Alerting', to: 'Normal', values });
        }
      }
    }
  }
}
