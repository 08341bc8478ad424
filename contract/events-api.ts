import Type, { type Static } from 'typebox';

/**
 * What `POST /api/v1/events` takes: journal events in the shape of events.ts, and two kinds of telemetry for executors that
 * do not speak OpenTelemetry. On the service's hot path the same rules are checked by hand (backend/src/ingest/events); a
 * test holds the two together.
 */

const strict = { additionalProperties: false } as const;
const name = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 512, description }));
const moment = Type.Optional(
  Type.Union([Type.Number({ minimum: 0, maximum: 8.64e15 }), Type.String({ format: 'date-time' })], {
    description: 'When it happened: epoch milliseconds or ISO 8601; the time of arrival where absent',
  })
);

/** Whom a record is about. */
const subject = {
  project: name('Project id'),
  tag: name('Tag of the task file'),
  run: name('Run id; found by the service where absent'),
  taskId: name('Task id as Task Master shows it: 5 or 5.2'),
  session: name('Session of the agent'),
};

/** Types of events: those of EVENT_TYPES change what is shown; any other is kept and shown as it is. */
export const EVENT_TYPE_PATTERN = '^[a-z][a-z0-9.-]*$';

export const EventRecord = Type.Object(
  {
    type: Type.String({
      pattern: EVENT_TYPE_PATTERN,
      maxLength: 200,
      description: 'A type the service knows (see EVENT_TYPES), or one of your own. log and metric are telemetry.',
    }),
    id: name('Idempotency key: the same id again is acknowledged and not written twice'),
    at: moment,
    ...subject,
    attempt: Type.Optional(
      Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Number of the try at the task' })
    ),
    agent: name('Name of the agent'),
    data: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'Fields of the type; more of your own are kept' })
    ),
  },
  { ...strict, title: 'Event' }
);
export type EventRecord = Static<typeof EventRecord>;

export const LogApiRecord = Type.Object(
  {
    type: Type.Literal('log'),
    id: name('Idempotency key'),
    at: moment,
    severity: Type.Optional(Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'], { default: 'info' })),
    body: Type.String({ description: 'The line' }),
    eventName: name('Name of the event the line tells'),
    category: Type.Optional(
      Type.Enum(['command', 'error', 'performance', 'quality', 'other'], { description: 'Worked out where absent' })
    ),
    attributes: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'Anything else' })),
    traceId: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{32}$' })),
    spanId: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{16}$' })),
    service: name('Name of the program that writes'),
    ...subject,
  },
  { ...strict, title: 'Log line' }
);
export type LogApiRecord = Static<typeof LogApiRecord>;

export const MetricApiRecord = Type.Object(
  {
    type: Type.Literal('metric'),
    id: name('Accepted for uniformity; a point is known by its name, labels and time'),
    at: moment,
    name: Type.String({ minLength: 1, maxLength: 512, description: 'Name of the metric' }),
    value: Type.Number({ description: 'The level of a gauge; of a counter its growth (delta) or total (cumulative)' }),
    kind: Type.Optional(Type.Enum(['counter', 'gauge'], { default: 'gauge' })),
    temporality: Type.Optional(Type.Enum(['delta', 'cumulative'], { default: 'delta', description: 'Counters only' })),
    labels: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]))),
    unit: name('Unit, in UCUM as OpenTelemetry writes it: ms, By, 1'),
    service: name('Name of the program that measures'),
    ...subject,
  },
  { ...strict, title: 'Metric point' }
);
export type MetricApiRecord = Static<typeof MetricApiRecord>;

/** One record of the events door. */
export const AnyRecord = Type.Union([LogApiRecord, MetricApiRecord, EventRecord]);

/** Examples for the documentation; a test sends each of them through the door. */
export const EVENT_EXAMPLES = {
  attempt: [
    {
      id: 'build-17-start',
      type: 'attempt.started',
      at: 1790000000000,
      project: 'shop-1a2b3c4d',
      tag: 'master',
      taskId: '5.2',
      data: { executor: 'ci' },
    },
    {
      id: 'build-17-end',
      type: 'attempt.ended',
      at: 1790000090000,
      project: 'shop-1a2b3c4d',
      tag: 'master',
      taskId: '5.2',
      data: { status: 'ok', exitCode: 0 },
    },
  ],
  usage: [
    {
      id: 'req-0042',
      type: 'usage.reported',
      session: 'planner-7',
      project: 'shop-1a2b3c4d',
      taskId: '5.2',
      data: {
        reporter: 'api_request',
        requestId: 'req-0042',
        model: 'my-model',
        inputTokens: 1200,
        outputTokens: 310,
        cacheReadTokens: 0,
        cacheCreationTokens: 0,
        costUsd: 0.0123,
      },
    },
  ],
  telemetry: [
    { type: 'log', at: '2026-09-21T13:33:20Z', severity: 'warn', body: 'tests are slow', service: 'ci' },
    {
      type: 'metric',
      name: 'test_coverage_percentage',
      value: 81.5,
      labels: { module_category: 'core' },
      service: 'ci',
    },
  ],
};
