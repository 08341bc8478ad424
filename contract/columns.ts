import { type Column } from './frames.ts';

/** The columns of every query type that answers with one fixed table. Order is the order in the frame. */

const id: Column = { name: 'id', kind: 'string', description: 'Unique key of the row; stable over time' };
const project: Column = { name: 'project', kind: 'string', description: 'Project id' };
const usage: Column[] = [
  { name: 'inputTokens', kind: 'number', unit: 'short', description: 'Input tokens, without cached ones' },
  { name: 'outputTokens', kind: 'number', unit: 'short', description: 'Output tokens' },
  { name: 'cacheReadTokens', kind: 'number', unit: 'short', description: 'Input tokens read from the cache' },
  { name: 'cacheCreationTokens', kind: 'number', unit: 'short', description: 'Input tokens written to the cache' },
  { name: 'costUsd', kind: 'number', unit: 'currencyUSD', description: 'Cost as the agent reported it, US dollars' },
];

export const PROJECT_COLUMNS: readonly Column[] = [
  id,
  { name: 'name', kind: 'string', description: 'Folder or repository name' },
  { name: 'path', kind: 'string', description: 'Folder that is followed' },
  { name: 'currentTag', kind: 'string', nullable: true, description: 'Tag Task Master works on' },
  { name: 'tags', kind: 'json', description: 'All tags of the task file' },
  { name: 'state', kind: 'string', description: 'ok, broken (the task file cannot be read now) or missing' },
  { name: 'problem', kind: 'string', nullable: true, description: 'What is wrong, in a sentence' },
  { name: 'tasks', kind: 'integer', description: 'Leaves counted in progress (current tag)' },
  { name: 'finished', kind: 'integer', description: 'Finished leaves (current tag)' },
  { name: 'progress', kind: 'number', unit: 'percentunit', description: 'finished ÷ tasks' },
  { name: 'running', kind: 'integer', description: 'Tasks in progress' },
  { name: 'openRun', kind: 'string', nullable: true, description: 'Run that is open now' },
  { name: 'lastActivityAt', kind: 'time', nullable: true, description: 'Last event of any kind' },
  ...usage,
];

export const RUN_COLUMNS: readonly Column[] = [
  id,
  project,
  { name: 'source', kind: 'string', description: 'observed, execute or git' },
  { name: 'state', kind: 'string', description: 'open or closed' },
  { name: 'startedAt', kind: 'time', description: 'First event' },
  { name: 'endedAt', kind: 'time', nullable: true, description: 'Last event of a closed run' },
  {
    name: 'durationMs',
    kind: 'number',
    nullable: true,
    unit: 'ms',
    description: 'End (or now) minus start; null for imported history',
  },
  { name: 'endReason', kind: 'string', nullable: true, description: 'command, idle, finished …' },
  { name: 'transitions', kind: 'integer', description: 'Status changes seen' },
  { name: 'finished', kind: 'integer', description: 'Tasks that became finished in it' },
  { name: 'failed', kind: 'integer', description: 'Attempts that failed' },
  { name: 'sessions', kind: 'integer', description: 'Agent sessions' },
  ...usage,
];

