import { above, below, gauge, oneOf, is, quantileAbove } from '../conditions.ts';
import { type Rule, type Term } from '../types.ts';

const requests = (window: '2m' | '5m'): Term => ({
  metric: 'response_time_seconds',
  aggregation: 'p95',
  by: [],
  filters: [is('operation_type', 'http_request')],
  window,
});

/** Whether the service itself is well. These do not ask whether somebody works: a service that is away cannot know. */
export const SERVICE: readonly Rule[] = [
  {
    id: 'service-unavailable',
    title: 'Service is unavailable',
    group: 'service',
    severity: 'critical',
    condition: below(
      { ...gauge('framework_health_status', [], [is('component', 'service')]), aggregation: 'min' },
      0.5
    ),
    for: '1m',
    cooldown: '1h',
    source: 'Specification 001 critical “Framework completely unavailable: >1 minute downtime”.',
    summary: 'The Task-Master Observability service does not answer, or says that it cannot work',
    since: 'For at least a minute.',
    meaning: 'The service was stopped, its machine is off, its address or token has changed, or its disk is full.',
    steps: [
      '`taskmaster-observe health` on its machine says what is wrong.',
      'Agents are not held up: hooks keep their events in the spool and hand them over later.',
      'Stopped on purpose: pause or silence this rule (docs/alerts.md, “Silence”).',
    ],
    firesOnError: true,
    prometheus: { expr: 'min(up{job=~"taskmaster.*"}) < 1 or min(framework_health_status{component="service"}) < 0.5' },
  },
  {
    id: 'component-down',
    title: 'Part of the service is down',
    group: 'service',
    severity: 'high',
    condition: below(
      {
        metric: 'framework_health_status',
        aggregation: 'max',
        by: ['component'],
        filters: [{ label: 'component', op: '!=', value: 'service' }],
        window: '1m',
      },
      0.5
    ),
    for: '2m',
    cooldown: '4h',
    source: 'Specification 001, metric `framework_health_status`: 0 is down, 0.5 degraded.',
    summary: '{label:component} of the service is down',
    since: 'For at least 2 minutes.',
    meaning:
      'One store cannot be written or read (a full or damaged disk, permissions), or a collector that gets a copy is away.',
    steps: ['`taskmaster-observe health` says it in a sentence for every part.'],
  },
  {
    id: 'responses-very-slow',
    title: 'Responses are very slow',
    group: 'service',
    severity: 'critical',
    condition: quantileAbove(requests('2m'), 0.5, 20),
    for: '2m',
    cooldown: '2h',
    source: 'Specification 001 critical “Response time degradation: >500 ms p95 for 2 minutes”. At least 20 requests.',
    summary: 'One in twenty requests to the service takes longer than {value:duration}',
    since: 'The 95th percentile of 2 minutes, for 2 minutes.',
    meaning: 'The machine is busy with something else, or a dashboard asks for very much at once.',
    steps: ['`taskmaster_http_request_duration_seconds` by route says which requests; then look at CPU and disk.'],
  },
  {
    id: 'responses-slow',
    title: 'Responses are slow',
    group: 'service',
    severity: 'high',
    condition: quantileAbove(requests('5m'), 0.2, 20),
    for: '5m',
    cooldown: '8h',
    source: 'Specification 001 high “Response time SLA breach: >200 ms p95 for 5 minutes”. At least 20 requests.',
    summary: 'One in twenty requests to the service takes longer than {value:duration}',
    since: 'The 95th percentile of 5 minutes, for 5 minutes.',
    meaning: 'As “Responses are very slow”, less so.',
    steps: [
      'Shorten the time range of dashboards that refresh by themselves; see docs/performance.md for what to expect.',
    ],
  },
  {
    id: 'unauthorized',
    title: 'Requests without permission',
    group: 'service',
    severity: 'critical',
    condition: above(
      {
        metric: 'taskmaster_http_request_duration_seconds',
        aggregation: 'increase',
        by: [],
        filters: [oneOf('status', ['401', '403'])],
        window: '1m',
      },
      10
    ),
    for: '0s',
    cooldown: '1h',
    source: 'Specification 001 critical “Unauthorized access attempts: >10 failed auth in 1 minute”.',
    summary: '{value:count} requests to the service were refused within a minute: wrong or no token',
    since: 'Counted over a minute.',
    meaning: 'A client with an old token tries again and again, or somebody guesses.',
    steps: [
      'The log of the service names route and address of refused requests.',
      'After a change of the token: give the new one to Grafana’s datasource and to the agents’ exporters.',
    ],
  },
  {
    id: 'ingestion-lag',
    title: 'Events arrive late',
    group: 'service',
    severity: 'high',
    condition: quantileAbove(
      { metric: 'taskmaster_ingest_lag_seconds', aggregation: 'p95', by: [], window: '5m' },
      60,
      20
    ),
    for: '10m',
    cooldown: '4h',
    source: 'Dashboard 002, rule “ingestion lag”; it gives no number. A minute at the 95th percentile is ours.',
    summary: 'One in twenty events is known only {value:duration} after it happened',
    since: 'The 95th percentile of 5 minutes, for 10 minutes: a spool handed over after an outage does not count.',
    meaning: 'The disk is too slow for what comes in, an exporter holds back, or a machine’s clock is wrong.',
    steps: [
      '`taskmaster_commit_duration_seconds` above a second: the disk. `taskmaster_ingest_in_flight` rising: too much comes in.',
      'Neither: compare the clocks of the machines.',
    ],
  },
];
