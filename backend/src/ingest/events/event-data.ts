import { type EventType } from '#contract/events.ts';

type Fields = Record<string, unknown>;

/** What a field has to be; `?` where it may be absent. */
type Rule = 'text' | 'text?' | 'number' | 'number?' | 'boolean?' | 'object' | 'texts?' | readonly string[];

const amount = 'number?';
/**
 * Fields of the known types that the service reads. A missing or misshapen one would be drawn as a wrong conclusion, so it is
 * refused; fields beyond these are kept as they are.
 */
const RULES: Partial<Record<EventType, Record<string, Rule>>> = {
  'project.added': { name: 'text', path: 'text', gitDir: 'text?', tasksFile: 'text?', currentTag: 'text?' },
  'run.started': { source: 'text?', reason: 'text?' },
  'run.ended': { reason: 'text?' },
  'task.added': { task: 'object' },
  'task.changed': { task: 'object', changed: 'texts?' },
  'task.status': { to: 'text', from: 'text?', rawTo: 'text?', commit: 'text?', author: 'text?', initial: 'boolean?' },
  'attempt.started': { executor: 'text?', number: amount },
  'attempt.ended': { status: ['ok', 'error', 'cancelled'], exitCode: amount, reason: 'text?' },
  'session.started': {
    cwd: 'text?',
    agentName: 'text?',
    model: 'text?',
    pid: amount,
    startType: 'text?',
    service: 'text?',
  },
  'session.changed': { permissionMode: 'text?', model: 'text?', cwd: 'text?' },
  'session.ended': { reason: 'text?' },
  'prompt.submitted': { promptId: 'text?', length: amount },
  'turn.ended': { durationMs: amount, interrupted: 'boolean?' },
  'agent.started': { agentId: 'text', agentType: 'text?', parentAgentId: 'text?' },
  'agent.ended': { agentId: 'text', agentType: 'text?', durationMs: amount, toolUses: amount, success: 'boolean?' },
  'tool.started': { toolUseId: 'text', tool: 'text', agentId: 'text?' },
  'tool.ended': {
    toolUseId: 'text',
    tool: 'text',
    agentId: 'text?',
    success: 'boolean?',
    durationMs: amount,
    errorType: 'text?',
    mcpServer: 'text?',
  },
  'tool.asked': { toolUseId: 'text?', tool: 'text' },
  'tool.decided': {
    toolUseId: 'text?',
    tool: 'text',
    decision: ['accept', 'reject'],
    source: 'text?',
    blockedMs: amount,
  },
  'usage.reported': {
    reporter: ['api_request', 'llm_span', 'metric'],
    requestId: 'text?',
    cumulative: 'boolean?',
    model: 'text?',
    inputTokens: 'number',
    outputTokens: 'number',
    cacheReadTokens: 'number',
    cacheCreationTokens: 'number',
    costUsd: 'number',
    durationMs: amount,
    ttftMs: amount,
    querySource: 'text?',
    agentId: 'text?',
  },
  'api.failed': {
    model: 'text?',
    statusCode: amount,
    error: 'text?',
    attempts: amount,
    exhausted: 'boolean?',
    requestId: 'text?',
  },
  'evidence.seen': {
    kind: ['resource', 'status-change', 'only-in-progress', 'none'],
    taskId: 'text',
    tag: 'text?',
    until: amount,
    status: 'text?',
    detail: 'text?',
  },
  'input.broken': { input: 'text', problem: 'text', line: amount },
  'input.recovered': { input: 'text' },
};

/** Types that are about a task or a session and mean nothing without. */
const NEEDS: Partial<Record<EventType, readonly string[]>> = {
  'project.added': ['project'],
  'task.added': ['project', 'taskId'],
  'task.changed': ['project', 'taskId'],
  'task.removed': ['project', 'taskId'],
  'task.status': ['project', 'taskId'],
  'session.started': ['session'],
  'session.changed': ['session'],
  'session.ended': ['session'],
  'agent.started': ['session'],
  'agent.ended': ['session'],
  'evidence.seen': ['session'],
};

/** Numbers below zero are not amounts. An exit code may be. */
const MAY_BE_NEGATIVE = new Set(['exitCode']);

/** What is wrong with the data of a type the service knows; undefined for any other type. */
export function dataProblem(type: string, record: Fields, data: Fields): string | undefined {
  if (!Object.hasOwn(RULES, type) && !Object.hasOwn(NEEDS, type)) {
    return undefined;
  }
  for (const name of NEEDS[type as EventType] ?? []) {
    if (record[name] === undefined) {
      return `${name}: ${type} is about one, its id was expected`;
    }
  }
  for (const [name, rule] of Object.entries(RULES[type as EventType] ?? {})) {
    const expected = ruleProblem(name, data[name], rule);
    if (expected !== undefined) {
      return `data.${name}: ${expected} was expected`;
    }
  }
  return undefined;
}

function ruleProblem(name: string, value: unknown, rule: Rule): string | undefined {
  if (typeof rule !== 'string') {
    return rule.includes(value as string) ? undefined : `one of ${rule.join(', ')}`;
  }
  if (value === undefined && rule.endsWith('?')) {
    return undefined;
  }
  switch (rule) {
    case 'text':
    case 'text?':
      return typeof value === 'string' && value !== '' ? undefined : 'text that is not empty';
    case 'number':
    case 'number?':
      return typeof value === 'number' && (value >= 0 || MAY_BE_NEGATIVE.has(name))
        ? undefined
        : 'a number of at least 0';
    case 'boolean?':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'texts?':
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'a list of texts';
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'an object';
  }
}
