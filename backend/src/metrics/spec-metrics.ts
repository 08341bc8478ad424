import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/**
 * The metrics of the monitoring specification's definition list, under its names and labels. What cannot be known from
 * what the tools report is left out (docs/metrics.md says which and why); `user_id` is off.
 */
export function specMetrics(registry: Registry) {
  const registers = [registry];
  return {
    commands: new Counter({
      name: 'command_executions_total',
      help: 'Tool calls of agents and attempts at tasks, by kind and outcome',
      labelNames: ['command_type', 'status'] as const,
      registers,
    }),
    commandSeconds: new Histogram({
      name: 'command_duration_seconds',
      help: 'Duration of tool calls and attempts, where it was reported',
      labelNames: ['command_type', 'complexity_level'] as const,
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600],
      registers,
    }),
    delegations: new Counter({
      name: 'module_delegation_count',
      help: 'Work handed to sub-agents, by their type and outcome',
      labelNames: ['source_command', 'target_module', 'status'] as const,
      registers,
    }),
    gates: new Counter({
      name: 'quality_gate_checks_total',
      help: 'Permission decisions on tool calls: the one gate whose result is reported',
      labelNames: ['gate_type', 'status', 'severity'] as const,
      registers,
    }),
    sessionSeconds: new Histogram({
      name: 'session_duration_seconds',
      help: 'Length of agent sessions whose start and end were seen',
      labelNames: ['session_type', 'agent_count', 'outcome'] as const,
      buckets: [10, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400],
      registers,
    }),
    responseSeconds: new Histogram({
      name: 'response_time_seconds',
      help: 'Response time of model requests (size: tokens) and of this service (size: bytes)',
      labelNames: ['operation_type', 'resource_size'] as const,
      buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
      registers,
    }),
    utilization: new Gauge({
      name: 'resource_utilization_percentage',
      help: 'Use of this machine’s resources, 0 to 100',
      labelNames: ['resource_type', 'environment'] as const,
      registers,
    }),
    health: new Gauge({
      name: 'framework_health_status',
      help: '1 well, 0.5 degraded, 0 down, by component',
      labelNames: ['component', 'environment'] as const,
      registers,
    }),
    errorRate: new Gauge({
      name: 'error_rate_percentage',
      help: 'Share of failures in the last 5 minutes, 0 to 100; absent where nothing was tried',
      labelNames: ['error_type', 'component'] as const,
      registers,
    }),
    sessions: new Gauge({
      name: 'concurrent_sessions_active',
      help: 'Agent sessions that have not ended and were heard of in the last 30 minutes',
      labelNames: ['session_type', 'environment'] as const,
      registers,
    }),
    requestRate: new Gauge({
      name: 'api_requests_per_second',
      help: 'Requests to this service in the last minute, per second',
      labelNames: ['endpoint', 'method'] as const,
      registers,
    }),
    memory: new Gauge({
      name: 'memory_usage_bytes',
      help: 'Resident memory of this service and of followed agents; memory in use on the host',
      labelNames: ['component', 'environment'] as const,
      registers,
    }),
  };
}

export type SpecMetrics = ReturnType<typeof specMetrics>;