export const TASK_COLUMNS: readonly Column[] = [
  id,
  project,
  { name: 'tag', kind: 'string', description: 'Tag of the task file' },
  { name: 'run', kind: 'string', nullable: true, description: 'Run of its last activity' },
  { name: 'taskId', kind: 'string', description: 'Id as Task Master shows it: 5, 5.2' },
  { name: 'parentId', kind: 'string', nullable: true, description: 'Task a subtask belongs to' },
  { name: 'title', kind: 'string', description: 'Title' },
  { name: 'status', kind: 'string', description: 'One of the eight statuses' },
  { name: 'rawStatus', kind: 'string', nullable: true, description: 'Status as the file says it' },
  { name: 'priority', kind: 'string', nullable: true, description: 'Priority' },
  { name: 'progress', kind: 'number', unit: 'percentunit', description: 'Finished leaves ÷ counted leaves, 0–1' },
  { name: 'ready', kind: 'boolean', description: 'Pending, and everything it depends on is finished' },
  { name: 'blockedBy', kind: 'string', nullable: true, description: 'Ids of unfinished dependencies, comma separated' },
  { name: 'attempts', kind: 'integer', description: 'Tries seen' },
  { name: 'startedAt', kind: 'time', nullable: true, description: 'First seen start' },
  { name: 'finishedAt', kind: 'time', nullable: true, description: 'Last seen finish' },
  {
    name: 'durationMs',
    kind: 'number',
    nullable: true,
    unit: 'ms',
    description: 'Time in attempts; null where no start was seen',
  },
  {
    name: 'expectedMs',
    kind: 'number',
    nullable: true,
    unit: 'ms',
    description: 'Median of comparable tasks of this project; null without enough history',
  },
  { name: 'lastActivityAt', kind: 'time', nullable: true, description: 'Last event of the task' },
  { name: 'agent', kind: 'string', nullable: true, description: 'Agent at work on it now, or last' },
  ...usage,
  {
    name: 'evidence',
    kind: 'string',
    nullable: true,
    description: 'Why usage is held to be this task’s: resource, status-change, only-in-progress',
  },
];

export const NODE_COLUMNS: readonly Column[] = [
  id,
  { name: 'title', kind: 'string', displayName: 'Task', description: 'Id and title' },
  { name: 'subtitle', kind: 'string', nullable: true, description: 'Status and priority' },
  { name: 'mainstat', kind: 'string', nullable: true, displayName: 'Duration', description: 'Time in attempts' },
  { name: 'secondarystat', kind: 'string', nullable: true, displayName: 'Cost', description: 'Cost' },
  { name: 'arc__finished', kind: 'number', description: 'Share of the ring: finished' },
  { name: 'arc__running', kind: 'number', description: 'Share of the ring: in progress' },
  { name: 'arc__blocked', kind: 'number', description: 'Share of the ring: blocked' },
  { name: 'arc__open', kind: 'number', description: 'Share of the ring: everything else' },
  { name: 'detail__taskId', kind: 'string', displayName: 'Task id', description: 'Id as Task Master shows it' },
  { name: 'detail__priority', kind: 'string', nullable: true, displayName: 'Priority', description: 'Priority' },
  {
    name: 'detail__rawStatus',
    kind: 'string',
    nullable: true,
    displayName: 'Status in the file',
    description: 'Verbatim status',
  },
  { name: 'detail__agent', kind: 'string', nullable: true, displayName: 'Agent', description: 'Agent at work' },
  { name: 'detail__attempts', kind: 'string', nullable: true, displayName: 'Attempts', description: 'Tries seen' },
  {
    name: 'detail__problem',
    kind: 'string',
    nullable: true,
    displayName: 'Problem',
    description: 'Unresolved or cyclic dependency, duplicate id',
  },
  { name: 'status', kind: 'string', description: 'One of the eight statuses' },
  { name: 'parentId', kind: 'string', nullable: true, description: 'Node id of the parent task' },
  { name: 'progress', kind: 'number', unit: 'percentunit', description: '0–1' },
  { name: 'ready', kind: 'boolean', description: 'Can start now' },
  { name: 'critical', kind: 'boolean', description: 'On the longest remaining chain' },
  { name: 'blockedBy', kind: 'string', nullable: true, description: 'Ids of unfinished dependencies, comma separated' },
];

export const EDGE_COLUMNS: readonly Column[] = [
  id,
  { name: 'source', kind: 'string', description: 'Node that has to be finished first (or the parent)' },
  { name: 'target', kind: 'string', description: 'Node that waits for it (or the subtask)' },
  { name: 'kind', kind: 'string', description: 'dependency or contains' },
  { name: 'resolved', kind: 'boolean', description: 'False where the file names a task that is not there' },
  { name: 'inCycle', kind: 'boolean', description: 'Part of a dependency cycle' },
];

