import { type SpanRecord } from '../../telemetry/types.ts';
import { type Decoded } from '../otlp/decoded.ts';
import { type Emitter, type Place } from './emit.ts';
import { evidenceOfContents } from './evidence-telemetry.ts';
import { count, num, shortError, text } from './fields.ts';
import { eventId } from './ids.ts';

const REQUESTS = new Set(['chat', 'text_completion', 'generate_content', 'embeddings', 'completion']);

/**
 * Adds what a span of OpenTelemetry's GenAI conventions means: any agent, not only Claude Code. Its session is its
 * conversation, or else its trace.
 */
export function genAiEvents(emitter: Emitter, { record, source, contents }: Decoded<SpanRecord>): void {
  const { attributes } = record;
  const operation = text(attributes, 'gen_ai.operation.name') ?? '';
  const session = record.origin.session ?? record.traceId;
  record.origin.session = session; // so that the stored span is found with its session
  const start: Place = {
    origin: record.origin,
    attempt: source.attempt,
    at: record.startAt,
    agent: text(attributes, 'gen_ai.agent.name'),
  };
  const end: Place = { ...start, at: record.startAt + record.durationMs };
  emitter.session(start, {
    agentName: text(attributes, 'gen_ai.agent.name') ?? record.origin.service,
    model: text(attributes, 'gen_ai.request.model'),
    service: record.origin.service,
  });
  emitter.resourceEvidence(start);

  if (REQUESTS.has(operation)) {
    requestEvents(emitter, record, end);
  } else if (operation === 'invoke_agent' || operation === 'invoke_workflow') {
    const agentId = text(attributes, 'gen_ai.agent.id') ?? record.spanId;
    const agentType = text(attributes, 'gen_ai.agent.name', 'gen_ai.workflow.name');
    emitter.emit('agent.started', eventId('agent.started', record.traceId, record.spanId), start, {
      agentId,
      agentType,
    });
    emitter.emit('agent.ended', eventId('agent.ended', record.traceId, record.spanId), end, {
      agentId,
      agentType,
      durationMs: record.durationMs,
      success: record.status !== 'error',
    });
  } else if (operation === 'execute_tool') {
    const toolUseId = text(attributes, 'gen_ai.tool.call.id') ?? record.spanId;
    const tool = text(attributes, 'gen_ai.tool.name') ?? 'unknown';
    const agentId = text(attributes, 'gen_ai.agent.id');
    emitter.emit('tool.started', eventId('tool.started', session, toolUseId), start, { toolUseId, tool, agentId });
    emitter.emit('tool.ended', eventId('tool.ended', session, 'span', toolUseId), end, {
      toolUseId,
      tool,
      agentId,
      success: record.status !== 'error',
      durationMs: record.durationMs,
      errorType: text(attributes, 'error.type'),
    });
    if (record.status !== 'error') {
      const given = contents?.['gen_ai.tool.call.arguments'];
      evidenceOfContents(emitter, tool, given === undefined ? undefined : { tool_input: given }, end, toolUseId);
    }
  }
}

function requestEvents(emitter: Emitter, record: SpanRecord, end: Place): void {
  const { attributes } = record;
  const { session } = end.origin;
  const requestId = text(attributes, 'gen_ai.response.id') ?? record.spanId;
  const model = text(attributes, 'gen_ai.response.model', 'gen_ai.request.model');
  if (record.status === 'error' || 'error.type' in attributes) {
    emitter.emit('api.failed', eventId('api.failed', session, requestId), end, {
      reporter: 'llm_span',
      model,
      statusCode: num(attributes, 'http.response.status_code'),
      error: shortError(text(attributes, 'error.type') ?? record.statusMessage),
      requestId,
    });
  }
  const input = num(attributes, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens');
  const output = num(attributes, 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens');
  if (input === undefined && output === undefined) {
    return; // nothing was counted: unknown is not zero
  }
  const cacheReadTokens = count(
    attributes,
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens'
  );
  const cacheCreationTokens = count(
    attributes,
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens'
  );
  emitter.emit('usage.reported', eventId('usage', session, 'llm_span', requestId), end, {
    reporter: 'llm_span',
    requestId,
    model,
    // By the conventions input_tokens includes the cached ones, ours do not; output_tokens includes reasoning, as ours do.
    inputTokens: Math.max(0, Math.round(input ?? 0) - cacheReadTokens - cacheCreationTokens),
    outputTokens: Math.max(0, Math.round(output ?? 0)),
    cacheReadTokens,
    cacheCreationTokens,
    costUsd: Math.max(0, num(attributes, 'gen_ai.usage.cost', 'gen_ai.usage.cost_usd', 'gen_ai.cost.total_cost') ?? 0),
    durationMs: record.durationMs,
    agentId: text(attributes, 'gen_ai.agent.id'),
  });
}
