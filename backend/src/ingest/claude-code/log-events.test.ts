import { describe, expect, it } from 'vitest';
import { logs, SESSION, T0, TRACE, type LogSpec } from '../../../../tests/fixtures/otlp/claude-code.ts';
import { decode, ofType, testContext } from '../../../../tests/fixtures/otlp/decode.ts';
import { createMemory } from '../memory.ts';

const send = (events: LogSpec[], options?: Parameters<typeof logs>[1], context = testContext()) =>
  decode('otlp-logs', logs(events, options), context).events;

const REQUEST = {
  model: 'claude-sonnet-5',
  cost_usd: 0.0425,
  duration_ms: 4012,
  input_tokens: 120,
  output_tokens: 850,
  cache_read_tokens: 42000,
  cache_creation_tokens: 3100,
  request_id: 'req_1',
  query_source: 'repl_main_thread',
};

describe('usage', () => {
  it('is read from numbers and from text alike, with either name of the event', () => {
    const texts = Object.fromEntries(Object.entries(REQUEST).map(([key, value]) => [key, String(value)]));
    const [asNumbers] = ofType(send([{ name: 'api_request', attributes: REQUEST }]), 'usage.reported');
    const [asTexts] = ofType(send([{ name: 'claude_code.api_request', attributes: texts }]), 'usage.reported');
    expect(asNumbers?.data).toEqual({
      reporter: 'api_request',
      requestId: 'req_1',
      model: 'claude-sonnet-5',
      inputTokens: 120,
      outputTokens: 850,
      cacheReadTokens: 42000,
      cacheCreationTokens: 3100,
      costUsd: 0.0425,
      durationMs: 4012,
      querySource: 'repl_main_thread',
    });
    expect(asTexts).toEqual(asNumbers);
  });

  it('takes the cost in millionths where that is all there is', () => {
    const { cost_usd: _, ...rest } = REQUEST;
    const [event] = ofType(
      send([{ name: 'api_request', attributes: { ...rest, cost_usd_micros: 42_500 } }]),
      'usage.reported'
    );
    expect(event?.data?.costUsd).toBe(0.0425);
  });

  it('of one request has one id, however often and late it is told', () => {
    const ids = [T0, T0 + 9000].map(
      (at) => ofType(send([{ name: 'api_request', at, attributes: REQUEST }]), 'usage.reported')[0]?.id
    );
    expect(ids[0]).toBe(ids[1]);
    const other = ofType(
      send([{ name: 'api_request', attributes: { ...REQUEST, request_id: 'req_2' } }]),
      'usage.reported'
    )[0]?.id;
    expect(other).not.toBe(ids[0]);
  });

  it('does not come from a sub-agent’s total_tokens, which is that of its last request', () => {
    const events = send([
      {
        name: 'subagent_completed',
        attributes: { agent_type: 'Explore', total_tokens: 51_200, total_tool_uses: '14', duration_ms: '88000' },
      },
    ]);
    expect(ofType(events, 'usage.reported')).toEqual([]);
    expect(ofType(events, 'agent.ended')[0]?.data).toMatchObject({
      agentType: 'Explore',
      toolUses: 14,
      durationMs: 88_000,
    });
  });
});

it('a sub-agent that hooks or spans know by its id is not a second one', () => {
  const completed = [{ name: 'subagent_completed', attributes: { agent_type: 'Explore' } }];
  const context = testContext({ memory: createMemory() });
  expect(ofType(send(completed, {}, context), 'agent.ended')).toHaveLength(1);
  decode('claude-hook', { session_id: SESSION, hook_event_name: 'SubagentStop', agent_id: 'a1' }, context);
  expect(send(completed, {}, context).map(({ type }) => type)).toEqual(['subagent.completed']);
});

