import { collectDefaultMetrics, Registry } from 'prom-client';
import { type JournalEvent } from '#contract/events.ts';
import { type MetricPoint } from '../telemetry/types.ts';
import { EventCounters } from './from-events.ts';
import { ownMetrics, type OwnMetrics } from './own-metrics.ts';
import { lagSeconds } from './ingest-lag.ts';
import { RequestRates } from './request-rates.ts';
import { forgetSeries, restoreRegistry, saveRegistry } from './registry-state.ts';
import { type CountersState } from './state-file.ts';
import { RunOutcomes } from './run-outcomes.ts';
import { specMetrics, type SpecMetrics } from './spec-metrics.ts';
import { registryPoints } from './to-points.ts';

/** Fed from the journal and saved; everything else counts since the start of the process. */
const FROM_EVENTS = [
  'command_executions_total',
  'command_duration_seconds',
  'module_delegation_count',
  'quality_gate_checks_total',
  'session_duration_seconds',
  'taskmaster_status_changes_total',
  'taskmaster_events_total',
  'taskmaster_api_failures_total',
  'taskmaster_run_outcomes_total',
  'taskmaster_ingest_lag_seconds',
];

/** Recorded by the host sampler itself, at its own pace. */
export const HOST_METRICS: ReadonlySet<string> = new Set([
  'resource_utilization_percentage',
  'memory_usage_bytes',
  'taskmaster_host_network_bytes_per_second',
  'taskmaster_host_disk_bytes_per_second',
  'taskmaster_host_load',
  'taskmaster_agent_memory_bytes',
]);

/** Refreshes gauges before they are read. */
export type Refresher = () => Promise<void> | void;

/** All metrics of the service: for `/metrics` and, every 15 s, for the embedded metric store. */
export class Metrics {
  readonly registry = new Registry();
  readonly spec: SpecMetrics;
  readonly own: OwnMetrics;
  readonly events: EventCounters;
  readonly requests: RequestRates;
  readonly outcomes: RunOutcomes;
  readonly environment: string;
  readonly #startedAt = Date.now();
  readonly #refreshers: Refresher[] = [];
  #seq = 0;
  #restored = false;

  constructor(environment: string) {
    this.environment = environment;
    this.spec = specMetrics(this.registry);
    this.own = ownMetrics(this.registry);
    this.events = new EventCounters(this.spec, this.own);
    this.requests = new RequestRates(this.spec, this.own);
    this.outcomes = new RunOutcomes(this.own.runOutcomes);
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
    this.refreshWith(() => this.#refreshOwn());
  }

  /** Counts events that are on disk; what was counted already is left out. */
  count(events: readonly JournalEvent[]): void {
    for (const event of events) {
      if (event.seq > this.#seq) {
        this.events.count(event);
        this.outcomes.count(event, Date.now());
        const lag = lagSeconds(event);
        if (lag !== undefined) {
          this.own.ingestLag.observe(lag);
        }
        this.#seq = event.seq;
      }
    }
  }

  /** Sequence number of the last event counted. */
  get seq(): number {
    return this.#seq;
  }

  /** Leaves everything up to an event uncounted. */
  skipTo(seq: number): void {
    this.#seq = seq;
  }

  refreshWith(refresher: Refresher): void {
    this.#refreshers.push(refresher);
  }

  /** Prometheus text. */
  async text(): Promise<string> {
    await this.#refresh();
    return this.registry.metrics();
  }

  /** As points, without what the host sampler records itself. */
  points(now: number): Promise<MetricPoint[]> {
    return this.#points(now, (name) => HOST_METRICS.has(name));
  }

  /** All of `/metrics` as points. */
  everything(now: number): Promise<MetricPoint[]> {
    return this.#points(now, () => false);
  }

  async #points(now: number, leaveOut: (name: string) => boolean): Promise<MetricPoint[]> {
    await this.#refresh();
    // What goes on from before a restart did not begin with this process: its first value here is no increase.
    const startOf = (name: string) => (this.#restored && FROM_EVENTS.includes(name) ? undefined : this.#startedAt);
    return registryPoints(this.registry, now, startOf, leaveOut);
  }

  async save(): Promise<CountersState> {
    const seq = this.#seq;
    const registry = await saveRegistry(this.registry, FROM_EVENTS);
    return { version: 1, seq, registry, sessions: this.events.sessions.save(), problems: this.events.saveProblems() };
  }

  /** Keeps nothing that holds a text. */
  async forget(text: string): Promise<void> {
    this.events.forget(text);
    this.outcomes.forget(text);
    await forgetSeries(this.registry, text);
  }

  restore(state: CountersState): void {
    restoreRegistry(this.registry, state.registry);
    this.outcomes.adopt(state.registry.counters.taskmaster_run_outcomes_total ?? []);
    this.#restored = true;
    this.events.sessions.restore(state.sessions);
    this.events.restoreProblems(state.problems);
    this.#seq = state.seq;
  }

  async #refresh(): Promise<void> {
    await Promise.all(this.#refreshers.map((refresh) => refresh()));
  }

  #refreshOwn(): void {
    const now = Date.now();
    this.requests.refresh(now);
    this.spec.sessions.reset();
    for (const [type, count] of this.events.sessions.active(now)) {
      this.spec.sessions.set({ session_type: type, environment: this.environment }, count);
    }
    this.own.brokenInputs.reset();
    for (const [project, count] of this.events.brokenInputs()) {
      this.own.brokenInputs.set({ project }, count);
    }
    this.spec.errorRate.reset();
    const shares = [
      ['tool_error', 'tools', this.events.errorShare('tool', now)],
      ['request_error', 'model', this.events.errorShare('request', now)],
      ['http_5xx', 'service', this.requests.errorShare(now)],
    ] as const;
    for (const [type, component, share] of shares) {
      if (share !== undefined) {
        this.spec.errorRate.set({ error_type: type, component }, share);
      }
    }
  }
}
