import { describe, expect, it } from 'vitest';
import { SESSION, spans, T0, TRACE, type SpanSpec } from '../../../../tests/fixtures/otlp/claude-code.ts';
import { decode, ofType, testContext } from '../../../../tests/fixtures/otlp/decode.ts';
import { createMemory } from '../memory.ts';

const id = (n: number) => n.toString(16).padStart(16, '0');
const send = (list: SpanSpec[], options?: Parameters<typeof spans>[1]) =>
  decode('otlp-traces', spans(list, options)).events;
const dataOf = (list: SpanSpec[], type: string) => ofType(send(list), type).map(({ data }) => data);

describe('Claude Code spans', () => {
  it('of an interaction are a turn that ended', () => {
    const list = [
      { id: id(1), name: 'claude_code.interaction', ms: 40_000, attributes: { 'interaction.duration_ms': '39999' } },
    ];
    expect(ofType(send(list), 'turn.ended')[0]).toMatchObject({
      at: T0 + 40_000,
      session: SESSION,
      data: { durationMs: 39_999 },
    });
  });

  it('of a request are usage where tokens were counted, and nothing where not', () => {
    const attributes = {
      model: 'm',
      input_tokens: '120',
      output_tokens: 850,
      ttft_ms: 910,
      request_id: 'req_1',
      agent_id: 'a1',
    };
    expect(dataOf([{ id: id(2), name: 'claude_code.llm_request', attributes }], 'usage.reported')).toEqual([
      {
        reporter: 'llm_span',
        requestId: 'req_1',
        model: 'm',
        inputTokens: 120,
        outputTokens: 850,
        cacheReadTokens: 0,
        cacheCreationTokens: 0,
        costUsd: 0,
        durationMs: 1000,
        ttftMs: 910,
        agentId: 'a1',
      },
    ]);
    expect(
      dataOf([{ id: id(2), name: 'claude_code.llm_request', attributes: { model: 'm' } }], 'usage.reported')
    ).toEqual([]);
  });

  it('of a failed request are a failure', () => {
    const attributes = { model: 'm', success: false, status_code: 529, error: 'Overloaded', attempt: 11 };
    const [event] = ofType(send([{ id: id(3), name: 'claude_code.llm_request', status: 2, attributes }]), 'api.failed');
    expect(event?.id).toBe(`api.failed:${SESSION}:${TRACE}/${id(3)}`);
    expect(event?.data).toEqual({
      reporter: 'llm_span',
      model: 'm',
      statusCode: 529,
      error: 'Overloaded',
      attempts: 11,
    });
  });

  it('of a tool join what its children know', () => {
    const tool = { tool_name: 'Bash', tool_use_id: 'toolu_1' };
    const list: SpanSpec[] = [
      {
        id: id(5),
        parent: id(4),
        name: 'claude_code.tool.execution',
        start: T0 + 100,
        ms: 2790,
        attributes: { success: false, error: 'ShellError: exit 1' },
      },
      {
        id: id(6),
        parent: id(4),
        name: 'claude_code.tool.blocked_on_user',
        ms: 100,
        attributes: { decision: 'accept', source: 'user_temporary' },
      },
      { id: id(4), name: 'claude_code.tool', ms: 2900, attributes: tool },
    ];
    const events = send(list);
    expect(ofType(events, 'tool.started').map(({ at }) => at)).toEqual([T0]);
    expect(ofType(events, 'tool.ended').map(({ data }) => data)).toEqual([
      { toolUseId: 'toolu_1', tool: 'Bash', success: false, durationMs: 2900, errorType: 'ShellError' },
    ]);
    expect(ofType(events, 'tool.decided').map(({ data }) => data)).toEqual([
      { toolUseId: 'toolu_1', tool: 'Bash', decision: 'accept', source: 'user_temporary', blockedMs: 100 },
    ]);
  });

  it('of a wait are joined with a tool span that comes later', () => {
    const context = testContext({ memory: createMemory() });
    const wait: SpanSpec = {
      id: id(6),
      parent: id(4),
      name: 'claude_code.tool.blocked_on_user',
      ms: 100,
      attributes: { decision: 'reject', source: 'user_reject' },
    };
    const tool: SpanSpec = {
      id: id(4),
      name: 'claude_code.tool',
      ms: 900,
      attributes: { tool_name: 'Edit', tool_use_id: 'toolu_2' },
    };
    expect(ofType(decode('otlp-traces', spans([wait]), context).events, 'tool.decided')).toEqual([]);
    expect(ofType(decode('otlp-traces', spans([tool]), context).events, 'tool.decided')).toMatchObject([
      {
        at: T0 + 100,
        data: { toolUseId: 'toolu_2', tool: 'Edit', decision: 'reject', source: 'user_reject', blockedMs: 100 },
      },
    ]);
  });

  it('say the outcome by themselves where their tool span is elsewhere', () => {
    const list = [
      {
        id: id(5),
        parent: id(0xdead),
        name: 'claude_code.tool.execution',
        attributes: { tool_use_id: 'toolu_9', success: 'true' },
      },
    ];
    expect(dataOf(list, 'tool.ended')).toEqual([
      { toolUseId: 'toolu_9', tool: 'unknown', success: true, durationMs: 1000 },
    ]);
  });

  it('whose parent was never sent are kept, with that parent', () => {
    const result = decode(
      'otlp-traces',
      spans([{ id: id(9), parent: id(0xdead), name: 'claude_code.tool', attributes: { tool_name: 'Read' } }])
    );
    expect(result.spans[0]?.parentSpanId).toBe(id(0xdead));
    expect(ofType(result.events, 'tool.ended')).toHaveLength(1);
  });

  it('of a sub-agent begin it, and end it with the tool that ran it', () => {
    const list: SpanSpec[] = [
      {
        id: id(7),
        parent: id(6),
        name: 'claude_code.llm_request',
        start: T0 + 10,
        attributes: { agent_id: 'a1', parent_agent_id: 'main' },
      },
      { id: id(6), name: 'claude_code.tool', ms: 30_000, attributes: { tool_name: 'Agent', subagent_type: 'Explore' } },
    ];
    expect(dataOf(list, 'agent.started')).toEqual([{ agentId: 'a1', parentAgentId: 'main' }]);
    expect(dataOf(list, 'agent.ended')).toEqual([{ agentId: 'a1', agentType: 'Explore', durationMs: 30_000 }]);
  });

  it('sent twice mean the same events', () => {
    const list = [
      { id: id(1), name: 'claude_code.interaction' },
      { id: id(4), name: 'claude_code.tool' },
    ];
    expect(send(list).map((event) => event.id)).toEqual(send(list).map((event) => event.id));
  });
});

