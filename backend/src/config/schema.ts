import Type, { type Static } from 'typebox';

/**
 * Every setting of the service: its key in a configuration file, what is allowed and what it means. Environment names and
 * flags are derived in `sources.ts`; docs/configuration.md lists them all.
 */

const strict = { additionalProperties: false } as const;

/** `expected` completes the sentence “… expected …” of an error. */
const DURATION = '^\\d+(\\.\\d+)?(ms|s|m|h|d|w|y)$';
const duration = (description: string) =>
  Type.String({ pattern: DURATION, description, expected: 'a duration such as 30s, 2h or 7d' });
const flag = (description: string) => Type.Boolean({ description, expected: 'true or false' });
const whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description, expected: `a whole number from ${minimum} to ${maximum}` });
const words = (description: string, of: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 4096 }), {
    maxItems: 200,
    description,
    expected: `a list of ${of}`,
  });

export const RetentionSchema = Type.Object(
  {
    metrics: duration('Raw metric points'),
    metrics5m: duration('Metrics rolled up to 5 minutes'),
    metrics1h: duration('Metrics rolled up to 1 hour and more'),
    traces: duration('Spans'),
    logs: duration('Log lines'),
    logErrors: duration('Log lines of severity error and fatal'),
  },
  { ...strict, description: 'How long telemetry is kept', expected: 'a group of durations' }
);

export const ConfigSchema = Type.Object(
  {
    data: Type.String({ minLength: 1, description: 'Data folder', expected: 'a folder path' }),
    host: Type.String({ minLength: 1, description: 'Address to listen on', expected: 'a host name or IP address' }),
    port: whole(0, 65_535, 'Port to listen on; 0 lets the system choose'),
    projects: words('Folders of Task Master projects to follow', 'folder paths'),
    importHistory: flag('Read the git history of a followed task file on first sight'),
    importSince: duration('How far back that goes'),
    idleGap: duration('Silence after which a run is closed'),
    captureContents: flag('Keep prompt texts and tool contents'),
    forwardOtlp: Type.Union([Type.Null(), Type.String({ pattern: '^https?://', maxLength: 2048 })], {
      description: 'Collector that gets a copy of every OTLP body',
      expected: 'an http:// or https:// address',
    }),
    userId: Type.Enum(['off', 'hashed'], { description: 'Whether user ids are kept', expected: 'off or hashed' }),
    token: Type.Union([Type.Null(), Type.String({ minLength: 16, maxLength: 512 })], {
      description: 'API token; needed to listen beyond loopback',
      expected: 'a text of 16 to 512 characters',
    }),
    controlToken: Type.Union([Type.Null(), Type.String({ minLength: 32, maxLength: 512 })], {
      description: 'Control token, where it is not to be made at the first start',
      expected: 'a text of 32 to 512 characters',
    }),
    allowedHosts: words('Names this service may be called by, besides loopback', 'host names'),
    environment: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Value of the metric label environment',
      expected: 'a text of 1 to 64 characters',
    }),
    budgets: Type.Array(Type.String({ pattern: '^.+=\\d+(\\.\\d+)?$', maxLength: 512 }), {
      maxItems: 200,
      description: 'What projects may cost, US dollars, by id or name; * is for all others',
      expected: 'a list of project=dollars such as bookshelf=25 or *=100',
    }),
    hostInterval: duration('Distance between two looks at CPU, memory, disk and network'),
    readers: whole(1, 16, 'Threads that answer queries'),
    maxQueuedMb: whole(1, 1024, 'Megabytes waiting to be written before new ones are refused with 503'),
    logLevel: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      description: 'Least severity of the service’s own log',
      expected: 'one of fatal, error, warn, info, debug, trace, silent',
    }),
    retention: RetentionSchema,
    engines: Type.Object(
      { metrics: Type.Unknown(), traces: Type.Unknown(), logs: Type.Unknown() }, // looked into by engines.ts
      { ...strict, description: 'Where telemetry is read from', expected: 'a group with metrics, traces and logs' }
    ),
    export: Type.Unknown(), // looked into by export.ts
  },
  strict
);

/** The settings as a file says them: durations are text. */
export type RawConfig = Static<typeof ConfigSchema>;

/** Defaults of everything but the data folder, which the platform decides. Retention follows spec 001. */
export const DEFAULTS: Omit<RawConfig, 'data'> = {
  host: '127.0.0.1',
  port: 4747,
  projects: [],
  importHistory: true,
  importSince: '90d',
  idleGap: '2h',
  captureContents: false,
  forwardOtlp: null,
  userId: 'off',
  token: null,
  controlToken: null,
  allowedHosts: [],
  environment: 'local',
  budgets: [],
  hostInterval: '5s',
  readers: 2,
  maxQueuedMb: 64,
  logLevel: 'info',
  retention: { metrics: '7d', metrics5m: '30d', metrics1h: '1y', traces: '7d', logs: '30d', logErrors: '90d' },
  engines: { metrics: 'embedded', traces: 'embedded', logs: 'embedded' },
  export: {},
};
