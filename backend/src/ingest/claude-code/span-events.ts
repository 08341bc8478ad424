import { type SpanRecord } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { type Decoded } from '../otlp/decoded.ts';
import { type Emitter, type Place } from './emit.ts';
import { evidenceOfContents } from './evidence-telemetry.ts';
import { count, flag, num, shortError, text } from './fields.ts';
import { genAiEvents } from './gen-ai.ts';
import { eventId } from './ids.ts';
import { failureId } from './log-events.ts';
import { CLAUDE_PREFIX } from './names.ts';

/** What spans of one body know of each other. A parent may be in another body, or nowhere: every field is optional. */
interface Relations {
  /** Tool call id and tool name by the id of the `claude_code.tool` span. */
  tools: Map<string, { toolUseId?: string; tool?: string }>;
  /** Outcome by the id of the tool span it happened under. */
  outcomes: Map<string, { success?: boolean; error?: string }>;
  /** Sub-agent by the id of the tool span that runs it. */
  agents: Map<string, string>;
}

/** Adds what Claude Code's and `gen_ai.*` spans mean. */
export function spanEvents(spans: Array<Decoded<SpanRecord>>, emitter: Emitter, context: IngestContext): void {
  const claude = spans.filter(({ record }) => record.name.startsWith(CLAUDE_PREFIX));
  const relations = claude.length > 0 ? relate(claude) : undefined;
  for (const span of spans) {
    const { record, source } = span;
    if (relations !== undefined && record.name.startsWith(CLAUDE_PREFIX)) {
      const { session } = record.origin;
      if (session === undefined || context.memory?.ignored.has(session)) {
        continue;
      }
      const place: Place = { origin: record.origin, attempt: source.attempt, at: record.startAt };
      emitter.session(place, { agentName: 'claude-code', service: record.origin.service });
      emitter.resourceEvidence(place);
      HANDLERS[record.name]?.(emitter, span, place, relations);
    } else if ('gen_ai.operation.name' in record.attributes) {
      genAiEvents(emitter, span);
    }
  }
}

type Handler = (emitter: Emitter, span: Decoded<SpanRecord>, place: Place, relations: Relations) => void;

const HANDLERS: Record<string, Handler> = {
  'claude_code.interaction'(emitter, { record }, place) {
    emitter.emitShared('turn.ended', eventId('turn', record.traceId, record.spanId), atEnd(place, record), {
      durationMs: num(record.attributes, 'interaction.duration_ms', 'duration_ms') ?? record.durationMs,
      interrupted: flag(record.attributes, 'interrupted'),
    });
  },

  'claude_code.llm_request'(emitter, { record }, place) {
    const { attributes } = record;
    const requestId = text(attributes, 'request_id', 'gen_ai.response.id', 'client_request_id');
    const agentId = text(attributes, 'agent_id');
    if (agentId !== undefined) {
      emitter.emitAgent('agent.started', eventId('agent.started', place.origin.session, agentId), place, {
        agentId,
        parentAgentId: text(attributes, 'parent_agent_id'),
      });
    }
    const model = text(attributes, 'model', 'gen_ai.request.model');
    if (record.status === 'error' || flag(attributes, 'success') === false) {
      const id = failureId(place, 'llm_span', requestId, record, '');
      emitter.emit('api.failed', id, atEnd(place, record), {
        reporter: 'llm_span',
        model,
        statusCode: num(attributes, 'status_code'),
        error: shortError(text(attributes, 'error') ?? record.statusMessage),
        attempts: num(attributes, 'attempt'),
        requestId,
      });
      return;
    }
    if (num(attributes, 'input_tokens', 'output_tokens') === undefined) {
      return; // nothing was counted: unknown is not zero
    }
    const id = eventId('usage', place.origin.session, 'llm_span', requestId ?? record.spanId);
    emitter.emit('usage.reported', id, atEnd(place, record), {
      reporter: 'llm_span',
      requestId: requestId ?? record.spanId,
      model,
      inputTokens: count(attributes, 'input_tokens'),
      outputTokens: count(attributes, 'output_tokens'),
      cacheReadTokens: count(attributes, 'cache_read_tokens'),
      cacheCreationTokens: count(attributes, 'cache_creation_tokens'),
      costUsd: Math.max(0, num(attributes, 'cost_usd') ?? 0),
      durationMs: num(attributes, 'duration_ms') ?? record.durationMs,
      ttftMs: num(attributes, 'ttft_ms'),
      querySource: text(attributes, 'query_source'),
      agentId,
    });
  },

  'claude_code.tool'(emitter, { record, contents }, place, relations) {
    const { attributes } = record;
    const toolUseId = text(attributes, 'tool_use_id', 'gen_ai.tool.call.id') ?? record.spanId;
    const tool = text(attributes, 'tool_name') ?? 'unknown';
    const agentId = text(attributes, 'agent_id');
    const outcome = relations.outcomes.get(record.spanId);
    const end = atEnd(place, record);
    const { session } = place.origin;
    emitter.emit('tool.started', eventId('tool.started', session, toolUseId), place, { toolUseId, tool, agentId });
    emitter.emit('tool.ended', eventId('tool.ended', session, 'span', toolUseId), end, {
      toolUseId,
      tool,
      agentId,
      success: outcome?.success ?? (record.status === 'error' ? false : undefined),
      durationMs: num(attributes, 'duration_ms') ?? record.durationMs,
      errorType: outcome?.error,
    });
    if (outcome?.success !== false && record.status !== 'error') {
      evidenceOfContents(emitter, tool, contents, end, toolUseId);
    }
    const waiting = emitter.context.memory?.recall(waitingKey(record.traceId, record.spanId));
    if (waiting !== undefined) {
      emitDecided(emitter, place, JSON.parse(waiting) as Decided, toolUseId, tool);
    }
    const started = relations.agents.get(record.spanId);
    if (started !== undefined) {
      emitter.emitAgent('agent.ended', eventId('agent.ended', session, started, 'span'), end, {
        agentId: started,
        agentType: text(attributes, 'subagent_type'),
        durationMs: record.durationMs,
        success: outcome?.success,
      });
    }
  },

  'claude_code.tool.execution'(emitter, { record }, place, relations) {
    const parent = record.parentSpanId === undefined ? undefined : relations.tools.get(record.parentSpanId);
    const toolUseId = text(record.attributes, 'tool_use_id') ?? parent?.toolUseId;
    if (toolUseId === undefined || parent !== undefined) {
      return; // its tool span, in this very body, tells the outcome
    }
    emitter.emit(
      'tool.ended',
      eventId('tool.ended', place.origin.session, 'execution', toolUseId),
      atEnd(place, record),
      {
        toolUseId,
        tool: text(record.attributes, 'tool_name') ?? 'unknown',
        success: flag(record.attributes, 'success') ?? record.status !== 'error',
        durationMs: num(record.attributes, 'duration_ms') ?? record.durationMs,
        errorType: errorType(text(record.attributes, 'error')),
      }
    );
  },

  'claude_code.tool.blocked_on_user'(emitter, { record }, place, relations) {
    const parent = record.parentSpanId === undefined ? undefined : relations.tools.get(record.parentSpanId);
    const decided: Decided = {
      id: eventId('tool.decided', record.traceId, record.spanId),
      at: record.startAt + record.durationMs,
      decision: text(record.attributes, 'decision') === 'reject' ? 'reject' : 'accept',
      source: text(record.attributes, 'source'),
      blockedMs: num(record.attributes, 'duration_ms') ?? record.durationMs,
    };
    const toolUseId = text(record.attributes, 'tool_use_id') ?? parent?.toolUseId;
    const { memory } = emitter.context;
    if (toolUseId === undefined && memory !== undefined && record.parentSpanId !== undefined) {
      // Which call it was, its tool span tells, which ends later and may come in a later body.
      memory.changed(waitingKey(record.traceId, record.parentSpanId), JSON.stringify(decided));
      return;
    }
    emitDecided(emitter, place, decided, toolUseId, parent?.tool ?? text(record.attributes, 'tool_name'));
  },
};

