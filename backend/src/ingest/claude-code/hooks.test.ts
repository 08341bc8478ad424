import { describe, expect, it } from 'vitest';
import { COMMON, HOOK_SESSION, hookInput, HOOKS } from '../../../../tests/fixtures/hooks/hooks.ts';
import { logs, spans } from '../../../../tests/fixtures/otlp/claude-code.ts';
import { decode, ofType, RECEIVED_AT, testContext } from '../../../../tests/fixtures/otlp/decode.ts';
import { createMemory } from '../memory.ts';

const send = (name: string, fields: Record<string, unknown> = {}, context = testContext()) =>
  decode('claude-hook', hookInput(name, fields), context);
/** Events beside those every hook brings. */
const own = (name: string, fields: Record<string, unknown> = {}, context = testContext()) =>
  send(name, fields, context).events.filter(
    ({ id }) => !id?.startsWith('project-added:') && !id?.startsWith('session:hook:')
  );

const MEANING: Record<string, string[]> = {
  SessionStart: ['session.started'],
  UserPromptSubmit: ['session.changed', 'prompt.submitted'],
  PreToolUse: ['tool.started'],
  PermissionRequest: ['tool.asked'],
  PermissionDenied: ['tool.decided'],
  PostToolUse: ['tool.ended'],
  PostToolUseFailure: ['tool.ended'],
  SubagentStart: ['agent.started'],
  SubagentStop: ['agent.ended'],
  TaskCreated: ['todo.created'],
  TaskCompleted: ['todo.completed'],
  Stop: ['turn.ended'],
  StopFailure: ['api.failed', 'turn.ended'],
  CwdChanged: ['session.changed'],
  SessionEnd: ['session.ended'],
};

describe('every hook event', () => {
  it('there is one of each that is documented', () => {
    expect(Object.keys(HOOKS)).toHaveLength(31);
  });

  it.each(Object.keys(HOOKS))('%s is understood or kept', (name) => {
    const { events, rejected } = send(name);
    expect(rejected).toEqual([]);
    expect(own(name).map(({ type }) => type)).toEqual(MEANING[name] ?? [`hook.${name}`]);
    for (const event of events) {
      expect(event).toMatchObject({ at: RECEIVED_AT, source: 'hook', project: 'shop-00000000' });
    }
  });

  // A session's end has a reason, too, but that is one of a few words.
  it.each(Object.keys(HOOKS).filter((name) => name !== 'SessionEnd'))('%s keeps no contents', (name) => {
    const marked = JSON.stringify(hookInput(name)).replaceAll(
      /"(prompt|message|delta|command|description|reason|error_details|last_assistant_message|task_subject|task_description|compact_summary|command_args|stdout)":"[^"]*"/g,
      '"$1":"MARKED"'
    );
    expect(JSON.stringify(decode('claude-hook', marked))).not.toContain('MARKED');
  });

  it('unknown ones are kept with their plain fields', () => {
    const [event] = own('BrandNew', { mode: 'x', count: 3, nested: { a: 1 } });
    expect(event).toMatchObject({ type: 'hook.BrandNew', session: HOOK_SESSION });
    expect(event?.data).toEqual({ cwd: '/home/me/shop', permission_mode: 'default', mode: 'x', count: 3 });
  });

  it('without a name is refused, beside others that are taken', () => {
    const { events, rejected } = decode('claude-hook', [hookInput('Stop'), { session_id: 's' }, 5, hookInput('Stop')]);
    expect(rejected.map(({ index }) => index)).toEqual([1, 2]);
    expect(rejected[0]?.message).toContain('hook_event_name');
    expect(ofType(events, 'turn.ended')).toHaveLength(1); // the same hook twice at one moment is one
  });
});