describe('gen_ai spans of other agents', () => {
  const other = { resource: { 'service.name': 'planner' }, standard: {}, scope: 'my.agent' };
  const chat = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-x',
    'gen_ai.response.id': 'resp_1',
    'gen_ai.usage.input_tokens': 1000,
    'gen_ai.usage.output_tokens': 70,
    'gen_ai.usage.cache_read.input_tokens': 600,
    'gen_ai.usage.cache_creation.input_tokens': 100,
    'gen_ai.usage.reasoning.output_tokens': 20,
  };

  it('count cached tokens once: ours leave them out of the input', () => {
    const events = send(
      [{ id: id(1), name: 'chat gpt-x', attributes: { ...chat, 'gen_ai.conversation.id': 'c1' } }],
      other
    );
    const [usage] = ofType(events, 'usage.reported');
    expect(usage?.session).toBe('c1');
    expect(usage?.data).toMatchObject({
      reporter: 'llm_span',
      requestId: 'resp_1',
      inputTokens: 300,
      outputTokens: 70,
      cacheReadTokens: 600,
      cacheCreationTokens: 100,
      costUsd: 0,
    });
    expect(ofType(events, 'session.started')[0]?.data).toEqual({
      agentName: 'planner',
      model: 'gpt-x',
      service: 'planner',
    });
  });

  it('without a conversation are a session per trace, also where they are stored', () => {
    const result = decode('otlp-traces', spans([{ id: id(1), name: 'chat', attributes: chat }], other));
    expect(ofType(result.events, 'usage.reported')[0]?.session).toBe(TRACE);
    expect(result.spans[0]?.origin.session).toBe(TRACE);
  });

  it('of agents and tools are those; an agent’s own totals are not usage a second time', () => {
    const list: SpanSpec[] = [
      {
        id: id(1),
        name: 'invoke_agent coder',
        ms: 5000,
        attributes: {
          'gen_ai.operation.name': 'invoke_agent',
          'gen_ai.agent.name': 'coder',
          'gen_ai.agent.id': 'g1',
          'gen_ai.usage.input_tokens': 9,
        },
      },
      {
        id: id(2),
        parent: id(1),
        name: 'execute_tool grep',
        status: 2,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'grep',
          'gen_ai.tool.call.id': 'c9',
          'error.type': 'timeout',
        },
      },
    ];
    const events = send(list, other);
    expect(ofType(events, 'agent.ended')[0]?.data).toEqual({
      agentId: 'g1',
      agentType: 'coder',
      durationMs: 5000,
      success: true,
    });
    expect(ofType(events, 'tool.ended')[0]?.data).toEqual({
      toolUseId: 'c9',
      tool: 'grep',
      success: false,
      durationMs: 1000,
      errorType: 'timeout',
    });
    expect(ofType(events, 'usage.reported')).toEqual([]);
  });

  it('drop what was said, and what tools were given', () => {
    const attributes = {
      ...chat,
      'gen_ai.input.messages': 'hello there',
      'gen_ai.prompt.0.content': 'hello there',
      'gen_ai.tool.call.arguments': 'hello there',
    };
    const stored = JSON.stringify(decode('otlp-traces', spans([{ id: id(1), name: 'chat', attributes }], other)));
    expect(stored).not.toContain('hello there');
  });
});
