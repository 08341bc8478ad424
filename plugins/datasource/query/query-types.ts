import { type QueryOf, type QueryType } from '../../../contract/queries.ts';

interface Description {
  label: string;
  description: string;
}

/** Every query type, in the order they are offered. */
export const QUERY_TYPE_TEXTS: Record<QueryType, Description> = {
  tasks: { label: 'Tasks', description: 'One row a task and subtask: status, time, tokens, cost' },
  status: { label: 'Status', description: 'Where a project stands: progress, what runs, what waits, when it is done' },
  dependencyGraph: { label: 'Dependency graph', description: 'What waits for what: nodes and edges' },
  timeline: { label: 'Timeline', description: 'When runs, tasks, attempts, agents and tools were at work' },
  runs: { label: 'Runs', description: 'One row a stretch of work' },
  events: { label: 'Events', description: 'What happened, one sentence each; also as annotations' },
  metric: { label: 'Metric', description: 'A metric over time, or one number a series' },
  logs: { label: 'Logs', description: 'Log lines of agents and of the service' },
  traces: { label: 'Traces', description: 'Traces found by service, operation or duration, or one trace' },
  projects: { label: 'Projects', description: 'One row a followed project' },
  checkpoints: { label: 'Checkpoints', description: 'Saved states of a run' },
};

type FieldsOf = { [T in QueryType]: ReadonlyArray<keyof QueryOf<T>> };

const SCOPE = ['project', 'tag', 'run'] as const;

/** The fields each query type takes: another one is refused by the service. The contract's schemas say the same. */
export const QUERY_FIELDS: FieldsOf = {
  projects: ['project', 'limit'],
  runs: ['project', 'source', 'limit'],
  tasks: [...SCOPE, 'taskId', 'parentId', 'status', 'search', 'includeSubtasks', 'includeRemoved', 'limit'],
  dependencyGraph: [...SCOPE, 'taskId', 'depth', 'includeSubtasks', 'hideFinished', 'limit'],
  timeline: [...SCOPE, 'taskId', 'session', 'kinds', 'limit'],
  events: [...SCOPE, 'taskId', 'session', 'types', 'sources', 'search', 'order', 'limit'],
  status: [...SCOPE],
  metric: [...SCOPE, 'taskId', 'metric', 'aggregation', 'groupBy', 'filters', 'limit', 'instant', 'exemplars', 'raw'],
  logs: [
    ...SCOPE,
    'taskId',
    'session',
    'search',
    'severity',
    'service',
    'category',
    'eventName',
    'traceId',
    'filters',
    'format',
    'order',
    'limit',
  ],
  traces: [
    ...SCOPE,
    'taskId',
    'session',
    'traceId',
    'service',
    'operation',
    'minDurationMs',
    'maxDurationMs',
    'errorsOnly',
    'filters',
    'limit',
  ],
  checkpoints: [...SCOPE, 'limit'],
};

export const QUERY_TYPES = Object.keys(QUERY_TYPE_TEXTS) as QueryType[];

export const isQueryType = (text: unknown): text is QueryType =>
  typeof text === 'string' && Object.hasOwn(QUERY_TYPE_TEXTS, text);

/** Query types whose answer follows from the journal, so that a live channel tells when it changes. */
export const FOLLOWING: ReadonlySet<QueryType> = new Set([
  'projects',
  'runs',
  'tasks',
  'status',
  'dependencyGraph',
  'timeline',
  'events',
  'checkpoints',
]);
