/**
 * What happened to projects, runs, tasks and agents. The journal keeps these; everything else is a projection of them.
 * Events from other executors (`POST /api/v1/events`) have the same shape.
 */

export const EVENT_SOURCES = ['file', 'git', 'hook', 'otlp', 'api', 'cli', 'execute', 'service'] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

/** Every type the service itself understands. Others are kept and shown, and change no projection. */
export const EVENT_TYPES = [
  'project.added',
  'project.removed',
  'run.started',
  'run.ended',
  'task.added',
  'task.changed',
  'task.removed',
  'task.status',
  'attempt.started',
  'attempt.ended',
  'session.started',
  'session.changed',
  'session.ended',
  'prompt.submitted',
  'turn.ended',
  'agent.started',
  'agent.ended',
  'tool.started',
  'tool.ended',
  'tool.asked',
  'tool.decided',
  'usage.reported',
  'api.failed',
  'evidence.seen',
  'input.broken',
  'input.recovered',
  'import.progress',
  'checkpoint.saved',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Why work is held to belong to a task; strongest first. `none` is shown as unattributed. */
export const EVIDENCE_KINDS = ['resource', 'status-change', 'only-in-progress', 'none'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Who counted tokens and cost; one is chosen per session, strongest first, and they are never added together. */
export const USAGE_REPORTERS = ['api_request', 'llm_span', 'metric'] as const;
export type UsageReporter = (typeof USAGE_REPORTERS)[number];

/** A task or subtask as its file defines it, after reading: ids as Task Master shows them (`5`, `5.2`). */
export interface TaskDefinition {
  taskId: string;
  /** `5` for `5.2`; absent on a top-level task. */
  parentId?: string;
  /** Place in the file, counted over tasks and subtasks of the tag. */
  position: number;
  title: string;
  description?: string;
  details?: string;
  testStrategy?: string;
  status: string;
  /** What the file says, verbatim; absent where it says nothing. */
  rawStatus?: string;
  priority?: string;
  /** 1–10, from the complexity report or the task itself. */
  complexity?: number;
  dependencies: TaskDependency[];
  /** Every other field of the file, as it is. */
  extra?: Record<string, unknown>;
  /** Set where two entries of one tag carry the same id: the second is `5#2`. */
  duplicateOf?: string;
}

export interface TaskDependency {
  /** As written. */
  raw: string;
  /** The id it stands for; absent where nothing fits. */
  taskId?: string;
  resolved: boolean;
  /** It could also have meant another task (an undotted id in a subtask). */
  ambiguous?: boolean;
}

/** Data of the event types above, by type. */
export interface EventData {
  'project.added': { name: string; path: string; gitDir?: string; tasksFile?: string; currentTag?: string };
  'project.removed': { reason: string };
  'run.started': { source: string; reason: string };
  'run.ended': { reason: string };
  'task.added': { task: TaskDefinition };
  'task.changed': { task: TaskDefinition; changed: string[] };
  'task.removed': { title?: string };
  'task.status': {
    from?: string;
    to: string;
    rawTo?: string;
    commit?: string;
    author?: string;
    /** As it was then; for tasks that are no longer in the file. */
    title?: string;
    /** True on the first sight of a task: a state, not a transition. */
    initial?: boolean;
  };
  /** `origin` is set where the journal itself concluded the attempt: from a seen status pair, or from an agent bound to the task. */
  'attempt.started': { executor?: string; number?: number; origin?: 'status' | 'agent' };
  'attempt.ended': { status: 'ok' | 'error' | 'cancelled'; exitCode?: number; reason?: string };
  'session.started': {
    cwd?: string;
    agentName?: string;
    model?: string;
    pid?: number;
    startType?: string;
    service?: string;
  };
  'session.changed': { permissionMode?: string; model?: string; cwd?: string };
  'session.ended': { reason?: string };
  'prompt.submitted': { promptId?: string; length?: number };
  'turn.ended': { durationMs?: number; interrupted?: boolean };
  'agent.started': { agentId: string; agentType?: string; parentAgentId?: string };
  'agent.ended': { agentId: string; agentType?: string; durationMs?: number; toolUses?: number; success?: boolean };
  'tool.started': { toolUseId: string; tool: string; agentId?: string };
  'tool.ended': {
    toolUseId: string;
    tool: string;
    agentId?: string;
    success?: boolean;
    durationMs?: number;
    errorType?: string;
    mcpServer?: string;
  };
  /** A person is asked to allow a call; what they decide is not known yet. */
  'tool.asked': { toolUseId?: string; tool: string };
  'tool.decided': {
    toolUseId?: string;
    tool: string;
    decision: 'accept' | 'reject';
    source?: string;
    blockedMs?: number;
  };
  'usage.reported': {
    reporter: UsageReporter;
    requestId?: string;
    /**
     * The numbers are totals since the series `requestId` began (a cumulative counter), not an addition: per field the
     * largest one of a `requestId` counts, whatever order they arrive in.
     */
    cumulative?: boolean;
    model?: string;
    inputTokens: number;
    outputTokens: number;
    cacheReadTokens: number;
    cacheCreationTokens: number;
    costUsd: number;
    durationMs?: number;
    ttftMs?: number;
    querySource?: string;
    agentId?: string;
  };
  'api.failed': {
    /** Who said so. Like usage, one reporter is counted per session: api_error > llm_span > hook. */
    reporter?: 'api_error' | 'llm_span' | 'hook';
    model?: string;
    statusCode?: number;
    error?: string;
    attempts?: number;
    exhausted?: boolean;
    requestId?: string;
  };
  /**
   * `status`, where the evidence is a status change the agent made: the status it set. `in-progress` binds the agent's work
   * from then on, a terminal one closes that, or claims the agent's work before it where nothing else did.
   */
  'evidence.seen': {
    kind: EvidenceKind;
    taskId: string;
    tag?: string;
    until?: number;
    status?: string;
    detail?: string;
  };
  'input.broken': { input: string; problem: string; line?: number };
  'input.recovered': { input: string };
  /** `job` is the import it is about; `problem` says why it ended early. */
  'import.progress': {
    commitsDone: number;
    commitsTotal: number;
    finished: boolean;
    head?: string;
    job?: string;
    problem?: string;
  };
  /** `id` within the run; `copies` that were written whole; tasks done and not done then. */
  'checkpoint.saved': {
    id: string;
    reason: string;
    bytes: number;
    copies: number;
    done: number;
    open: number;
    /** What the run's processes used since the checkpoint before; absent where the system does not tell. */
    use?: { host: string; cpuPercent: number; memoryBytes: number; memoryPercent: number; processes: number };
  };
}

/** What an ingester hands to the journal. The journal fills in `seq`, `seenAt`, `run`, `attempt`, and `project` from the session where it is missing. */
export interface NewEvent {
  /** Idempotency key: a second event with the same id is acknowledged and ignored. Made up where absent. */
  id?: string;
  /** When it happened, epoch ms UTC. */
  at: number;
  type: EventType | (string & {});
  project?: string;
  tag?: string;
  run?: string;
  taskId?: string;
  attempt?: number;
  session?: string;
  agent?: string;
  source: EventSource;
  data?: Record<string, unknown>;
}

/** An event as the journal keeps and the live stream sends it. */
export interface JournalEvent extends NewEvent {
  /** Place in the journal; only grows; the live stream's message id. */
  seq: number;
  id: string;
  /** When this service learnt of it, epoch ms UTC. */
  seenAt: number;
  data: Record<string, unknown>;
}

/** Typed construction of an event this service understands. */
export function newEvent<T extends EventType>(
  type: T,
  fields: Omit<NewEvent, 'type' | 'data'> & { data: EventData[T] }
): NewEvent {
  return { ...fields, type, data: fields.data as Record<string, unknown> };
}
