import Type, { type Static, type TSchema } from 'typebox';

/** Schemas of what stands inside `query` for each query type. An unknown field is a 400 that names it. */

const strict = { additionalProperties: false } as const;
const text = (description: string) => Type.Optional(Type.String({ maxLength: 512, description }));
const texts = (description: string) =>
  Type.Optional(Type.Array(Type.String({ maxLength: 512 }), { maxItems: 200, description }));
const flag = (description: string) => Type.Optional(Type.Boolean({ description }));
const limit = (maximum: number) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum, description: `Most rows to answer with, up to ${maximum}` }));
const scope = {
  project: text('Project id; all projects where absent'),
  tag: text("Tag of the task file; the project's current tag where absent, '*' for every tag"),
  run: text("Run id, or 'newest': the project's open run, else its latest"),
};
const taskId = text('Task id as Task Master shows it: 5 or 5.2');
const session = text('Agent session id');

export const LabelFilter = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 256 }),
    op: Type.Union([Type.Literal('='), Type.Literal('!='), Type.Literal('=~'), Type.Literal('!~')]),
    value: Type.String({ maxLength: 1024 }),
  },
  strict
);
export type LabelFilter = Static<typeof LabelFilter>;

const AGGREGATIONS = [
  'rate',
  'increase',
  'sum',
  'avg',
  'min',
  'max',
  'last',
  'count',
  'p50',
  'p75',
  'p90',
  'p95',
  'p99',
] as const;
export const Aggregation = Type.Enum([...AGGREGATIONS]);
export type Aggregation = (typeof AGGREGATIONS)[number];

export const QUERY_SCHEMAS = {
  projects: Type.Object({ project: text('Only this one'), limit: limit(1000) }, strict),
  runs: Type.Object({ project: scope.project, source: text('observed, execute or git'), limit: limit(5000) }, strict),
  tasks: Type.Object(
    {
      ...scope,
      taskId,
      parentId: text('Only subtasks of this task'),
      status: texts('Only these statuses'),
      search: text('Text in the title'),
      includeSubtasks: flag('Subtasks as rows of their own (default true)'),
      includeRemoved: flag('Tasks no longer in the file (default false)'),
      limit: limit(50_000),
    },
    strict
  ),
  dependencyGraph: Type.Object(
    {
      ...scope,
      taskId,
      depth: Type.Optional(Type.Integer({ minimum: 0, maximum: 100, description: 'Steps up and down from taskId' })),
      includeSubtasks: flag('Subtasks as nested nodes (default true)'),
      hideFinished: flag('Leave finished tasks out (default false)'),
      limit: limit(50_000),
    },
    strict
  ),
  timeline: Type.Object(
    {
      ...scope,
      taskId,
      session,
      kinds: texts('Only these kinds: run, task, attempt, agent, tool, marker'),
      limit: limit(200_000),
    },
    strict
  ),
  events: Type.Object(
    {
      ...scope,
      taskId,
      session,
      types: texts('Only these types; a trailing * matches the rest: task.*'),
      sources: texts('Only these sources'),
      search: text('Text in the event'),
      order: Type.Optional(Type.Enum(['asc', 'desc'])),
      limit: limit(50_000),
    },
    strict
  ),
  status: Type.Object({ ...scope }, strict),
  metric: Type.Object(
    {
      metric: text('Metric name'),
      aggregation: Type.Optional(Aggregation),
      groupBy: texts('Labels to keep; empty: one series'),
      filters: Type.Optional(Type.Array(LabelFilter, { maxItems: 50 })),
      limit: limit(1000),
      instant: flag('One value per series, at the end of the range'),
      raw: Type.Optional(
        Type.String({ maxLength: 16_384, description: 'PromQL, where the metric engine is Prometheus; up to 16 KB' })
      ),
      exemplars: flag('Also exemplars, as a frame of their own, where the metric engine is Prometheus'),
      ...scope,
      taskId,
    },
    strict
  ),
  logs: Type.Object(
    {
      ...scope,
      taskId,
      session,
      search: text('Words that must all be in the line'),
      severity: text('Least severity: trace, debug, info, warn, error, fatal'),
      service: text('service.name'),
      category: text('command, error, performance or quality'),
      eventName: text('Event name, without prefix'),
      traceId: text('Only this trace'),
      filters: Type.Optional(Type.Array(LabelFilter, { maxItems: 50 })),
      format: Type.Optional(Type.Enum(['lines', 'histogram'])),
      order: Type.Optional(Type.Enum(['asc', 'desc'])),
      limit: limit(10_000),
    },
    strict
  ),
  traces: Type.Object(
    {
      ...scope,
      taskId,
      session,
      traceId: text('One trace, with all its spans'),
      service: text('service.name'),
      operation: text('Span name'),
      minDurationMs: Type.Optional(Type.Number({ minimum: 0 })),
      maxDurationMs: Type.Optional(Type.Number({ minimum: 0 })),
      errorsOnly: flag('Only traces with an error'),
      filters: Type.Optional(Type.Array(LabelFilter, { maxItems: 50 })),
      limit: limit(100_000),
    },
    strict
  ),
  checkpoints: Type.Object({ ...scope, limit: limit(5000) }, strict),
} as const satisfies Record<string, TSchema>;

export type QueryType = keyof typeof QUERY_SCHEMAS;
export const QUERY_TYPES = Object.keys(QUERY_SCHEMAS) as QueryType[];
export type QueryOf<T extends QueryType> = Static<(typeof QUERY_SCHEMAS)[T]>;

/** Epoch milliseconds, an ISO 8601 time, or Grafana's relative form: `now`, `now-6h`, `now-1d/d`. */
const Instant = Type.Union([Type.Number(), Type.String({ minLength: 1, maxLength: 64 })]);

/** One of the queries of a request. What Grafana adds around `query` is ignored. */
export const QueryEnvelope = Type.Object(
  {
    refId: Type.String({ minLength: 1, maxLength: 128 }),
    queryType: Type.String({ minLength: 1, maxLength: 64 }),
    timeRange: Type.Optional(Type.Object({ from: Instant, to: Instant })),
    intervalMs: Type.Optional(Type.Number({ minimum: 1 })),
    maxDataPoints: Type.Optional(Type.Number({ minimum: 1, maximum: 100_000 })),
    query: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { additionalProperties: true }
);
export type QueryEnvelope = Static<typeof QueryEnvelope>;

export const QueryRequest = Type.Object(
  { queries: Type.Array(QueryEnvelope, { minItems: 1, maxItems: 100 }) },
  { additionalProperties: true }
);
export type QueryRequest = Static<typeof QueryRequest>;