describe('sessions and projects', () => {
  it('begin with where they work', () => {
    const { events } = send('SessionStart');
    expect(events.map(({ type, id }) => [type, id?.split(':')[0]])).toEqual([
      ['project.added', 'project-added'],
      ['session.started', 'session.started'],
    ]);
    expect(events[0]).toMatchObject({
      id: 'project-added:shop-00000000',
      data: { name: 'shop', path: '/home/me/shop' },
    });
    expect(events[1]?.data).toEqual({
      cwd: '/home/me/shop',
      agentName: 'claude-code',
      model: 'claude-sonnet-5',
      startType: 'startup',
      service: 'claude-code',
    });
  });

  it('go on after a compaction', () => {
    expect(own('SessionStart', { source: 'compact' }).map(({ type }) => type)).toEqual(['session.changed']);
  });

  it('are known from any hook, when their start was missed', () => {
    const [session] = ofType(send('Stop').events, 'session.started');
    expect(session?.data).toEqual({ agentName: 'claude-code', service: 'claude-code', cwd: '/home/me/shop' });
  });

  it('say when their permission mode changes, and only then', () => {
    const context = testContext({ memory: createMemory() });
    const modes = ['default', 'default', 'plan', 'default'].flatMap((permission_mode, n) =>
      ofType(send('PreToolUse', { permission_mode, tool_use_id: `t${n}` }, context).events, 'session.changed')
    );
    expect(modes.map(({ data }) => data?.permissionMode)).toEqual(['default', 'plan', 'default']);
  });

  it('outside of any folder we know have no project', () => {
    expect(send('Stop', { cwd: '/tmp' }).events.map(({ project }) => project)).toEqual([undefined, undefined]);
  });
});

describe('tools', () => {
  it('start and end with one id a call, whenever it is told', () => {
    expect(own('PreToolUse')[0]?.data).toEqual({ toolUseId: 'toolu_01HOOK', tool: 'Bash' });
    expect(own('PostToolUse')[0]?.data).toEqual({
      toolUseId: 'toolu_01HOOK',
      tool: 'Bash',
      success: true,
      durationMs: 812,
    });
    const later = decode('claude-hook', hookInput('PreToolUse'), testContext(), { receivedAt: RECEIVED_AT + 5000 });
    expect(ofType(later.events, 'tool.started')[0]?.id).toBe(own('PreToolUse')[0]?.id);
  });

  it('fail with the kind of the error, not its text', () => {
    expect(own('PostToolUseFailure')[0]?.data).toEqual({
      toolUseId: 'toolu_01HOOK',
      tool: 'Bash',
      success: false,
      durationMs: 90,
      errorType: 'Exit code 1',
    });
    expect(own('PostToolUseFailure', { error: 'secret output' })[0]?.data?.errorType).toBe('error');
    expect(own('PostToolUse', { tool_response: { isError: true } })[0]?.data?.success).toBe(false);
  });

  it('that a person interrupts end the turn', () => {
    const events = own('PostToolUseFailure', { is_interrupt: true });
    expect(events.map(({ type, data }) => [type, data?.errorType ?? data?.interrupted])).toEqual([
      ['tool.ended', 'interrupted'],
      ['turn.ended', true],
    ]);
  });

  it('of MCP servers name them', () => {
    expect(own('PostToolUse', { tool_name: 'mcp__github__get_issue' })[0]?.data?.mcpServer).toBe('github');
  });

  it('keep what they were given where the operator wants it, redacted', () => {
    const tool_input = { command: 'curl -H "Authorization: Bearer abcdef0123456789"' };
    const [event] = own('PreToolUse', { tool_input }, testContext({ captureContents: true }));
    expect(event?.data?.tool_input).toEqual({ command: 'curl -H "Authorization: Bearer [redacted:bearer]"' });
  });
});

describe('evidence', () => {
  const evidence = (fields: Record<string, unknown>, name = 'PostToolUse') =>
    ofType(send(name, fields).events, 'evidence.seen').map(({ taskId, tag, project, at, data }) => ({
      taskId,
      tag,
      project,
      at,
      ...data,
    }));

  it.each([
    'mcp__task-master-ai__set_task_status',
    'mcp__taskmaster__set_task_status',
    'mcp__my_task-master__set_task_status',
  ])('is a status change through %s', (tool_name) => {
    const tool_input = { id: '5,6.1', status: 'in-progress', tag: 'api', projectRoot: '/home/me/api' };
    expect(evidence({ tool_name, tool_input })).toEqual(
      ['5', '6.1'].map((taskId) => ({
        taskId,
        tag: 'api',
        project: 'api-00000000',
        at: RECEIVED_AT,
        kind: 'status-change',
        status: 'in-progress',
        detail: `set to in-progress by ${tool_name}`,
      }))
    );
  });

  it('is a status change in a shell', () => {
    const tool_input = { command: 'npm test && task-master set-status --id=5.2 --status=done' };
    expect(evidence({ tool_name: 'Bash', tool_input })).toMatchObject([
      { taskId: '5.2', project: 'shop-00000000', kind: 'status-change', status: 'done', until: RECEIVED_AT },
    ]);
  });

  it('is none where the call failed, or is not made yet, or says nothing about who works', () => {
    const tool_input = { command: 'task-master set-status --id=5.2 --status=done' };
    expect(evidence({ tool_input }, 'PostToolUseFailure')).toEqual([]);
    expect(evidence({ tool_input }, 'PreToolUse')).toEqual([]);
    expect(evidence({ tool_input: { command: 'task-master set-status --id=9 --status=pending' } })).toEqual([]);
    expect(evidence({ tool_name: 'mcp__other__set_task_status', tool_input: { id: '5', status: 'done' } })).toEqual([]);
  });

  it('is never Claude’s own to-do list', () => {
    expect(evidence({}, 'TaskCreated')).toEqual([]);
  });
});