describe('tools', () => {
  it('end with text or booleans for success, without the decision of headless runs', () => {
    for (const success of ['false', false]) {
      const [event] = ofType(
        send([
          {
            name: 'tool_result',
            attributes: {
              tool_name: 'Read',
              tool_use_id: 't1',
              success,
              duration_ms: '12',
              error_type: 'Error:ENOENT',
            },
          },
        ]),
        'tool.ended'
      );
      expect(event?.data).toEqual({
        toolUseId: 't1',
        tool: 'Read',
        success: false,
        durationMs: 12,
        errorType: 'Error:ENOENT',
      });
    }
  });

  it('are decided', () => {
    const [event] = ofType(
      send([
        {
          name: 'tool_decision',
          attributes: { tool_name: 'Edit', tool_use_id: 't2', decision: 'reject', source: 'user_reject' },
        },
      ]),
      'tool.decided'
    );
    expect(event?.data).toEqual({ toolUseId: 't2', tool: 'Edit', decision: 'reject', source: 'user_reject' });
  });

  it('show evidence where the user lets their inputs through, and the inputs are not kept', () => {
    const attributes = {
      tool_name: 'Bash',
      tool_use_id: 't3',
      success: 'true',
      tool_parameters: JSON.stringify({
        bash_command: 'task-master',
        full_command: 'task-master set-status -i 5.2 -s done',
      }),
    };
    const result = decode('otlp-logs', logs([{ name: 'tool_result', attributes }]));
    expect(ofType(result.events, 'evidence.seen')[0]).toMatchObject({
      taskId: '5.2',
      data: { kind: 'status-change', status: 'done' },
    });
    expect(JSON.stringify(result)).not.toContain('set-status');
    const failed = send([{ name: 'tool_result', attributes: { ...attributes, success: 'false' } }]);
    expect(ofType(failed, 'evidence.seen')).toEqual([]);
  });

  it('show evidence of the MCP tool', () => {
    const attributes = {
      tool_name: 'mcp_tool',
      tool_use_id: 't4',
      success: 'true',
      tool_parameters: JSON.stringify({ mcp_server_name: 'task-master-ai', mcp_tool_name: 'set_task_status' }),
      tool_input: JSON.stringify({ id: '7', status: 'in-progress', tag: 'api', projectRoot: '/home/me/shop' }),
    };
    const [event] = ofType(send([{ name: 'tool_result', attributes }]), 'evidence.seen');
    expect(event).toMatchObject({ taskId: '7', tag: 'api', project: 'shop-00000000', data: { status: 'in-progress' } });
  });
});

describe('failures', () => {
  it('are told once although two events tell them', () => {
    const error = { model: 'm', error: 'Overloaded', status_code: 529, attempt: 11 };
    const events = send([
      { name: 'api_error', attributes: error },
      { name: 'api_retries_exhausted', attributes: { ...error, total_attempts: 11 } },
    ]);
    expect(ofType(events, 'api.failed').map(({ data }) => data)).toEqual([
      { reporter: 'api_error', model: 'm', statusCode: 529, error: 'Overloaded', attempts: 11, exhausted: true },
    ]);
    expect(ofType(events, 'api.retries-exhausted')).toHaveLength(1);
  });

  it('share an id with the span they were written in', () => {
    const at = { traceId: TRACE, spanId: '00000000000000a1' };
    const [event] = ofType(send([{ name: 'api_error', ...at, attributes: { error: 'x' } }]), 'api.failed');
    expect(event?.id).toBe(`api.failed:${SESSION}:${TRACE}/00000000000000a1`);
  });
});

describe('sessions', () => {
  it('begin once, with their service, and carry the task of the process', () => {
    const events = send(
      [{ name: 'user_prompt', attributes: { 'prompt.id': 'p', prompt_length: '64' } }, { name: 'compaction' }],
      {
        resource: {
          'taskmaster.task.id': '12.3',
          'taskmaster.tag': 'master',
          'taskmaster.task.attempt': '2',
          'taskmaster.project': 'shop-1',
        },
      }
    );
    expect(events.map(({ type }) => type)).toEqual(['session.started', 'evidence.seen', 'prompt.submitted']);
    expect(events[1]).toMatchObject({
      session: SESSION,
      project: 'shop-1',
      tag: 'master',
      taskId: '12.3',
      attempt: 2,
      data: { kind: 'resource', taskId: '12.3', tag: 'master' },
    });
    expect(events[2]).toMatchObject({ taskId: '12.3', data: { promptId: 'p', length: 64 } });
  });

  it('are not begun again while they are remembered', () => {
    const context = testContext({ memory: createMemory() });
    expect(ofType(send([{ name: 'user_prompt' }], {}, context), 'session.started')).toHaveLength(1);
    expect(ofType(send([{ name: 'user_prompt' }], {}, context), 'session.started')).toHaveLength(0);
  });

  it('of other programs that happen to have a session id are no agents', () => {
    const body = logs([{ name: 'click', body: 'clicked' }], { resource: { 'service.name': 'web-shop' } });
    const text = JSON.stringify(body).replace('com.anthropic.claude_code.events', 'browser');
    const { events, logs: lines } = decode('otlp-logs', text);
    expect(events).toEqual([]);
    expect(lines[0]?.origin.session).toBe(SESSION);
  });

  it('of two processes with one id keep their events apart by time', () => {
    const ids = [T0, T0 + 1].flatMap((at) => send([{ name: 'user_prompt', at, sequence: 0 }]).map(({ id }) => id));
    expect(new Set(ids).size).toBe(3); // the session once, two prompts
  });
});

it('stores lines without prompts, people or accounts, and with an id of their own', () => {
  const {
    logs: [line],
  } = decode('otlp-logs', logs([{ name: 'user_prompt', attributes: { prompt: 'do it', prompt_length: 5 } }]));
  expect(line).toMatchObject({ eventName: 'user_prompt', category: 'command', id: `${SESSION}:user_prompt:0:${T0}` });
  const stored = JSON.stringify(line);
  for (const secret of ['do it', 'someone@example.org', 'u-1234', 'org-1', '11111111']) {
    expect(stored).not.toContain(secret);
  }
});