/** A decision a person was waited for. */
interface Decided {
  id: string;
  at: number;
  decision: 'accept' | 'reject';
  source?: string;
  blockedMs: number;
}

function emitDecided(
  emitter: Emitter,
  place: Place,
  { id, at, ...decided }: Decided,
  toolUseId: string | undefined,
  tool: string | undefined
): void {
  emitter.emit('tool.decided', id, { ...place, at }, { toolUseId, tool: tool ?? 'unknown', ...decided });
}

function waitingKey(traceId: string, toolSpanId: string): string {
  return `decided:${traceId}:${toolSpanId}`;
}

/** The place at the end of a span. */
export function atEnd(place: Place, record: SpanRecord): Place {
  return { ...place, at: record.startAt + record.durationMs };
}

/** The kind of an error, not its text: `Error:ENOENT` of `Error:ENOENT: no such file …`. */
export function errorType(error: string | undefined): string | undefined {
  const kind = /^[\w.:-]{1,60}/.exec(error?.trim() ?? '')?.[0].replace(/:+$/, '');
  return error === undefined ? undefined : kind || 'error';
}

function relate(spans: Array<Decoded<SpanRecord>>): Relations {
  const relations: Relations = { tools: new Map(), outcomes: new Map(), agents: new Map() };
  for (const { record } of spans) {
    const { attributes, parentSpanId } = record;
    if (record.name === 'claude_code.tool') {
      const known = relations.tools.get(record.spanId);
      relations.tools.set(record.spanId, {
        toolUseId: text(attributes, 'tool_use_id', 'gen_ai.tool.call.id') ?? known?.toolUseId,
        tool: text(attributes, 'tool_name'),
      });
    } else if (parentSpanId !== undefined && record.name === 'claude_code.tool.execution') {
      relations.outcomes.set(parentSpanId, {
        success: flag(attributes, 'success') ?? (record.status === 'error' ? false : undefined),
        error: errorType(text(attributes, 'error')),
      });
    } else if (parentSpanId !== undefined && record.name === 'claude_code.llm_request') {
      const agentId = text(attributes, 'agent_id');
      if (agentId !== undefined) {
        relations.agents.set(parentSpanId, agentId);
      }
    }
  }
  return relations;
}