export const TIMELINE_COLUMNS: readonly Column[] = [
  id,
  { name: 'parentId', kind: 'string', nullable: true, description: 'Row it is nested in' },
  { name: 'lane', kind: 'string', description: 'Lane it is drawn in' },
  { name: 'kind', kind: 'string', description: 'run, task, attempt, agent, tool or marker' },
  { name: 'name', kind: 'string', description: 'Label' },
  { name: 'start', kind: 'time', description: 'Start' },
  { name: 'end', kind: 'time', nullable: true, description: 'End; null while running' },
  {
    name: 'status',
    kind: 'string',
    description: 'Task status for tasks, else running, ok, error, cancelled or unknown',
  },
  { name: 'taskId', kind: 'string', nullable: true, description: 'Task' },
  { name: 'attempt', kind: 'integer', nullable: true, description: 'Number of the attempt' },
  { name: 'agent', kind: 'string', nullable: true, description: 'Agent' },
  { name: 'model', kind: 'string', nullable: true, description: 'Model' },
  { name: 'attributes', kind: 'json', description: 'Everything else' },
];

export const EVENT_COLUMNS: readonly Column[] = [
  { name: 'time', kind: 'time', description: 'When it happened' },
  { name: 'seenAt', kind: 'time', description: 'When this service learnt of it' },
  id,
  { name: 'seq', kind: 'integer', description: 'Place in the journal' },
  { name: 'type', kind: 'string', description: 'Type' },
  project,
  { name: 'tag', kind: 'string', nullable: true, description: 'Tag' },
  { name: 'run', kind: 'string', nullable: true, description: 'Run' },
  { name: 'taskId', kind: 'string', nullable: true, description: 'Task' },
  { name: 'attempt', kind: 'integer', nullable: true, description: 'Attempt' },
  { name: 'session', kind: 'string', nullable: true, description: 'Agent session' },
  { name: 'agent', kind: 'string', nullable: true, description: 'Agent' },
  { name: 'source', kind: 'string', description: 'file, git, hook, otlp, api, cli, execute or service' },
  { name: 'text', kind: 'string', description: 'What happened, in a sentence' },
  { name: 'data', kind: 'json', description: 'The event’s own fields' },
];

export const STATUS_COLUMNS: readonly Column[] = [
  { name: 'time', kind: 'time', description: 'When this was true' },
  project,
  { name: 'tag', kind: 'string', nullable: true, description: 'Tag' },
  { name: 'run', kind: 'string', nullable: true, description: 'Open run, if any' },
  { name: 'total', kind: 'integer', description: 'Counted leaves' },
  { name: 'pending', kind: 'integer', description: 'Leaves pending' },
  { name: 'inProgress', kind: 'integer', description: 'Leaves in progress' },
  { name: 'review', kind: 'integer', description: 'Leaves in review' },
  { name: 'blocked', kind: 'integer', description: 'Leaves marked blocked' },
  { name: 'done', kind: 'integer', description: 'Leaves done or completed' },
  { name: 'deferred', kind: 'integer', description: 'Leaves deferred (not counted)' },
  { name: 'cancelled', kind: 'integer', description: 'Leaves cancelled (not counted)' },
  { name: 'progress', kind: 'number', unit: 'percentunit', description: 'done ÷ total' },
  { name: 'running', kind: 'json', description: 'Running tasks: [{taskId,title,agent,sinceMs,expectedMs}]' },
  { name: 'ready', kind: 'json', description: 'Next ready tasks, best first: [{taskId,title,priority}]' },
  { name: 'waiting', kind: 'json', description: 'Blocked tasks and what they wait for: [{taskId,title,waitsFor:[…]}]' },
  { name: 'stuck', kind: 'json', description: 'Running tasks without a sign of life: [{taskId,title,silentMs}]' },
  {
    name: 'autonomyScore',
    kind: 'number',
    nullable: true,
    unit: 'percentunit',
    description: 'See docs/autonomy.md; null without sessions',
  },
  { name: 'autonomy', kind: 'json', description: 'Every component of the score' },
  { name: 'etaP50', kind: 'time', nullable: true, description: 'Likely finish (median); null without enough history' },
  { name: 'etaP80', kind: 'time', nullable: true, description: 'Finish with 80 % confidence' },
  { name: 'etaBasis', kind: 'string', description: 'What the ETA rests on, or why there is none' },
  { name: 'criticalPath', kind: 'json', description: 'Task ids of the longest remaining chain' },
  {
    name: 'memoryBytes',
    kind: 'number',
    nullable: true,
    unit: 'bytes',
    description: 'Memory of the service and of followed agents',
  },
  { name: 'memoryBoundBytes', kind: 'number', nullable: true, unit: 'bytes', description: 'c·√n for n tasks' },
  { name: 'problems', kind: 'json', description: 'Inputs that cannot be read now: [{input,problem,since}]' },
  ...usage,
];

