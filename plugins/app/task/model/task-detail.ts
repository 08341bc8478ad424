import { type TaskRow, type Usage } from '../../run/rows.ts';

/** What `GET /api/v1/tasks/:id` answers. */
export interface TaskDetail extends Omit<TaskRow, 'attempts'> {
  definition: Definition | null;
  dependencies: Array<{ raw: string; taskId?: string; ambiguous?: boolean }>;
  dependants: string[];
  subtasks: TaskRow[];
  attempts: Attempt[];
  transitions: Transition[];
  evidenceOf: Stretch[];
  sessions: Session[];
  agents: SubAgent[];
  toolCalls: ToolCall[];
  usageByModel: Array<Usage & { model: string | null; requests: number }>;
}

export interface Definition {
  description?: string;
  details?: string;
  testStrategy?: string;
  complexity?: number;
  duplicateOf?: string;
}

export interface Attempt {
  number: number;
  run: string | null;
  startedAt: number;
  endedAt: number | null;
  /** running, ok, error, cancelled */
  status: string;
  /** How it is known: from seen statuses, from an agent bound to the task, or executed here. */
  source: string;
  session: string | null;
  agent: string | null;
  /** JSON. */
  detail: string | null;
}

export interface Transition {
  seq: number;
  at: number;
  from: string | null;
  to: string;
  source: string;
  run: string | null;
  commit: string | null;
  author: string | null;
  initial: number | boolean;
}

export interface Stretch {
  session: string;
  from: number;
  until: number | null;
  attempt: number | null;
  kind: string;
}

export interface Session extends Usage {
  id: string;
  run: string | null;
  agent: string | null;
  model: string | null;
  service: string | null;
  startedAt: number;
  lastAt: number;
  endedAt: number | null;
  toolCalls: number;
  toolErrors: number;
  apiErrors: number;
}

export interface SubAgent {
  session: string;
  id: string;
  type: string | null;
  startedAt: number | null;
  endedAt: number | null;
  status: string | null;
  toolUses: number | null;
}

export interface ToolCall {
  session: string;
  id: string;
  tool: string;
  agentId: string | null;
  startedAt: number | null;
  endedAt: number | null;
  success: boolean | null;
  durationMs: number | null;
  errorType: string | null;
  decision: string | null;
  decisionSource: string | null;
  blockedMs: number | null;
  mcpServer: string | null;
}
