import { attributes, nanos, type Plain } from '../../fixtures/otlp/attributes.ts';

/** Claude Code's telemetry with everything in it that should not get far. */

export const SESSION = '3d9f1c52-7a10-4c6e-9a61-5f2f6f0f1a01';
export const TRACE = '7bb1f0c2d3e4f5061728394a5b6c7d8e';

/** Texts that may be in no server. */
export const SECRETS = [
  'write me a shop for tulips',
  'tulips are flowers',
  'cat /etc/tulips',
  'someone@example.org',
  '11111111-2222-4333-8444-555555555555',
  'ghp_1234567890abcdefghijABCDEFGHIJ123456',
];

const RESOURCE: Record<string, Plain> = {
  'service.name': 'claude-code',
  'service.version': '2.1.232',
  'taskmaster.project': 'shop-1a2b3c4d',
  'taskmaster.task.id': '5',
  'user.email': 'someone@example.org',
};
const STANDARD: Record<string, Plain> = {
  'session.id': SESSION,
  'user.email': 'someone@example.org',
  'user.account_uuid': '11111111-2222-4333-8444-555555555555',
  'organization.id': 'org-1',
};

const resource = { attributes: attributes(RESOURCE) };

/** Three spans of one prompt. */
export function agentSpans(at: number): object {
  const span = (id: string, parentSpanId: string | undefined, name: string, more: Record<string, Plain>) => ({
    traceId: TRACE,
    spanId: id,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: 1,
    startTimeUnixNano: nanos(at - 5000),
    endTimeUnixNano: nanos(at - 1000),
    attributes: attributes({ ...STANDARD, ...more }),
    events: [
      {
        name: 'content',
        timeUnixNano: nanos(at - 2000),
        attributes: attributes({ 'gen_ai.event.content': 'tulips are flowers' }),
      },
    ],
  });
  const spans = [
    span('00000000000000a1', undefined, 'claude_code.interaction', { user_prompt: 'write me a shop for tulips' }),
    span('00000000000000a2', '00000000000000a1', 'claude_code.llm_request', {
      model: 'claude-sonnet',
      'gen_ai.input.messages': 'write me a shop for tulips',
    }),
    span('00000000000000a3', '00000000000000a1', 'claude_code.tool', {
      tool_name: 'Bash',
      full_command: 'cat /etc/tulips',
      file_path: '/srv/ghp_1234567890abcdefghijABCDEFGHIJ123456',
    }),
  ];
  return {
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'com.anthropic.claude_code.tracing' }, spans }] }],
  };
}

/** A prompt, an answer, a command that sets a task's status, a request, an error, a debug line. */
export function agentLogs(at: number): object {
  const line = (name: string, severityNumber: number, more: Record<string, Plain>, index: number) => ({
    timeUnixNano: nanos(at - 5000 + index),
    observedTimeUnixNano: nanos(at - 5000 + index),
    severityNumber,
    body: { stringValue: `claude_code.${name}` },
    attributes: attributes({ ...STANDARD, 'event.name': name, 'event.sequence': index, ...more }),
  });
  const command = 'task-master set-status --id=5 --status=in-progress';
  const logRecords = [
    line('user_prompt', 9, { prompt: 'write me a shop for tulips', prompt_length: 26 }, 1),
    line('assistant_response', 9, { response: 'tulips are flowers' }, 2),
    line(
      'api_request',
      9,
      { model: 'claude-sonnet', input_tokens: 100, output_tokens: 5, cost_usd: 0.01, request_id: 'r1' },
      3
    ),
    line(
      'tool_result',
      9,
      {
        tool_name: 'Bash',
        success: 'true',
        tool_use_id: 't1',
        tool_parameters: JSON.stringify({ full_command: command, bash_command: 'task-master' }),
      },
      4
    ),
    line(
      'tool_result',
      9,
      { tool_name: 'Bash', success: 'true', tool_use_id: 't2', tool_input: '{"command":"cat /etc/tulips"}' },
      5
    ),
    line('api_error', 17, { model: 'claude-sonnet', error: 'Overloaded', status_code: 529 }, 6),
    line('hook_registered', 5, { hook_name: 'x' }, 7),
  ];
  return {
    resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'com.anthropic.claude_code.events' }, logRecords }] }],
  };
}

/** Tokens used since the last time, as Claude Code sends them. */
export function agentMetrics(at: number, tokens: number): object {
  const point = {
    startTimeUnixNano: nanos(at - 10_000),
    timeUnixNano: nanos(at),
    asDouble: tokens,
    attributes: attributes({ ...STANDARD, type: 'input', model: 'claude-sonnet' }),
  };
  const sum = { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point] };
  const metrics = [{ name: 'claude_code.token.usage', unit: 'tokens', sum }];
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'com.anthropic.claude_code' }, metrics }] }] };
}
