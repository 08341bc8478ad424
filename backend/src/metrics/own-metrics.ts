import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const RUN = ['project', 'run'] as const;
const TASK = ['project', 'run', 'task'] as const;

/** What this service says about projects and about itself, all under `taskmaster_`. */
export function ownMetrics(registry: Registry) {
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name, help, labelNames: [...labelNames], registers });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter<L>({ name, help, labelNames: [...labelNames], registers });
  return {
    tasks: gauge('taskmaster_tasks', 'Leaf tasks by status, in the current tag', ['project', 'status']),
    progress: gauge('taskmaster_progress_ratio', 'Finished ÷ counted leaf tasks, 0 to 1', ['project']),
    tokens: gauge('taskmaster_tokens', 'Tokens used for a project so far', ['project', 'type']),
    cost: gauge('taskmaster_cost_usd', 'Cost of a project so far, as agents reported it', ['project']),
    transitions: counter('taskmaster_status_changes_total', 'Status changes seen, by new status', ['to']),
    events: counter('taskmaster_events_total', 'Events written to the journal', ['type', 'source']),
    apiFailures: counter('taskmaster_api_failures_total', 'Model requests that failed for good', ['status_code']),
    runOutcomes: counter(
      'taskmaster_run_outcomes_total',
      'How the work of the newest run of a project ended, by kind',
      ['project', 'run', 'kind', 'outcome']
    ),
    activeRuns: gauge('taskmaster_active_runs', 'Open runs in which something happened in the last 30 minutes'),
    runLastEvent: gauge(
      'taskmaster_run_last_event_timestamp_seconds',
      'Last event of a run that is open or ended in the last hour, seconds since 1970',
      RUN
    ),
    runProgress: gauge('taskmaster_run_progress_ratio', 'Progress of the project of such a run, 0 to 1', RUN),
    runStalled: gauge(
      'taskmaster_run_stalled_seconds',
      'How long an agent has been at work without a task begun or finished, though some are ready; else 0',
      RUN
    ),
    budget: gauge('taskmaster_budget_usd', 'What a project may cost, as configured', ['project']),
    budgetUsed: gauge('taskmaster_run_budget_used_ratio', 'Cost ÷ budget of the project of an open run', RUN),
    taskSilence: gauge(
      'taskmaster_task_silence_ratio',
      'Silence of a task in work ÷ the silence that can be explained; stuck above 1',
      TASK
    ),
    taskLastSign: gauge(
      'taskmaster_task_last_sign_timestamp_seconds',
      'Last sign of life of a task in work, seconds since 1970',
      TASK
    ),
    taskOverrun: gauge(
      'taskmaster_task_overrun_ratio',
      'Time in work ÷ expected time of a task that is not stuck',
      TASK
    ),
    ingestLag: new Histogram({
      name: 'taskmaster_ingest_lag_seconds',
      help: 'From the happening of an event to this service knowing it',
      buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600],
      registers,
    }),
    ingestRequests: counter('taskmaster_ingest_requests_total', 'Bodies received, by door', ['door', 'outcome']),
    ingestRecords: counter('taskmaster_ingest_records_total', 'Records received, by door', ['door', 'outcome']),
    ingestBytes: counter('taskmaster_ingest_bytes_total', 'Bytes received, unpacked, by door', ['door']),
    inFlight: gauge('taskmaster_ingest_in_flight', 'Bodies received and not yet on disk'),
    inFlightBytes: gauge('taskmaster_ingest_in_flight_bytes', 'Their bytes'),
    commitSeconds: new Histogram({
      name: 'taskmaster_commit_duration_seconds',
      help: 'From handing a body to the writer to knowing it on disk',
      labelNames: ['door'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    liveClients: gauge('taskmaster_live_clients', 'Connected live clients', ['transport', 'format']),
    httpSeconds: new Histogram({
      name: 'taskmaster_http_request_duration_seconds',
      help: 'Requests to this service, by route template',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    brokenInputs: gauge('taskmaster_broken_inputs', 'Inputs that cannot be read now', ['project']),
    forwarderQueue: gauge('taskmaster_forwarder_queue_bytes', 'OTLP bytes waiting for the other collector'),
    forwarderBodies: gauge('taskmaster_forwarder_bodies', 'OTLP bodies since the start, by what became of them', [
      'outcome',
    ]),
    exportItems: gauge('taskmaster_export_items', 'Telemetry of this service sent since the start, by outcome', [
      'signal',
      'what',
      'outcome',
    ]),
    exportWaiting: gauge('taskmaster_export_waiting', 'Events and lines of this service that wait to be sent', [
      'signal',
      'what',
    ]),
    upstreamRequests: gauge(
      'taskmaster_upstream_requests',
      'Requests to telemetry servers since the start, by outcome',
      ['signal', 'url', 'outcome']
    ),
    upstreamBreaker: gauge('taskmaster_upstream_breaker', 'Telemetry server: 0 asked, 0.5 on trial, 1 left alone', [
      'signal',
      'url',
    ]),
    networkBytes: gauge('taskmaster_host_network_bytes_per_second', 'Network traffic of this machine', ['direction']),
    diskBytes: gauge('taskmaster_host_disk_bytes_per_second', 'Disk traffic of this machine', ['direction']),
    load: gauge('taskmaster_host_load', 'Load average over one minute'),
    agentMemory: gauge('taskmaster_agent_memory_bytes', 'Resident memory of a followed agent process', ['pid']),
  };
}

export type OwnMetrics = ReturnType<typeof ownMetrics>;
