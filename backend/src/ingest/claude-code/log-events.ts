import { type LogRecord } from '../../telemetry/types.ts';
import { type IngestContext } from '../context.ts';
import { type Decoded } from '../otlp/decoded.ts';
import { isClaudeCode } from './names.ts';
import { type Emitter, type Place } from './emit.ts';
import { evidenceOfContents } from './evidence-telemetry.ts';
import { count, flag, num, shortError, text } from './fields.ts';
import { eventId } from './ids.ts';

type Handler = (emitter: Emitter, log: Decoded<LogRecord>, place: Place, key: string) => void;

/** What Claude Code's events mean to the journal; those not listed stay log lines. */
const HANDLERS: Record<string, Handler> = {
  user_prompt(emitter, { record }, place, key) {
    const promptId = text(record.attributes, 'prompt.id');
    emitter.emitShared('prompt.submitted', promptEventId(place, promptId, key), place, {
      promptId,
      length: num(record.attributes, 'prompt_length'),
    });
  },

  api_request(emitter, { record: { attributes } }, place, key) {
    const requestId = text(attributes, 'request_id', 'client_request_id');
    const micros = num(attributes, 'cost_usd_micros');
    emitter.emit('usage.reported', eventId('usage', place.origin.session, 'api_request', requestId ?? key), place, {
      reporter: 'api_request',
      requestId,
      model: text(attributes, 'model'),
      inputTokens: count(attributes, 'input_tokens'),
      outputTokens: count(attributes, 'output_tokens'),
      cacheReadTokens: count(attributes, 'cache_read_tokens'),
      cacheCreationTokens: count(attributes, 'cache_creation_tokens'),
      costUsd: Math.max(0, num(attributes, 'cost_usd') ?? (micros === undefined ? 0 : micros / 1e6)),
      durationMs: num(attributes, 'duration_ms'),
      ttftMs: num(attributes, 'ttft_ms'),
      querySource: text(attributes, 'query_source'),
      agentId: text(attributes, 'agent_id', 'agent.id'),
    });
  },

  api_error(emitter, { record }, place, key) {
    const { attributes } = record;
    const requestId = text(attributes, 'request_id', 'client_request_id');
    emitter.emit('api.failed', failureId(place, 'api_error', requestId, record, key), place, {
      reporter: 'api_error',
      model: text(attributes, 'model'),
      statusCode: num(attributes, 'status_code'),
      error: shortError(text(attributes, 'error')),
      attempts: num(attributes, 'attempt'),
      exhausted: (num(attributes, 'attempt') ?? 0) >= EXHAUSTED_ATTEMPTS,
      requestId,
    });
  },

  // Says again what the api_error beside it has said: noted, not counted a second time.
  api_retries_exhausted(emitter, { record: { attributes } }, place, key) {
    emitter.note('api.retries-exhausted', eventId('exhausted', place.origin.session, key), place, {
      model: text(attributes, 'model'),
      statusCode: num(attributes, 'status_code'),
      attempts: num(attributes, 'total_attempts'),
      durationMs: num(attributes, 'total_retry_duration_ms'),
    });
  },

  tool_decision(emitter, { record: { attributes } }, place, key) {
    const toolUseId = text(attributes, 'tool_use_id');
    emitter.emit('tool.decided', eventId('tool.decided', place.origin.session, toolUseId ?? key), place, {
      toolUseId,
      tool: text(attributes, 'tool_name') ?? 'unknown',
      decision: text(attributes, 'decision') === 'reject' ? 'reject' : 'accept',
      source: text(attributes, 'source'),
    });
  },

  tool_result(emitter, { record, contents }, place, key) {
    const { attributes } = record;
    const success = flag(attributes, 'success');
    const toolUseId = text(attributes, 'tool_use_id') ?? key;
    emitter.emit('tool.ended', eventId('tool.ended', place.origin.session, 'result', toolUseId), place, {
      toolUseId,
      tool: text(attributes, 'tool_name') ?? 'unknown',
      success,
      durationMs: num(attributes, 'duration_ms'),
      errorType: text(attributes, 'error_type'),
      mcpServer: text(attributes, 'mcp_server.name', 'mcp_server_name'),
    });
    if (success !== false) {
      evidenceOfContents(emitter, text(attributes, 'tool_name'), contents, place, toolUseId);
    }
  },

  subagent_completed(emitter, { record: { attributes } }, place, key) {
    // total_tokens is that of its last request only: no sum, so it is left to the log line.
    const agentType = text(attributes, 'agent_type');
    const ownId = text(attributes, 'agent_id', 'agent.id');
    const agentId = ownId ?? `${agentType ?? 'agent'}-${key}`;
    const id = eventId('agent.ended', place.origin.session, agentId);
    const data = {
      agentId,
      agentType,
      durationMs: num(attributes, 'duration_ms'),
      toolUses: num(attributes, 'total_tool_uses'),
      success: flag(attributes, 'success'),
    };
    if (ownId === undefined && emitter.knowsAgents(place)) {
      emitter.note('subagent.completed', id, place, data);
    } else {
      emitter.emit('agent.ended', id, place, data);
    }
  },

  permission_mode_changed(emitter, { record: { attributes } }, place, key) {
    emitter.emit('session.changed', eventId('session.changed', place.origin.session, key), place, {
      permissionMode: text(attributes, 'to_mode'),
    });
  },
};

/** Attempts after which Claude Code gives up unless told otherwise: ten retries. */
const EXHAUSTED_ATTEMPTS = 11;

/** Adds what Claude Code's log records mean. */
export function logEvents(logs: Array<Decoded<LogRecord>>, emitter: Emitter, context: IngestContext): void {
  const claude = logs.filter(
    ({ record, source }) =>
      record.origin.session !== undefined &&
      (isClaudeCode(source.scope, record.origin.service) || record.body.startsWith('claude_code.'))
  );
  for (const log of claude) {
    const { record, source } = log;
    const { session } = record.origin;
    if (session === undefined || context.memory?.ignored.has(session)) {
      continue;
    }
    const place: Place = {
      origin: record.origin,
      attempt: source.attempt,
      at: record.at,
      agent: text(record.attributes, 'agent.name'),
    };
    emitter.session({ ...place, agent: undefined }, { agentName: 'claude-code', service: record.origin.service });
    emitter.resourceEvidence(place);
    const handler = record.eventName === undefined ? undefined : HANDLERS[record.eventName];
    handler?.(emitter, log, place, `${text(record.attributes, 'event.sequence') ?? ''}@${record.at}`);
  }
}

/** Hook and event of one prompt get one id where both name the prompt. */
export function promptEventId(place: Place, promptId: string | undefined, key: string): string {
  return eventId('prompt', place.origin.session, promptId ?? key);
}

/** A failure that both an event and a span tell is one: by request, else by the span the event was written in. */
export function failureId(
  place: Place,
  reporter: string,
  requestId: string | undefined,
  where: { traceId?: string; spanId?: string },
  key: string
): string {
  const shared = requestId ?? (where.spanId === undefined ? undefined : `${where.traceId ?? ''}/${where.spanId}`);
  return shared === undefined
    ? eventId('api.failed', place.origin.session, reporter, key)
    : eventId('api.failed', place.origin.session, shared);
}
