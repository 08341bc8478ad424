import { type IngestContext } from '../context.ts';
import { type JsonObject } from '../otlp/json.ts';
import { cleanText } from '../redact/secrets.ts';
import { cleanValue } from '../redact/values.ts';

/** Fields the event itself carries elsewhere, or that point at the conversation. */
const LEFT_OUT = new Set(['session_id', 'hook_event_name', 'transcript_path', 'agent_transcript_path']);

/** What people, models and tools wrote, under the names hooks give it. */
const CONTENT = new Set([
  'prompt',
  'message',
  'title',
  'delta',
  'tool_input',
  'tool_response',
  'tool_calls',
  'last_assistant_message',
  'error',
  'error_details',
  'reason',
  'task_subject',
  'task_description',
  'custom_instructions',
  'compact_summary',
  'command_args',
  'permission_suggestions',
  'background_tasks',
  'session_crons',
  'requested_schema',
  'content',
]);

/** Longest text kept of a field that is no content: names, paths, modes. */
const LONGEST = 500;

/**
 * The fields of a hook without a meaning of its own. Without captured contents only short plain values are kept: a field
 * nobody has seen before may hold anything.
 */
export function keptFields(hook: JsonObject, context: IngestContext): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(hook)) {
    if (LEFT_OUT.has(name)) {
      continue;
    }
    if (context.captureContents) {
      kept[cleanText(name)] = cleanValue(value, context);
    } else if (!CONTENT.has(name) && isPlain(value)) {
      kept[cleanText(name)] = typeof value === 'string' ? cleanText(value) : value;
    }
  }
  return kept;
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'boolean' ||
    typeof value === 'number' ||
    (typeof value === 'string' && value.length <= LONGEST && !value.includes('\n'))
  );
}
