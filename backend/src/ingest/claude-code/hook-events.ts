import { type IngestContext } from '../context.ts';
import { type JsonObject } from '../otlp/json.ts';
import { cleanValue } from '../redact/values.ts';
import { type Emitter, type Place } from './emit.ts';
import { changesOfCall, emitChanges } from './evidence.ts';
import { defined, flag, num, shortError, text } from './fields.ts';
import { keptFields } from './hook-fields.ts';
import { eventId } from './ids.ts';
import { promptEventId } from './log-events.ts';

/** One hook input and what is known about it. */
export interface HookCall {
  emitter: Emitter;
  hook: JsonObject;
  name: string;
  place: Place;
  /** What tells it from any other hook of its session. */
  key: string;
  toolUseId: string;
  cwd?: string;
  context: IngestContext;
}

/** Emits what a hook means; a hook without a meaning of its own is kept as `hook.<Name>`. */
export function handleHook(call: HookCall): void {
  const handler = HANDLERS[call.name];
  if (handler !== undefined && call.place.origin.session !== undefined) {
    handler(call);
  } else {
    keep(call, `hook.${call.name.slice(0, 80).replaceAll(/[^\w.-]/g, '_')}`);
  }
}

const HANDLERS: Record<string, (call: HookCall) => void> = {
  SessionStart({ emitter, hook, place, key, cwd }) {
    const startType = text(hook, 'source');
    const model = text(hook, 'model');
    if (startType === 'compact') {
      // The same session goes on with a shorter memory.
      emitter.emit('session.changed', eventId('session.changed', place.origin.session, key), place, { model, cwd });
      return;
    }
    emitter.emit('session.started', eventId('session.started', place.origin.session, key), place, {
      cwd,
      agentName: text(hook, 'agent_type') ?? 'claude-code',
      model,
      startType,
      service: 'claude-code',
    });
  },

  SessionEnd({ emitter, hook, place, key }) {
    emitter.emit('session.ended', eventId('session.ended', place.origin.session, key), place, {
      reason: text(hook, 'reason'),
    });
  },

  UserPromptSubmit({ emitter, hook, place, key, context }) {
    const promptId = text(hook, 'prompt_id');
    const prompt = typeof hook.prompt === 'string' ? hook.prompt : undefined;
    const id = promptEventId(place, promptId, key);
    context.memory?.changed(turnKey(place), String(place.at));
    emitter.emitShared('prompt.submitted', id, place, {
      promptId,
      length: prompt?.length,
      ...(context.captureContents && prompt !== undefined ? { prompt: cleanValue(prompt, context) } : {}),
    });
  },

  PreToolUse({ emitter, hook, place, toolUseId, context }) {
    emitter.emit('tool.started', eventId('tool.started', place.origin.session, toolUseId), agentOf(place, hook), {
      toolUseId,
      tool: toolOf(hook),
      agentId: text(hook, 'agent_id'),
      ...contents(hook, context, 'tool_input'),
    });
  },

  PostToolUse(call) {
    const { hook, place, toolUseId, context, emitter } = call;
    const tool = toolOf(hook);
    const failed = saysFailure(hook.tool_response);
    toolEnded(call, !failed, failed ? 'tool_error' : undefined);
    if (!failed) {
      emitChanges(emitter, changesOfCall(tool, hook.tool_input), place, toolUseId, tool, context);
    }
  },

  PostToolUseFailure(call) {
    const interrupted = flag(call.hook, 'is_interrupt') === true;
    toolEnded(call, false, interrupted ? 'interrupted' : kindOfError(text(call.hook, 'error')));
    if (interrupted) {
      const { emitter, place, key, context } = call;
      emitter.emitShared('turn.ended', eventId('turn', place.origin.session, 'interrupt', key), place, {
        durationMs: turnMs(place, context),
        interrupted: true,
      });
    }
  },

  // The person is asked; what they answer is seen in the tool's end, and in OpenTelemetry's tool_decision.
  PermissionRequest({ emitter, hook, place, key }) {
    emitter.emit('tool.asked', eventId('tool.asked', place.origin.session, key), place, {
      toolUseId: text(hook, 'tool_use_id'),
      tool: toolOf(hook),
    });
  },

  PermissionDenied({ emitter, hook, place, key }) {
    emitter.emit('tool.decided', eventId('tool.decided', place.origin.session, 'denied', key), place, {
      toolUseId: text(hook, 'tool_use_id'),
      tool: toolOf(hook),
      decision: 'reject',
      source: 'auto_mode',
    });
  },

  SubagentStart({ emitter, hook, place, key }) {
    const agentId = text(hook, 'agent_id') ?? key;
    emitter.emitAgent('agent.started', eventId('agent.started', place.origin.session, agentId, 'hook'), place, {
      agentId,
      agentType: text(hook, 'agent_type'),
      parentAgentId: text(hook, 'parent_agent_id'),
    });
  },

  SubagentStop({ emitter, hook, place, key, context }) {
    const agentId = text(hook, 'agent_id') ?? key;
    // A sub-agent that is sent back to work stops again: the time is part of the id.
    emitter.emitAgent('agent.ended', eventId('agent.ended', place.origin.session, agentId, key), place, {
      agentId,
      agentType: text(hook, 'agent_type'),
      durationMs: num(hook, 'duration_ms'),
      ...contents(hook, context, 'last_assistant_message'),
    });
  },

  Stop({ emitter, place, key, hook, context }) {
    emitter.emitShared('turn.ended', eventId('turn', place.origin.session, key), place, {
      durationMs: turnMs(place, context),
      interrupted: false,
      ...contents(hook, context, 'last_assistant_message'),
    });
  },

  StopFailure({ emitter, place, key, hook, context }) {
    const { session } = place.origin;
    emitter.emit('api.failed', eventId('api.failed', session, 'hook', key), place, {
      reporter: 'hook',
      error: shortError(text(hook, 'error')),
      statusCode: statusIn(text(hook, 'error_details')),
    });
    emitter.emitShared('turn.ended', eventId('turn', session, key), place, {
      durationMs: turnMs(place, context),
      interrupted: false,
    });
  },

  CwdChanged({ emitter, place, key, hook, cwd }) {
    emitter.emit('session.changed', eventId('session.changed', place.origin.session, key), place, {
      cwd: text(hook, 'new_cwd') ?? cwd,
    });
  },

  // Claude Code's own to-do list: its ids are not Task Master's.
  TaskCreated: (call) => keep(call, 'todo.created'),
  TaskCompleted: (call) => keep(call, 'todo.completed'),
};