export const LOG_COLUMNS: readonly Column[] = [
  { name: 'timestamp', kind: 'time', description: 'When' },
  { name: 'body', kind: 'string', description: 'Line' },
  { name: 'severity', kind: 'string', description: 'trace, debug, info, warn, error or fatal' },
  id,
  { name: 'labels', kind: 'json', description: 'Attributes' },
  { name: 'traceId', kind: 'string', nullable: true, description: 'Trace' },
  { name: 'spanId', kind: 'string', nullable: true, description: 'Span' },
  { name: 'project', kind: 'string', nullable: true, description: 'Project' },
  { name: 'taskId', kind: 'string', nullable: true, description: 'Task it is attributed to' },
  { name: 'session', kind: 'string', nullable: true, description: 'Agent session' },
];

/** A list of traces. */
export const TRACE_LIST_COLUMNS: readonly Column[] = [
  { name: 'traceID', kind: 'string', description: 'Trace id' },
  { name: 'traceName', kind: 'string', description: 'Service and operation of the root (or of the earliest span)' },
  { name: 'startTime', kind: 'time', description: 'Start' },
  { name: 'duration', kind: 'number', unit: 'ms', description: 'Last end minus first start' },
  { name: 'spans', kind: 'integer', description: 'Number of spans' },
  { name: 'errors', kind: 'integer', description: 'Spans with an error' },
  { name: 'project', kind: 'string', nullable: true, description: 'Project' },
  { name: 'taskId', kind: 'string', nullable: true, description: 'Task' },
  { name: 'session', kind: 'string', nullable: true, description: 'Agent session' },
];

/** One trace, in the columns Grafana's trace view reads. */
export const TRACE_COLUMNS: readonly Column[] = [
  { name: 'traceID', kind: 'string', description: 'Trace id' },
  { name: 'spanID', kind: 'string', description: 'Span id' },
  {
    name: 'parentSpanID',
    kind: 'string',
    nullable: true,
    description: 'Parent span id, even where it was never exported',
  },
  { name: 'operationName', kind: 'string', description: 'Operation' },
  { name: 'serviceName', kind: 'string', description: 'Service' },
  { name: 'serviceTags', kind: 'json', description: 'Resource attributes: [{key,value}]' },
  { name: 'startTime', kind: 'number', description: 'Epoch ms, fractions are microseconds' },
  { name: 'duration', kind: 'number', unit: 'ms', description: 'Duration' },
  { name: 'statusCode', kind: 'integer', description: '0 unset, 1 ok, 2 error' },
  { name: 'statusMessage', kind: 'string', nullable: true, description: 'Status message' },
  { name: 'kind', kind: 'string', nullable: true, description: 'Span kind' },
  { name: 'tags', kind: 'json', description: 'Attributes: [{key,value}]' },
  { name: 'logs', kind: 'json', description: 'Span events: [{timestamp,fields:[{key,value}]}]' },
  { name: 'references', kind: 'json', description: 'Links: [{traceID,spanID,tags:[…]}]' },
];

export const CHECKPOINT_COLUMNS: readonly Column[] = [
  id,
  project,
  { name: 'run', kind: 'string', description: 'Run' },
  { name: 'createdAt', kind: 'time', description: 'When it was taken' },
  { name: 'reason', kind: 'string', description: 'start, interval, task-end, command, shutdown or end' },
  { name: 'valid', kind: 'boolean', description: 'At least one copy was written whole' },
  { name: 'sizeBytes', kind: 'number', unit: 'bytes', description: 'Size of one copy' },
  { name: 'tasksDone', kind: 'integer', description: 'Tasks finished at that moment' },
  { name: 'tasksOpen', kind: 'integer', description: 'Tasks not finished' },
];
