import { at } from './clock.ts';
import { BACKEND_SESSION, PAGES_SESSION, PROJECT, RUN, TAG } from './project.ts';

/** The newest events of the run, newest first, with the sentence each is told in. */

interface SampleEvent {
  minute: number;
  seq: number;
  type: string;
  taskId?: string;
  attempt?: number;
  session?: string;
  agent?: string;
  source: string;
  text: string;
  data: Record<string, unknown>;
}

// prettier-ignore
const EVENTS: SampleEvent[] = [
  { minute: 239, seq: 412, type: 'tool.started', taskId: '3.2', attempt: 2, session: BACKEND_SESSION, agent: 'backend-agent', source: 'hook', text: 'backend-agent started Bash', data: { toolUseId: 'toolu_06', tool: 'Bash' } },
  { minute: 238, seq: 411, type: 'usage.reported', taskId: '4.2', attempt: 1, session: PAGES_SESSION, agent: 'pages-agent', source: 'otlp', text: 'pages-agent used claude-sonnet-4-5: 410 tokens in, 822 out, $0.0312', data: { reporter: 'api_request', requestId: 'req_118', model: 'claude-sonnet-4-5', inputTokens: 410, outputTokens: 822, cacheReadTokens: 20_400, cacheCreationTokens: 900, costUsd: 0.0312, durationMs: 8120 } },
  { minute: 229, seq: 398, type: 'tool.ended', taskId: '4.2', attempt: 1, session: PAGES_SESSION, agent: 'pages-agent', source: 'hook', text: 'pages-agent: Edit ended after 400 ms', data: { toolUseId: 'toolu_08', tool: 'Edit', success: true, durationMs: 400 } },
  { minute: 225, seq: 390, type: 'task.status', taskId: '4.2', session: PAGES_SESSION, agent: 'pages-agent', source: 'file', text: '4.2 Accept the link once: pending → in-progress', data: { from: 'pending', to: 'in-progress', rawTo: 'in-progress' } },
  { minute: 205, seq: 351, type: 'attempt.started', taskId: '3.2', attempt: 2, session: BACKEND_SESSION, agent: 'backend-agent', source: 'service', text: 'Attempt 2 at 3.2 Write endpoints with validation started', data: { number: 2 } },
  { minute: 124, seq: 201, type: 'attempt.ended', taskId: '3.2', attempt: 1, session: BACKEND_SESSION, agent: 'backend-agent', source: 'service', text: 'Attempt 1 at 3.2 Write endpoints with validation failed: 3 of 41 tests failed', data: { status: 'error', reason: '3 of 41 tests failed' } },
  { minute: 117, seq: 188, type: 'api.failed', session: BACKEND_SESSION, agent: 'backend-agent', source: 'otlp', text: 'claude-sonnet-4-5 failed with status 529: overloaded_error', data: { model: 'claude-sonnet-4-5', statusCode: 529, error: 'overloaded_error', attempts: 3, exhausted: false } },
  { minute: 90, seq: 140, type: 'input.recovered', source: 'file', text: 'tasks.json can be read again', data: { input: 'tasks.json' } },
  { minute: 89.9, seq: 139, type: 'input.broken', source: 'file', text: 'tasks.json cannot be read: unexpected end of file (line 88)', data: { input: 'tasks.json', problem: 'unexpected end of file', line: 88 } },
  { minute: 28, seq: 61, type: 'task.status', taskId: '15', source: 'file', text: '15 Write logs as JSON: pending → completed', data: { from: 'pending', to: 'completed', rawTo: 'completed' } },
  { minute: 0, seq: 31, type: 'session.started', session: BACKEND_SESSION, agent: 'backend-agent', source: 'hook', text: 'backend-agent started in /home/dev/bookshelf', data: { cwd: '/home/dev/bookshelf', agentName: 'backend-agent', model: 'claude-sonnet-4-5' } },
  { minute: 0, seq: 30, type: 'run.started', source: 'service', text: 'Run started: first agent activity', data: { source: 'observed', reason: 'first agent activity' } },
];

export const EVENT_ROWS = EVENTS.map(({ minute, seq, ...event }) => ({
  ...event,
  time: at(minute),
  seenAt: at(minute) + 40,
  seq,
  id: `01KAG0000000000000000${String(seq).padStart(5, '0')}`,
  project: PROJECT,
  tag: event.taskId ? TAG : undefined,
  run: RUN,
}));