function keep({ emitter, hook, place, key, name, context }: HookCall, type: string): void {
  emitter.note(type, eventId(`hook.${name.slice(0, 40)}`, place.origin.session, key), place, keptFields(hook, context));
}

function toolEnded({ emitter, hook, place, toolUseId, context }: HookCall, success: boolean, errorType?: string): void {
  const tool = toolOf(hook);
  emitter.emit('tool.ended', eventId('tool.ended', place.origin.session, 'hook', toolUseId), agentOf(place, hook), {
    toolUseId,
    tool,
    agentId: text(hook, 'agent_id'),
    success,
    durationMs: num(hook, 'duration_ms'),
    errorType,
    mcpServer: /^mcp__(.+?)__/.exec(tool.slice(0, 200))?.[1],
    ...contents(hook, context, 'tool_input', 'tool_response', 'error'),
  });
}

function turnKey(place: Place): string {
  return `turn-began:${place.origin.session ?? ''}`;
}

/** Time since the prompt of this turn, ms; unknown where its hook was not seen. */
function turnMs(place: Place, context: IngestContext): number | undefined {
  const began = Number(context.memory?.recall(turnKey(place)) ?? NaN);
  return place.at >= began ? Math.round(place.at - began) : undefined;
}

/** What the operator opted into keeping, redacted. */
function contents(hook: JsonObject, context: IngestContext, ...names: string[]): Record<string, unknown> {
  if (!context.captureContents) {
    return {};
  }
  return defined(
    Object.fromEntries(
      names.map((name) => [name, hook[name] === undefined ? undefined : cleanValue(hook[name], context)])
    )
  );
}

function agentOf(place: Place, hook: JsonObject): Place {
  const agent = text(hook, 'agent_type');
  return agent === undefined ? place : { ...place, agent };
}

function toolOf(hook: JsonObject): string {
  return text(hook, 'tool_name')?.slice(0, 200) ?? 'unknown';
}

/** Some tools report a failure in an answer that counts as success. */
function saysFailure(response: unknown): boolean {
  if (typeof response !== 'object' || response === null) {
    return false;
  }
  const fields = response as Record<string, unknown>;
  return fields.isError === true || fields.is_error === true || fields.success === false || fields.interrupted === true;
}

/** `Exit code 1` or `ENOENT` of an error text, whose rest is the tool's output. */
function kindOfError(error: string | undefined): string {
  const kind =
    /^(?:Error: ?)?(exit(?:ed)?(?: with)?(?: non-zero)?(?: status)? code \d{1,5}|E[A-Z]{2,20}|[A-Z]\w{2,40}Error|timeout|timed out)/i.exec(
      error?.slice(0, 200).trim() ?? ''
    )?.[1];
  return kind ?? 'error';
}

function statusIn(details: string | undefined): number | undefined {
  const status = /\b([45]\d\d)\b/.exec(details?.slice(0, 300) ?? '')?.[1];
  return status === undefined ? undefined : Number(status);
}