describe('spooled hooks', () => {
  it('keep the time they were written, as a list or as lines', () => {
    const wrapped = [1, 2].map((n) => ({ receivedAt: RECEIVED_AT - n * 1000, hook: hookInput('Stop') }));
    for (const body of [JSON.stringify(wrapped), wrapped.map((item) => JSON.stringify(item)).join('\n')]) {
      expect(ofType(decode('claude-hook', body).events, 'turn.ended').map(({ at }) => at)).toEqual([
        RECEIVED_AT - 1000,
        RECEIVED_AT - 2000,
      ]);
    }
  });

  it('handed over twice mean the same events', () => {
    const ids = () => send('Stop').events.map(({ id }) => id);
    expect(ids()).toEqual(ids());
  });
});

describe('hooks and OpenTelemetry together', () => {
  const prompt = (at: number) =>
    logs([{ name: 'user_prompt', at, attributes: { prompt_length: 5 } }], { standard: { 'session.id': HOOK_SESSION } });
  const at = (receivedAt: number) => ({ receivedAt });

  it('tell of a prompt and a turn once, whoever is first', () => {
    const context = testContext({ memory: createMemory() });
    const interaction = spans(
      [{ id: '00000000000000a1', name: 'claude_code.interaction', start: RECEIVED_AT + 40, ms: 59_970 }],
      {
        standard: { 'session.id': HOOK_SESSION },
      }
    );
    const events = [
      decode('claude-hook', hookInput('UserPromptSubmit'), context, at(RECEIVED_AT)),
      decode('otlp-logs', prompt(RECEIVED_AT + 40), context),
      decode('claude-hook', hookInput('Stop'), context, at(RECEIVED_AT + 60_000)),
      decode('otlp-traces', interaction, context),
      decode('otlp-logs', prompt(RECEIVED_AT + 90_000), context),
      decode('claude-hook', hookInput('UserPromptSubmit'), context, at(RECEIVED_AT + 90_100)),
      decode('claude-hook', hookInput('UserPromptSubmit'), context, at(RECEIVED_AT + 91_000)),
    ].flatMap((result) => result.events);
    expect(ofType(events, 'prompt.submitted').map((event) => [event.source, event.at - RECEIVED_AT])).toEqual([
      ['hook', 0],
      ['otlp', 90_000],
      ['hook', 91_000],
    ]);
    expect(ofType(events, 'turn.ended').map(({ source, data }) => [source, data?.durationMs])).toEqual([
      ['hook', 60_000],
    ]);
  });

  it('alone tell of every one', () => {
    const context = testContext({ memory: createMemory() });
    const events = [0, 500].flatMap((ms) => decode('otlp-logs', prompt(RECEIVED_AT + ms), context).events);
    expect(ofType(events, 'prompt.submitted')).toHaveLength(2);
  });
});

it('stores no secret that a hook happens to name', () => {
  const result = send('StopFailure', {
    error: 'token=abcdef123456 refused',
    cwd: '/tmp/ghp_1234567890abcdefghijABCDEFGHIJ123456',
  });
  expect(JSON.stringify(result)).not.toMatch(/abcdef123456|ghp_/);
});

it('reads what a hook without a session says', () => {
  const { session_id: _, ...rest } = COMMON;
  const { events, rejected } = decode('claude-hook', { ...rest, hook_event_name: 'Stop' });
  expect(rejected).toEqual([]);
  expect(events.map(({ type }) => type)).toEqual(['project.added', 'hook.Stop']);
});
